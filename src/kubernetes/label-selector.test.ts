import { describe, expect, it } from 'vitest'
import type { JsonObject } from './json.js'
import { matchesSelector } from './label-selector.js'

const one = (operator: string, ...values: string[]): JsonObject => ({
  matchExpressions: [{ key: 'tier', operator, values }],
})

describe('a label selector', () => {
  it('matches nothing where it is missing, everything where it is empty', () => {
    expect(matchesSelector(undefined, {})).toBe(false)
    expect(matchesSelector({}, {})).toBe(true)
  })

  it('wants every label that it names', () => {
    const selector = { matchLabels: { app: 'web', tier: 'front' } }
    expect(matchesSelector(selector, { app: 'web', tier: 'front', more: 'x' })).toBe(true)
    expect(matchesSelector(selector, { app: 'web' })).toBe(false)
    expect(matchesSelector({ matchLabels: { toString: 'x' } }, {})).toBe(false)
  })

  it('knows the four operators', () => {
    expect(matchesSelector(one('In', 'a', 'b'), { tier: 'b' })).toBe(true)
    expect(matchesSelector(one('In', 'a'), {})).toBe(false)
    expect(matchesSelector(one('NotIn', 'a'), {})).toBe(true)
    expect(matchesSelector(one('NotIn', 'a'), { tier: 'a' })).toBe(false)
    expect(matchesSelector(one('Exists'), { tier: '' })).toBe(true)
    expect(matchesSelector(one('DoesNotExist'), { tier: '' })).toBe(false)
    expect(matchesSelector(one('Gt', '1'), { tier: '2' })).toBe(false)
  })
})
