import { describe, expect, it } from 'vitest'
import type { JsonObject, JsonValue } from '../../kubernetes/json.js'
import { compare } from './compare.js'
import { fieldSetOf, fieldsOf } from './field-set.js'
import { fieldsOfValue } from './fields-of-value.js'
import { mergeValues } from './merge-values.js'
import { pathText } from './path-element.js'
import { readFieldsV1 } from './fields-v1.js'
import { reconcileFields } from './reconcile.js'
import { deducedSchema, schemaOf } from './schema.js'
import { faultsText } from './typed-errors.js'
import { typedFaults } from './validate.js'

const schema = schemaOf('apps/v1', 'StatefulSet', 37)
const withSpec = (pod: JsonObject): JsonObject => ({ spec: { template: { spec: pod } } })
const container = (more: JsonObject): JsonObject => withSpec({ containers: [{ name: 'nginx', ...more }] })
const env = (...names: string[]): JsonObject => container({ env: names.map((name) => ({ name, value: name })) })
const envOf = (value: JsonValue | undefined): string =>
  JSON.stringify(value)
    .replace(/.*"env":\[(.*?)\].*/, '$1')
    .replace(/\{"name":"(\w+)"[^}]*\},?/g, '$1')

describe('merging a configuration over what is there', () => {
  it.each([
    ['ABC', 'ABC', 'ABC'],
    ['ABC', 'CBA', 'CBA'],
    ['AXB', 'AB', 'AXB'],
    ['AB', 'AXB', 'AXB'],
    ['XAYB', 'BA', 'XYBA'],
    ['ABX', 'CA', 'CABX'],
    ['', 'AB', 'AB'],
    ['AB', '', 'AB'],
  ])('%s and %s is %s', (live, applied, merged) => {
    expect(envOf(mergeValues(env(...live), env(...applied), schema))).toBe(merged)
  })

  it('takes an atomic list as one value', () => {
    const live = withSpec({ tolerations: [{ key: 'a' }], nodeSelector: { disk: 'ssd' } })
    const applied = withSpec({ tolerations: [{ key: 'b' }], nodeSelector: { zone: 'z' } })
    expect(mergeValues(live, applied, schema)).toEqual(applied)
  })

  it('keeps a null, and what an empty list leaves', () => {
    expect(mergeValues(env('A'), container({ env: null, args: null }), schema)).toEqual(
      container({ env: [{ name: 'A', value: 'A' }], args: null }),
    )
  })
})

describe('the fields of a value', () => {
  const fields = (value: JsonObject): string[] => fieldsOf(fieldsOfValue(value, schema)).map(pathText)

  it('are its leaves, its items and what is empty', () => {
    expect(
      fields({ metadata: { labels: { a: 'b' }, finalizers: ['x'] }, spec: { replicas: 3, updateStrategy: {} } }),
    ).toEqual(['.metadata.finalizers[="x"]', '.metadata.labels.a', '.spec.replicas', '.spec.updateStrategy'])
  })

  it('know a port by its default protocol', () => {
    expect(fields(container({ ports: [{ containerPort: 80 }] }))).toContain(
      '.spec.template.spec.containers[name="nginx"].ports[containerPort=80,protocol="TCP"].containerPort',
    )
  })

  it('end at what is one value', () => {
    expect(fields({ spec: { selector: { matchLabels: { a: 'b' } }, volumeClaimTemplates: [] } })).toEqual([
      '.spec.selector',
      '.spec.volumeClaimTemplates',
    ])
  })
})

describe('what changes from one object to another', () => {
  const changes = (before: JsonObject, after: JsonObject): Record<string, string[]> => {
    const { added, modified, removed } = compare(before, after, schema)
    return {
      added: fieldsOf(added).map(pathText),
      modified: fieldsOf(modified).map(pathText),
      removed: fieldsOf(removed).map(pathText),
    }
  }

  it('is told by item, whatever their order', () => {
    const nginx = '.spec.template.spec.containers[name="nginx"]'
    expect(changes(env('A', 'B'), env('B', 'C'))).toEqual({
      added: ['C'].flatMap((name) => [
        `${nginx}.env[name="${name}"]`,
        `${nginx}.env[name="${name}"].name`,
        `${nginx}.env[name="${name}"].value`,
      ]),
      modified: [],
      removed: ['A'].flatMap((name) => [
        `${nginx}.env[name="${name}"]`,
        `${nginx}.env[name="${name}"].name`,
        `${nginx}.env[name="${name}"].value`,
      ]),
    })
    expect(changes(env('A', 'B'), env('B', 'A'))).toEqual({ added: [], modified: [], removed: [] })
  })

  it('of an item that stands there twice is told as one', () => {
    const ports = (...containerPorts: number[]): JsonObject =>
      container({ ports: containerPorts.map((containerPort, at) => ({ containerPort, name: `p${at}` })) })
    expect(changes(ports(80, 80), ports(80, 80, 80)).modified).toEqual([
      '.spec.template.spec.containers[name="nginx"].ports[containerPort=80,protocol="TCP"]',
    ])
  })

  it('of an unknown kind is told by entry, with its lists as one value', () => {
    const { modified, added } = compare({ data: { a: [1], b: 1 } }, { data: { a: [2], b: 1, c: {} } }, deducedSchema)
    expect(fieldsOf(modified).map(pathText)).toEqual(['.data.a'])
    expect(fieldsOf(added).map(pathText)).toEqual(['.data.c'])
  })
})

describe('a configuration that does not fit', () => {
  it.each<[JsonObject, string]>([
    [{ spec: { replicas: '3' } }, '.spec.replicas: expected numeric (int or float), got string'],
    [
      container({ image: 5 }),
      '.spec.template.spec.containers[name="nginx"].image: expected string, got &value.valueUnstructured{Value:5}',
    ],
    [container({ tty: 'yes' }), '.spec.template.spec.containers[name="nginx"].tty: expected boolean, got &{yes}'],
    [withSpec({ containers: {} }), '.spec.template.spec.containers: expected list, got &{map[]}'],
    [{ spec: [] }, '.spec: expected map, got &{[]}'],
    [{ spec: { replica: 3 } }, '.spec.replica: field not declared in schema'],
    [{ metadata: { finalizers: ['a', 'a'] } }, '.metadata.finalizers: duplicate entries for key [="a"]'],
    [env('A', 'A'), '.spec.template.spec.containers[name="nginx"].env: duplicate entries for key [name="A"]'],
    [
      withSpec({ containers: [null] }),
      '.spec.template.spec.containers: element 0: associative list with keys may not have a null element',
    ],
    [
      { metadata: { ownerReferences: ['x'] } },
      '.metadata.ownerReferences: element 0: associative list with keys may not have non-map elements',
    ],
  ])('%j', (value, words) => {
    expect(faultsText(typedFaults(value, schema, false))).toBe(words)
  })

  it('has all its faults told', () => {
    expect(faultsText(typedFaults({ spec: { replicas: 'x', minReadySeconds: true } }, schema, false))).toBe(
      'errors:\n  .spec.replicas: expected numeric (int or float), got string\n  .spec.minReadySeconds: expected numeric (int or float), got bool',
    )
  })

  it('may hold an item twice where it is stored already', () => {
    expect(typedFaults(env('A', 'A'), schema, true)).toEqual([])
  })
})

describe('fields recorded when a type was merged in another way', () => {
  it('become the one value that it is now', () => {
    const recorded = readFieldsV1({
      'f:spec': {
        'f:selector': { 'f:matchLabels': { 'f:a': {} } },
        'f:volumeClaimTemplates': { 'i:0': {} },
        'f:replicas': {},
      },
    })
    expect(fieldsOf(reconcileFields(recorded, schema)).map(pathText)).toEqual([
      '.spec.replicas',
      '.spec.selector',
      '.spec.volumeClaimTemplates',
    ])
  })

  it('stay as they are otherwise', () => {
    const set = fieldSetOf([])
    expect(reconcileFields(set, schema)).toBe(set)
  })
})
