import { describe, expect, it } from 'vitest'
import type { JsonObject } from '../../kubernetes/json.js'
import { resolveTarget } from '../../kubernetes/target.js'
import { parseVersion } from '../../kubernetes/versions.js'
import { answerCreate } from '../index.js'
import { podStartFaults } from './pod-start.js'

const at = (version: string) => resolveTarget(parseVersion(version))

function set(
  change: {
    name?: string
    spec?: JsonObject
    container?: JsonObject
    pod?: JsonObject
    claim?: JsonObject
    template?: JsonObject
  } = {},
): JsonObject {
  return {
    apiVersion: 'apps/v1',
    kind: 'StatefulSet',
    metadata: { name: change.name ?? 'web' },
    spec: {
      serviceName: 'web',
      selector: { matchLabels: { app: 'web' } },
      template: {
        metadata: { labels: { app: 'web' }, ...change.template },
        spec: {
          containers: [
            { name: 'nginx', image: 'nginx', volumeMounts: [{ name: 'www', mountPath: '/www' }], ...change.container },
          ],
          ...change.pod,
        },
      },
      volumeClaimTemplates: [
        {
          metadata: { name: 'www', ...change.claim },
          spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } },
        },
      ],
      ...change.spec,
    },
  }
}

/** The faults of a set that the server takes, each as `field: words`. */
function faults(object: JsonObject, version: string): string[] {
  expect(answerCreate(object, at(version)).accepted).toBe(true)
  return podStartFaults(object, at(version)).map(({ field, message }) => `${field}: ${message}`)
}

describe('a set that the server takes, and of which no pod ever starts', () => {
  it('is none where all is well', () => {
    expect(faults(set(), '1.33')).toEqual([])
    expect(faults(set(), '1.37')).toEqual([])
    expect(podStartFaults({ apiVersion: 'apps/v1', kind: 'DaemonSet', metadata: { name: 'a' } }, at('1.33'))).toEqual(
      [],
    )
  })

  it('has a template that nobody looked at, up to 1.33 (V-28)', () => {
    expect(faults(set({ container: { image: '' } }), '1.33')).toEqual([
      'spec.template.spec.containers[0].image: Required value',
    ])
    expect(answerCreate(set({ container: { image: '' } }), at('1.34')).accepted).toBe(false)
    expect(faults(set({ container: { volumeMounts: [{ name: 'nope', mountPath: '/n' }] } }), '1.29')).toEqual([
      'spec.template.spec.containers[0].volumeMounts[0].name: Not found: "nope"',
    ])
  })

  it('has claims that cannot be made, up to 1.33 (V-30)', () => {
    const small = set({
      spec: { volumeClaimTemplates: [{ metadata: { name: 'www' }, spec: { accessModes: ['RWO'] } }] },
    })
    expect(faults(small, '1.33')).toEqual([
      'spec.volumeClaimTemplates[0].spec.accessModes: Unsupported value: "RWO": supported values: "ReadOnlyMany", "ReadWriteMany", "ReadWriteOnce", "ReadWriteOncePod"',
      'spec.volumeClaimTemplates[0].spec.resources[storage]: Required value',
    ])
    expect(podStartFaults(small, at('1.33'))[1]?.path).toEqual([
      'spec',
      'volumeClaimTemplates',
      0,
      'spec',
      'resources',
      'requests',
      'storage',
    ])
  })

  it('points at the claim template, not at a volume of which nobody knows', () => {
    const upper = set({
      spec: {
        volumeClaimTemplates: [
          {
            metadata: { name: 'WWW' },
            spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } },
          },
        ],
      },
      container: { volumeMounts: [] },
    })
    const [first] = podStartFaults(upper, at('1.33'))
    expect([first?.field, first?.path]).toEqual([
      'spec.template.spec.volumes[0].name',
      ['spec', 'volumeClaimTemplates', 0, 'metadata', 'name'],
    ])
  })

  it('is named too long for the labels of its pods, in every version (S-95)', () => {
    for (const version of ['1.29', '1.33', '1.37']) {
      expect(faults(set({ name: 'a'.repeat(52) }), version)).toEqual([])
      expect(faults(set({ name: 'a'.repeat(53) }), version)).toEqual([
        expect.stringMatching(
          /^metadata\.name: Invalid value: "a{53}": its pods carry the label controller-revision-hash/,
        ),
      ])
    }
  })

  it('names a service that is no DNS label, up to 1.32 (V-21)', () => {
    expect(faults(set({ spec: { serviceName: 'web.svc' } }), '1.32')).toEqual([
      'spec.serviceName: Invalid value: "web.svc": must not contain dots',
    ])
    expect(answerCreate(set({ spec: { serviceName: 'web.svc' } }), at('1.33')).accepted).toBe(false)
  })

  it('asks what only pods are refused for, in every version', () => {
    expect(faults(set({ container: { image: ' nginx' } }), '1.37')).toEqual([
      'spec.template.spec.containers[0].image: Invalid value: " nginx": must not have leading or trailing whitespace',
    ])
    expect(faults(set({ template: { finalizers: ['foo'] } }), '1.37')).toEqual([
      'spec.template.metadata.finalizers[0]: Invalid value: "foo": name is neither a standard finalizer name nor is it fully qualified',
    ])
    expect(faults(set({ claim: { labels: { a: 'b c' } } }), '1.33')[0]).toMatch(
      /^spec\.volumeClaimTemplates\[0\]\.metadata\.labels: Invalid value: "b c"/,
    )
  })
})
