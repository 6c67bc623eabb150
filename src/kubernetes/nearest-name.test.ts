import { describe, expect, it } from 'vitest'
import { editDistance, nearestName } from './nearest-name.js'

describe('a suggestion', () => {
  it.each([
    ['maxUnavaliable', 'maxUnavailable'],
    ['REPLICAS', 'replicas'],
    ['img', undefined],
    ['imagee', 'image'],
    ['foo', undefined],
  ])('for %s is %s', (written, meant) => {
    expect(nearestName(written, ['image', 'maxUnavailable', 'replicas', 'args'])).toBe(meant)
  })

  it('counts a swap of two letters once', () => {
    expect(editDistance('ab', 'ba')).toBe(1)
    expect(editDistance('kitten', 'sitting')).toBe(3)
    expect(editDistance('kitten', 'sitting', 2)).toBe(2)
  })
})
