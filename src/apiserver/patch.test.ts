import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { mergeRulesOf } from './merge-rules.js'
import { applyPatch, PatchError } from './patch.js'
import { applyStrategicPatch } from './strategic-merge.js'
import { threeWayPatch, twoWayPatch } from './strategic-diff.js'
import type { JsonObject } from '../kubernetes/json.js'
import { withoutNulls } from './requests.js'

const set = (spec: JsonObject, extra: JsonObject = {}): JsonObject => ({ spec: { template: { spec } }, ...extra })
const rules = mergeRulesOf('StatefulSet')

/** What the object is after a manifest was applied over the one applied before. */
function applied(original: JsonObject, modified: JsonObject, current: JsonObject): JsonObject {
  return applyStrategicPatch(current, threeWayPatch(original, modified, current, rules), rules)
}

describe('a three-way merge', () => {
  it('keeps what only the live object has and removes what only the last applied manifest has', () => {
    const live = { spec: { replicas: 5, minReadySeconds: 3, paused: true } }
    expect(applied({ spec: { minReadySeconds: 3 } }, { spec: {} }, live)).toEqual({
      spec: { replicas: 5, paused: true },
    })
  })
  it('writes an empty patch where nothing has changed', () => {
    const manifest = set({ containers: [{ name: 'a', image: 'x' }], volumes: [{ name: 'v', emptyDir: {} }] })
    const live = set({
      containers: [{ name: 'a', image: 'x', imagePullPolicy: 'Always' }],
      volumes: [{ name: 'v', emptyDir: {} }],
      restartPolicy: 'Always',
    })
    expect(threeWayPatch(manifest, manifest, live, rules)).toEqual({})
  })
  it('matches containers by name and keeps the defaults of the live one', () => {
    const before = set({ containers: [{ name: 'a', image: 'x' }] })
    const live = set({ containers: [{ name: 'a', image: 'x', imagePullPolicy: 'IfNotPresent' }] })
    expect(applied(before, set({ containers: [{ name: 'a', image: 'y' }] }), live)).toEqual(
      set({ containers: [{ name: 'a', image: 'y', imagePullPolicy: 'IfNotPresent' }] }),
    )
  })
  it('keeps a container that somebody else added and removes one that left the manifest; the others stand as the manifest has them', () => {
    const before = set({ containers: [{ name: 'a' }, { name: 'b' }] })
    const live = set({ containers: [{ name: 'a' }, { name: 'injected' }, { name: 'b' }] })
    expect(applied(before, set({ containers: [{ name: 'c' }, { name: 'a' }] }), live)).toEqual(
      set({ containers: [{ name: 'injected' }, { name: 'c' }, { name: 'a' }] }),
    )
  })
  it('gives a volume its one new source', () => {
    const before = set({ volumes: [{ name: 'v', emptyDir: {} }] })
    const after = set({ volumes: [{ name: 'v', configMap: { name: 'c' } }] })
    const live = set({ volumes: [{ name: 'v', emptyDir: {} }] })
    expect(applied(before, after, live)).toEqual(set({ volumes: [{ name: 'v', configMap: { name: 'c' } }] }))
  })
  it('replaces tolerations as a whole', () => {
    const live = set({ tolerations: [{ key: 'a' }, { key: 'b' }] })
    expect(applied({}, set({ tolerations: [{ key: 'c' }] }), live)).toEqual(set({ tolerations: [{ key: 'c' }] }))
  })
  it('merges finalizers as values', () => {
    const live = { metadata: { finalizers: ['x/one', 'x/two'] } }
    expect(applied({ metadata: { finalizers: ['x/one'] } }, { metadata: { finalizers: ['x/three'] } }, live)).toEqual({
      metadata: { finalizers: ['x/three', 'x/two'] },
    })
  })
  it('removes a field that is written as null', () => {
    expect(applied({}, { spec: { replicas: null } }, { spec: { replicas: 3 } })).toEqual({ spec: {} })
  })
  it('removes an environment variable deep down', () => {
    const before = set({
      containers: [
        {
          name: 'a',
          env: [
            { name: 'X', value: '1' },
            { name: 'Y', value: '2' },
          ],
        },
      ],
    })
    const after = set({ containers: [{ name: 'a', env: [{ name: 'Y', value: '3' }] }] })
    expect(applied(before, after, before)).toEqual(after)
  })
})

describe('a two-way patch', () => {
  it('leads from one object to the other', () => {
    const one = set({ containers: [{ name: 'a', image: 'x', ports: [{ containerPort: 80 }] }], hostNetwork: true })
    const other = set({
      containers: [
        { name: 'b', image: 'x' },
        { name: 'a', image: 'z', ports: [{ containerPort: 81 }] },
      ],
    })
    expect(applyStrategicPatch(one, twoWayPatch(one, other, rules), rules)).toEqual(other)
  })
})

describe('kubectl patch', () => {
  const live = set({ containers: [{ name: 'a', image: 'x' }] })
  it('merges containers by name with --type strategic', () => {
    expect(applyPatch('strategic', 'StatefulSet', live, set({ containers: [{ name: 'a', image: 'y' }] }))).toEqual(
      set({ containers: [{ name: 'a', image: 'y' }] }),
    )
  })
  it('takes a template as it is where the patch says $patch: replace, as a stored revision does', () => {
    const patch = { spec: { template: { $patch: 'replace', spec: { hostNetwork: true } } } }
    expect(applyPatch('strategic', 'StatefulSet', live, patch)).toEqual(set({ hostNetwork: true }))
  })
  it('replaces lists with --type merge', () => {
    expect(applyPatch('merge', 'StatefulSet', live, set({ containers: [{ name: 'b' }] }))).toEqual(
      set({ containers: [{ name: 'b' }] }),
    )
  })
  it('follows pointers with --type json', () => {
    const patch = [
      { op: 'replace', path: '/spec/template/spec/containers/0/image', value: 'y' },
      { op: 'add', path: '/spec/template/spec/containers/-', value: { name: 'b' } },
      { op: 'add', path: '/metadata', value: { labels: { 'a/b': 'c' } } },
      { op: 'remove', path: '/metadata/labels/a~1b' },
    ]
    expect(applyPatch('json', 'StatefulSet', live, patch)).toEqual(
      set({ containers: [{ name: 'a', image: 'y' }, { name: 'b' }] }, { metadata: { labels: {} } }),
    )
  })
  it('refuses to remove what is not there', () => {
    expect(() => applyPatch('json', 'StatefulSet', live, [{ op: 'remove', path: '/spec/replicas' }])).toThrow(
      PatchError,
    )
  })
})

/** What CreateThreeWayMergePatch and StrategicMergePatch of k8s.io/apimachinery v0.37.2 made of random StatefulSets. */
interface RecordedPatch {
  readonly original: JsonObject
  readonly modified: JsonObject
  readonly current: JsonObject
  readonly patch: JsonObject
  readonly result: JsonObject
}
const recorded = JSON.parse(
  readFileSync(new URL('../../testdata/patches/three-way.json', import.meta.url), 'utf8'),
) as RecordedPatch[]

describe("Kubernetes' own functions", () => {
  it.each(recorded.map((each, index) => ({ ...each, index })))(
    'make the same patch and the same object, case $index',
    ({ original, modified, current, patch, result }) => {
      const made = threeWayPatch(original, modified, current, rules)
      expect(made).toEqual(patch)
      expect(withoutNulls(applyStrategicPatch(current, made, rules))).toEqual(withoutNulls(result))
    },
  )
})
