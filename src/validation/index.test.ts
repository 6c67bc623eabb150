import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { JsonObject } from '../kubernetes/json.js'
import { resolveTarget } from '../kubernetes/target.js'
import { parseVersion } from '../kubernetes/versions.js'
import { answerCreate, answerUpdate } from './index.js'

const target = resolveTarget(parseVersion('1.37'))

function set(change: JsonObject = {}, spec: JsonObject = {}): JsonObject {
  return {
    apiVersion: 'apps/v1',
    kind: 'StatefulSet',
    metadata: { name: 'web' },
    spec: {
      selector: { matchLabels: { app: 'web' } },
      template: { metadata: { labels: { app: 'web' } }, spec: { containers: [{ name: 'nginx', image: 'nginx' }] } },
      ...spec,
    },
    ...change,
  }
}

describe('the answer to a create', () => {
  it('is 201 with the object as it would be stored', () => {
    const answer = answerCreate(set(), target)
    expect([answer.accepted, answer.code, answer.message]).toEqual([true, 201, ''])
    expect(answer.stored?.spec).toMatchObject({ replicas: 1, podManagementPolicy: 'OrderedReady' })
  })

  it('is 422 with one cause, or with several in brackets', () => {
    expect(answerCreate(set({}, { replicas: -1 }), target).message).toBe(
      'StatefulSet.apps "web" is invalid: spec.replicas: Invalid value: -1: must be greater than or equal to 0',
    )
    expect(answerCreate(set({}, { replicas: -1, minReadySeconds: -1 }), target).message).toBe(
      'StatefulSet.apps "web" is invalid: [spec.replicas: Invalid value: -1: must be greater than or equal to 0, spec.minReadySeconds: Invalid value: -1: must be greater than or equal to 0]',
    )
  })

  it('is 400 and nothing else where the object does not decode', () => {
    const answer = answerCreate(set({}, { replicas: -1, foo: 1 }), target)
    expect([answer.code, answer.causes]).toEqual([400, []])
    expect(answer.decodeFaults.map(({ path }) => path)).toEqual([['spec', 'foo']])
  })

  it('warns of unknown fields where the client does not ask for strictness', () => {
    const answer = answerCreate(set({}, { foo: 1 }), target, { fieldValidation: 'Warn' })
    expect([answer.accepted, answer.warnings.map(({ message }) => message)]).toEqual([
      true,
      ['unknown field "spec.foo"'],
    ])
    expect(answerCreate(set({}, { foo: 1 }), target, { fieldValidation: 'Ignore' }).warnings).toEqual([])
  })

  it('is 500 for what has been stored before, unless it is a dry run', () => {
    const stored = set({ metadata: { name: 'web', resourceVersion: '5' } })
    expect(answerCreate(stored, target).code).toBe(201)
    expect(answerCreate(stored, target, { dryRun: false }).code).toBe(500)
  })

  it('finds no namespace whose name none can have', () => {
    expect(answerCreate(set({ metadata: { name: 'web', namespace: 'Prod' } }), target)).toMatchObject({
      code: 404,
      message: 'namespaces "Prod" not found',
    })
  })
})

describe('any answer', () => {
  const names = fc.constantFrom(
    'spec',
    'metadata',
    'template',
    'selector',
    'matchLabels',
    'containers',
    'name',
    'labels',
    'updateStrategy',
    'rollingUpdate',
    'maxUnavailable',
    'resources',
    'requests',
    'storage',
    'cpu',
    'volumeClaimTemplates',
    'volumes',
    'ports',
    'port',
    'replicas',
    'ownerReferences',
    'annotations',
    'affinity',
    'metrics',
    'type',
    'env',
    'livenessProbe',
  )
  const { value } = fc.letrec((tie) => ({
    value: fc.oneof(
      { depthSize: 'small' },
      fc.constantFrom(null, true, -1, 0, 1.5, 1e300, '', 'x', '1Gi', '10%', 'é'),
      fc.array(tie('value'), { maxLength: 3 }),
      fc.dictionary(names, tie('value'), { maxKeys: 4 }),
    ),
  }))
  const kinds = fc.constantFrom(
    ['apps/v1', 'StatefulSet'],
    ['apps/v1', 'DaemonSet'],
    ['v1', 'Service'],
    ['v1', 'PersistentVolumeClaim'],
    ['policy/v1', 'PodDisruptionBudget'],
    ['autoscaling/v2', 'HorizontalPodAutoscaler'],
    ['autoscaling/v1', 'HorizontalPodAutoscaler'],
    ['apps/v1beta1', 'StatefulSet'],
    ['', ''],
  )

  it('is one, whatever stands in the object', () => {
    fc.assert(
      fc.property(kinds, value, value, value, ([apiVersion = '', kind = ''], metadata, spec, other) => {
        const [before, after] = [
          { apiVersion, kind, metadata, spec: other },
          { apiVersion, kind, metadata, spec },
        ] as JsonObject[]
        for (const version of ['1.29', '1.37']) {
          const at = resolveTarget(parseVersion(version))
          expect(answerCreate(after ?? {}, at).code).toBeGreaterThanOrEqual(200)
          expect(answerUpdate(before ?? {}, after ?? {}, at).code).toBeGreaterThanOrEqual(200)
        }
      }),
      { numRuns: 300 },
    )
  })
})

describe('the answer to an update', () => {
  it('is that to a create where nothing can have been stored', () => {
    expect(answerUpdate(set({}, { replicas: 'many' }), set(), target)).toMatchObject({ accepted: true, code: 201 })
  })

  it('takes a set that was written in a version which is not served any more', () => {
    expect(answerUpdate(set({ apiVersion: 'apps/v1beta1' }), set({}, { replicas: 3 }), target)).toMatchObject({
      accepted: true,
      code: 200,
    })
    expect(
      answerUpdate(set({ apiVersion: 'apps/v1beta1' }), set({}, { serviceName: 'x' }), target).causes.map(
        ({ field }) => field,
      ),
    ).toEqual(['spec.serviceName'])
  })

  it('refuses a version that is not served any more', () => {
    expect(answerUpdate(set(), set({ apiVersion: 'apps/v1beta1' }), target)).toMatchObject({
      accepted: false,
      code: 400,
    })
  })

  it('names the field that changed, though the words name the whole spec (V-71, V-72)', () => {
    const [cause] = answerUpdate(set(), set({}, { serviceName: 'x' }), resolveTarget(parseVersion('1.32'))).causes
    expect([cause?.field, cause?.path]).toEqual(['spec', ['spec', 'serviceName']])
  })

  it('keeps Recreate where it is stored, even with the gate off (V-76)', () => {
    const recreate = set({}, { updateStrategy: { type: 'Recreate' } })
    expect(answerCreate(recreate, target).accepted).toBe(false)
    expect(
      answerUpdate(recreate, { ...recreate, metadata: { name: 'web', labels: { a: 'b' } } }, target).accepted,
    ).toBe(true)
  })

  it('lets a template be that was stored when nobody looked at it (V-75)', () => {
    const broken = set(
      {},
      { template: { metadata: { labels: { app: 'web' } }, spec: { containers: [{ name: 'nginx' }] } } },
    )
    expect(answerUpdate(broken, { ...broken, metadata: { name: 'web', labels: { a: 'b' } } }, target).accepted).toBe(
      true,
    )
    expect(answerUpdate(set(), broken, target).causes.map(({ field }) => field)).toEqual([
      'spec.template.spec.containers[0].image',
    ])
  })
})
