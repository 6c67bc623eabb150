import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  difference,
  equalSets,
  fieldSetOf,
  fieldsOf,
  hasField,
  intersection,
  isEmptySet,
  recursiveDifference,
  union,
  type FieldSet,
} from './field-set.js'
import { readFieldsV1, writeFieldsV1 } from './fields-v1.js'
import { compareElements, parseElement, pathText, serializeElement, type PathElement } from './path-element.js'

const element: fc.Arbitrary<PathElement> = fc.oneof(
  fc.constantFrom('a', 'b', 'c:d').map((name) => ({ type: 'field' as const, name })),
  fc.constantFrom('nginx', 'side "car"').map((value) => ({ type: 'key' as const, fields: [{ name: 'name', value }] })),
  fc.constantFrom('x', 80, true).map((value) => ({ type: 'value' as const, value })),
  fc.nat(2).map((index) => ({ type: 'index' as const, index })),
)
const paths = fc.array(fc.array(element, { minLength: 1, maxLength: 4 }), { maxLength: 12 })
const sets: fc.Arbitrary<FieldSet> = paths.map(fieldSetOf)
const seeded = { seed: 18, numRuns: 300 }

describe('a set of fields', () => {
  it('is what it was made of', () => {
    fc.assert(
      fc.property(paths, (given) => {
        const set = fieldSetOf(given)
        expect(given.every((path) => hasField(set, path))).toBe(true)
        expect(fieldsOf(set).length).toBe(new Set(given.map(pathText)).size)
      }),
      seeded,
    )
  })

  it('adds and takes away as sets do', () => {
    fc.assert(
      fc.property(sets, sets, (one, other) => {
        const both = union(one, other)
        expect(equalSets(union(difference(one, other), intersection(one, other)), one)).toBe(true)
        expect(equalSets(difference(both, other), difference(one, other))).toBe(true)
        expect(isEmptySet(intersection(difference(one, other), other))).toBe(true)
        for (const path of fieldsOf(recursiveDifference(one, other)))
          expect(path.some((_, at) => hasField(other, path.slice(0, at + 1)))).toBe(false)
      }),
      seeded,
    )
  })

  it('is stored and read again', () => {
    fc.assert(
      fc.property(sets, (set) => {
        expect(equalSets(readFieldsV1(JSON.parse(JSON.stringify(writeFieldsV1(set)))), set)).toBe(true)
      }),
      seeded,
    )
  })

  it('is stored as Kubernetes stores it', () => {
    const stored = {
      'f:spec': {
        'f:replicas': {},
        'f:template': {
          'f:spec': { 'f:containers': { 'k:{"name":"nginx"}': { '.': {}, 'f:image': {}, 'f:name': {} } } },
        },
      },
    }
    const set = readFieldsV1(stored)
    expect(writeFieldsV1(set)).toEqual(stored)
    expect(fieldsOf(set).map(pathText)).toEqual([
      '.spec.replicas',
      '.spec.template.spec.containers[name="nginx"]',
      '.spec.template.spec.containers[name="nginx"].image',
      '.spec.template.spec.containers[name="nginx"].name',
    ])
  })
})

describe('a step of a path', () => {
  it.each([
    ['f:kubectl.kubernetes.io/restartedAt', '.kubectl.kubernetes.io/restartedAt'],
    ['k:{"containerPort":80,"protocol":"TCP"}', '[containerPort=80,protocol="TCP"]'],
    ['v:"kubernetes.io/pvc-protection"', '[="kubernetes.io/pvc-protection"]'],
    ['i:3', '[3]'],
  ])('%s is shown as %s', (stored, shown) => {
    const step = parseElement(stored)
    expect(step && pathText([step])).toBe(shown)
    expect(step && serializeElement(step)).toBe(stored)
  })

  it('of another kind is left out, and one that is none is refused', () => {
    expect(parseElement('x:later')).toBeUndefined()
    for (const broken of ['', 'f', 'name', 'i:two', 'k:[', 'k:1'])
      expect(() => parseElement(broken)).toThrow(SyntaxError)
  })

  it('has its place: fields, then keys, values and indexes, each in order', () => {
    const ordered = ['f:a', 'f:b', 'k:{"name":"a"}', 'k:{"name":"b"}', 'v:1', 'v:2', 'v:"1"', 'v:true', 'i:0', 'i:1']
    const steps = ordered.map((text) => parseElement(text) as PathElement)
    expect([...steps].reverse().sort(compareElements).map(serializeElement)).toEqual(ordered)
  })
})
