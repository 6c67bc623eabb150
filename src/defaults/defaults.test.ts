import { describe, expect, it } from 'vitest'
import { asObject, valueAt, type JsonObject, type JsonValue } from '../kubernetes/json.js'
import { resolveTarget } from '../kubernetes/target.js'
import { parseVersion } from '../kubernetes/versions.js'
import { isLatest } from './image-name.js'
import { storedObject } from './index.js'

const target = (version: string, gates?: Record<string, boolean>) => resolveTarget(parseVersion(version), gates)
const daemonSet = (spec: JsonObject, more: JsonObject = {}): JsonObject => ({
  apiVersion: 'apps/v1',
  kind: 'DaemonSet',
  metadata: { name: 'agent' },
  spec: {
    selector: { matchLabels: { app: 'agent' } },
    template: {
      metadata: { labels: { app: 'agent' } },
      spec: { containers: [{ name: 'agent', image: 'agent:1' }], ...spec },
    },
    ...more,
  },
})
const podSpec = (object: JsonObject): JsonObject => asObject(valueAt(object, ['spec', 'template', 'spec']))
const stored = (spec: JsonObject, version = '1.37', gates?: Record<string, boolean>) =>
  podSpec(storedObject(daemonSet(spec), target(version, gates)))

describe('defaults of a pod template', () => {
  it.each<[string, JsonObject, JsonObject]>([
    ['no source', {}, { emptyDir: {} }],
    [
      'iscsi',
      { iscsi: { targetPortal: 'a', iqn: 'b', lun: 0 } },
      { iscsi: { targetPortal: 'a', iqn: 'b', lun: 0, iscsiInterface: 'default' } },
    ],
    [
      'rbd',
      { rbd: { monitors: ['a'], image: 'b' } },
      { rbd: { monitors: ['a'], image: 'b', pool: 'rbd', user: 'admin', keyring: '/etc/ceph/keyring' } },
    ],
    [
      'azureDisk',
      { azureDisk: { diskName: 'a', diskURI: 'b' } },
      {
        azureDisk: {
          diskName: 'a',
          diskURI: 'b',
          cachingMode: 'ReadWrite',
          fsType: 'ext4',
          readOnly: false,
          kind: 'Shared',
        },
      },
    ],
    ['hostPath', { hostPath: { path: '/a' } }, { hostPath: { path: '/a', type: '' } }],
    ['secret', { secret: { secretName: 'a' } }, { secret: { secretName: 'a', defaultMode: 420 } }],
    ['image', { image: { reference: 'a:1' } }, { image: { reference: 'a:1', pullPolicy: 'IfNotPresent' } }],
    [
      'downwardAPI',
      {
        downwardAPI: {
          items: [
            { path: 'a', fieldRef: { fieldPath: 'metadata.name' } },
            { path: 'b', resourceFieldRef: { resource: 'limits.cpu' } },
          ],
        },
      },
      {
        downwardAPI: {
          defaultMode: 420,
          items: [
            { path: 'a', fieldRef: { apiVersion: 'v1', fieldPath: 'metadata.name' } },
            { path: 'b', resourceFieldRef: { resource: 'limits.cpu', divisor: '0' } },
          ],
        },
      },
    ],
    [
      'projected',
      { projected: { sources: [{ serviceAccountToken: { path: 'a' } }] } },
      { projected: { defaultMode: 420, sources: [{ serviceAccountToken: { path: 'a', expirationSeconds: 3600 } }] } },
    ],
    [
      'ephemeral',
      { ephemeral: { volumeClaimTemplate: { spec: { resources: { requests: { storage: '1024Mi' } } } } } },
      {
        ephemeral: {
          volumeClaimTemplate: {
            metadata: {},
            spec: { resources: { requests: { storage: '1Gi' } }, volumeMode: 'Filesystem' },
          },
        },
      },
    ],
  ])('volume: %s', (_name, volume, expected) => {
    expect(stored({ volumes: [{ name: 'v', ...volume }] })['volumes']).toEqual([{ name: 'v', ...expected }])
  })

  it('fills in probes, handlers and ports', () => {
    const container = {
      name: 'a',
      image: 'a',
      ports: [{ containerPort: 80 }],
      livenessProbe: { grpc: { port: 1 } },
      lifecycle: { preStop: { httpGet: { port: 'http' } } },
    }
    expect(stored({ containers: [container] })['containers']).toEqual([
      {
        ...container,
        imagePullPolicy: 'Always',
        resources: {},
        terminationMessagePath: '/dev/termination-log',
        terminationMessagePolicy: 'File',
        ports: [{ containerPort: 80, protocol: 'TCP' }],
        livenessProbe: {
          grpc: { port: 1, service: '' },
          timeoutSeconds: 1,
          periodSeconds: 10,
          successThreshold: 1,
          failureThreshold: 3,
        },
        lifecycle: { preStop: { httpGet: { port: 'http', path: '/', scheme: 'HTTP' } } },
      },
    ])
  })

  it('takes null for unset, and writes amounts in their canonical form', () => {
    const spec = stored({
      nodeSelector: null,
      containers: [
        {
          name: 'a',
          image: 'a:1',
          env: null,
          resources: { limits: { cpu: 0.5, memory: '1024Mi' }, requests: { cpu: '0.0001' } },
        },
      ],
    })
    expect(spec['nodeSelector']).toBeUndefined()
    expect(valueAt(spec, ['containers', 0, 'resources'])).toEqual({
      limits: { cpu: '500m', memory: '1Gi' },
      requests: { cpu: '1m' },
    })
  })

  it("takes Go's zero time for no time", () => {
    const set = daemonSet({})
    const template = asObject(valueAt(set, ['spec', 'template']))
    template['metadata'] = { labels: { app: 'agent' }, creationTimestamp: '0001-01-01T00:00:00Z' }
    expect(valueAt(storedObject(set, target('1.37')), ['spec', 'template', 'metadata'])).toEqual({
      labels: { app: 'agent' },
    })
    expect(valueAt(storedObject(set, target('1.33')), ['spec', 'template', 'metadata'])).toEqual({
      labels: { app: 'agent' },
      creationTimestamp: null,
    })
  })

  it('keeps serviceAccount and serviceAccountName the same', () => {
    expect(stored({ serviceAccount: 'a' })).toMatchObject({ serviceAccount: 'a', serviceAccountName: 'a' })
  })
})

describe('the pull policy', () => {
  it.each([
    ['nginx', true],
    ['nginx:latest', true],
    ['nginx:1.16', false],
    ['localhost:5000/nginx', true],
    ['registry.example/a/b:latest@sha256:' + 'a'.repeat(64), true],
    ['nginx@sha256:' + 'a'.repeat(64), false],
    ['Nginx', false],
    ['nginx:', false],
    ['{{ image }}', false],
  ])('of %s is Always: %s', (image, expected) => {
    expect(isLatest(image)).toBe(expected)
  })
})

describe('fields whose feature gate is off', () => {
  const mounts = {
    containers: [{ name: 'a', image: 'a:1', volumeMounts: [{ name: 'v', mountPath: '/v' }] }],
    volumes: [{ name: 'v', image: { reference: 'a:1' } }],
  }

  it('are dropped: an image volume with its mounts', () => {
    expect(stored(mounts, '1.34')['volumes']).toBeUndefined()
    expect(valueAt(stored(mounts, '1.34'), ['containers', 0, 'volumeMounts'])).toBeUndefined()
    expect(valueAt(stored(mounts, '1.35'), ['volumes', 0, 'image', 'pullPolicy'])).toBe('IfNotPresent')
  })

  it('stay where the stored object has them', () => {
    const on = storedObject(daemonSet({ hostUsers: false }), target('1.32', { UserNamespacesSupport: true }))
    expect(podSpec(storedObject(daemonSet({ hostUsers: false }), target('1.32'), on))['hostUsers']).toBe(false)
    expect(stored({ hostUsers: false }, '1.32')['hostUsers']).toBeUndefined()
  })

  it('drop an empty lifecycle with its stop signal', () => {
    const spec = {
      containers: [{ name: 'a', image: 'a:1', lifecycle: { stopSignal: 'SIGUSR1' } }],
      os: { name: 'linux' },
    }
    expect(valueAt(stored(spec, '1.37'), ['containers', 0, 'lifecycle'])).toBeUndefined()
    expect(valueAt(stored(spec, '1.37', { ContainerStopSignals: true }), ['containers', 0, 'lifecycle'])).toEqual({
      stopSignal: 'SIGUSR1',
    })
  })
})

describe('an update', () => {
  const before = storedObject(daemonSet({}), target('1.37'))
  const generations = (object: JsonObject): JsonValue[] => [
    valueAt(object, ['metadata', 'generation']) ?? null,
    valueAt(object, ['metadata', 'annotations', 'deprecated.daemonset.template.generation']) ?? null,
  ]

  it('of the template raises both generations, of the rest of the spec one, of nothing none', () => {
    expect(generations(storedObject(daemonSet({ hostNetwork: true }), target('1.37'), before))).toEqual([2, '2'])
    expect(generations(storedObject(daemonSet({}, { minReadySeconds: 5 }), target('1.37'), before))).toEqual([2, '1'])
    expect(generations(storedObject(daemonSet({ dnsPolicy: 'ClusterFirst' }), target('1.37'), before))).toEqual([
      1,
      '1',
    ])
  })
})

describe('other kinds', () => {
  it('a PersistentVolumeClaim: protected from the start, its data source in both fields', () => {
    const claim = {
      apiVersion: 'v1',
      kind: 'PersistentVolumeClaim',
      metadata: { name: 'www' },
      spec: {
        resources: { requests: { storage: '1024Mi' } },
        dataSource: { kind: 'PersistentVolumeClaim', name: 'old' },
      },
    }
    expect(storedObject(claim, target('1.37'))).toMatchObject({
      metadata: { finalizers: ['kubernetes.io/pvc-protection'] },
      spec: {
        volumeMode: 'Filesystem',
        resources: { requests: { storage: '1Gi' } },
        dataSourceRef: { kind: 'PersistentVolumeClaim', name: 'old' },
      },
      status: { phase: 'Pending' },
    })
  })

  it('a headless Service without selector may have endpoints of both families', () => {
    const service = {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name: 'web' },
      spec: { clusterIP: 'None', ports: [{ port: 80 }] },
    }
    expect(storedObject(service, target('1.37'))['spec']).toMatchObject({
      ipFamilies: ['IPv4', 'IPv6'],
      ipFamilyPolicy: 'RequireDualStack',
    })
  })

  it('a Service', () => {
    const service = {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name: 'web' },
      spec: { clusterIP: 'None', selector: { app: 'web' }, ports: [{ port: 80 }] },
    }
    expect(storedObject(service, target('1.37'))['spec']).toEqual({
      clusterIP: 'None',
      clusterIPs: ['None'],
      internalTrafficPolicy: 'Cluster',
      ipFamilies: ['IPv4'],
      ipFamilyPolicy: 'SingleStack',
      ports: [{ port: 80, protocol: 'TCP', targetPort: 80 }],
      selector: { app: 'web' },
      sessionAffinity: 'None',
      type: 'ClusterIP',
    })
  })

  it('a Service that changes its type: what the cluster gave stays, what the type no longer has goes', () => {
    const service = (spec: JsonObject): JsonObject => ({
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name: 'web' },
      spec,
    })
    const before = storedObject(
      service({ type: 'LoadBalancer', clusterIP: '10.0.0.7', ports: [{ port: 80, nodePort: 30_080 }] }),
      target('1.37'),
    )
    expect(
      storedObject(service({ type: 'NodePort', ports: [{ port: 81 }] }), target('1.37'), before)['spec'],
    ).toMatchObject({ clusterIP: '10.0.0.7', clusterIPs: ['10.0.0.7'], ports: [{ port: 81, nodePort: 30_080 }] })
    const after = asObject(
      storedObject(
        service({ type: 'ClusterIP', allocateLoadBalancerNodePorts: true, ports: [{ port: 80, nodePort: 30_080 }] }),
        target('1.37'),
        before,
      )['spec'],
    )
    expect(after['allocateLoadBalancerNodePorts']).toBeUndefined()
    expect(after['ports']).toEqual([{ port: 80, protocol: 'TCP', targetPort: 80 }])
  })

  it('a HorizontalPodAutoscaler', () => {
    const autoscaler = {
      apiVersion: 'autoscaling/v2',
      kind: 'HorizontalPodAutoscaler',
      metadata: { name: 'web' },
      spec: {
        maxReplicas: 3,
        scaleTargetRef: { kind: 'StatefulSet', name: 'web' },
        behavior: { scaleDown: { stabilizationWindowSeconds: 60 } },
      },
    }
    expect(valueAt(storedObject(autoscaler, target('1.37')), ['spec', 'behavior', 'scaleDown'])).toEqual({
      policies: [{ type: 'Percent', value: 100, periodSeconds: 15 }],
      selectPolicy: 'Max',
      stabilizationWindowSeconds: 60,
    })
  })
})
