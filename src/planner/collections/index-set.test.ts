import fc from 'fast-check'
import { expect, it } from 'vitest'
import {
  addIndex,
  hasIndex,
  indexesDown,
  indexesUp,
  newIndexSet,
  nextIndex,
  previousIndex,
  removeIndex,
} from './index-set.js'

it('finds what a plain set of numbers holds, in order', () => {
  const index = fc.integer({ min: 0, max: 5999 })
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.boolean(), index), { maxLength: 200 }), index, (acts, from) => {
      const set = newIndexSet(6000)
      const plain = new Set<number>()
      for (const [adds, each] of acts) {
        if (adds) plain.add(each)
        else plain.delete(each)
        ;(adds ? addIndex : removeIndex)(set, each)
      }
      const sorted = [...plain].sort((a, b) => a - b)
      expect([...indexesUp(set)]).toEqual(sorted)
      expect([...indexesDown(set)]).toEqual(sorted.toReversed())
      expect(set.size).toBe(plain.size)
      expect(nextIndex(set, from)).toBe(sorted.find((each) => each >= from))
      expect(previousIndex(set, from)).toBe(sorted.findLast((each) => each <= from))
      expect(hasIndex(set, from)).toBe(plain.has(from))
    }),
  )
})

it('is empty at first, also for no numbers at all', () => {
  expect(nextIndex(newIndexSet(0))).toBeUndefined()
  expect(previousIndex(newIndexSet(100))).toBeUndefined()
})
