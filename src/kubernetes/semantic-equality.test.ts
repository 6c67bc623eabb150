import { describe, expect, it } from 'vitest'
import { goTypes } from './go-types/index.js'
import type { JsonValue } from './json.js'
import { semanticallyEqual } from './semantic-equality.js'

const claim = (spec: JsonValue): JsonValue => ({ metadata: { name: 'www' }, spec })
const equal = (left: JsonValue, right: JsonValue) =>
  semanticallyEqual(left, right, 'core/v1.PersistentVolumeClaim', goTypes(37))
const size = (storage: string): JsonValue => claim({ resources: { requests: { storage } } })

describe('semantic equality', () => {
  it('compares amounts as amounts (V-74)', () => {
    expect(equal(size('1Gi'), size('1024Mi'))).toBe(true)
    expect(equal(size('1Gi'), size('1073741824'))).toBe(true)
    expect(equal(size('1Gi'), size('1G'))).toBe(false)
  })

  it('takes nothing and an empty list, map, text or number for the same', () => {
    expect(equal(claim({ accessModes: [], volumeName: '' }), claim({}))).toBe(true)
    expect(equal({ metadata: { name: 'www', labels: {} } }, { metadata: { name: 'www' } })).toBe(true)
  })

  it('tells a pointer that is not set from one to an empty value', () => {
    expect(equal(claim({ storageClassName: '' }), claim({}))).toBe(false)
    expect(equal(claim({ selector: {} }), claim({}))).toBe(false)
  })

  it('sees other text, order and keys', () => {
    expect(
      equal(
        claim({ accessModes: ['ReadWriteOnce', 'ReadOnlyMany'] }),
        claim({ accessModes: ['ReadOnlyMany', 'ReadWriteOnce'] }),
      ),
    ).toBe(false)
    expect(equal({ metadata: { labels: { a: 'b' } } }, { metadata: { labels: { b: 'b' } } })).toBe(false)
    expect(equal({ metadata: { name: 'a' } }, { metadata: { name: 'b' } })).toBe(false)
  })
})
