import { describe, expect, it } from 'vitest'
import { list, podNames, wrap } from './words.js'

describe('words', () => {
  it('lists names, of many the first ones', () => {
    expect(list([])).toBe('')
    expect(list(['a'])).toBe('a')
    expect(list(['a', 'b', 'c'])).toBe('a, b and c')
    expect(list(['a', 'b', 'c', 'd'], 3)).toBe('a, b and 2 more')
  })

  it.each([
    [['web-0'], 'web-0'],
    [['web-2', 'web-0'], 'web-2, web-0'],
    [['web-2', 'web-1', 'web-0'], 'web-2 … web-0'],
    [['web-5', 'web-2', 'web-0'], 'web-5, web-2, web-0'],
    [['agent@a'], 'agent on a'],
    [['agent@node-1', 'agent@node-2', 'agent@node-3'], 'agent on node-1 … node-3'],
    [['agent@a', 'agent@b', 'agent@c', 'agent@d', 'agent@e'], 'agent on a, b, c and 2 more'],
    [['a-rather-long-name-of-a-set-0', 'a-rather-long-name-of-a-set-1'], 'a-rather-long-name-of-a-set-0, -1'],
  ])('%j', (names, text) => {
    expect(podNames(names)).toBe(text)
  })

  it('breaks lines between words, and keeps those that are there', () => {
    expect(wrap('one two three\nfour', 8)).toEqual(['one two', 'three', 'four'])
    expect(wrap('a-word-that-is-too-long for it', 8)).toEqual(['a-word-that-is-too-long', 'for it'])
  })
})
