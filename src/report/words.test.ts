import { describe, expect, it } from 'vitest'
import { list, oneName, podNames, wrap, type Named } from './words.js'

const named = (name: string): Named => ({ name })
const on = (node: string): Named => ({ name: `agent@${node}`, place: { set: 'agent', node } })

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
    [['a-rather-long-name-of-a-set-0', 'a-rather-long-name-of-a-set-1'], 'a-rather-long-name-of-a-set-0, -1'],
  ])('%j', (names, text) => {
    expect(podNames(names.map(named))).toBe(text)
  })

  it.each([
    [['a'], 'agent on a'],
    [['node-1', 'node-2', 'node-3'], 'agent on node-1 … node-3'],
    [['a', 'b', 'c', 'd', 'e'], 'agent on a, b, c and 2 more'],
  ])("a DaemonSet's pods on %j", (nodes, text) => {
    expect(podNames(nodes.map(on))).toBe(text)
    expect(oneName(on('a'))).toBe('agent on a')
  })

  it('breaks lines between words, and keeps those that are there', () => {
    expect(wrap('one two three\nfour', 8)).toEqual(['one two', 'three', 'four'])
    expect(wrap('a-word-that-is-too-long for it', 8)).toEqual(['a-word-that-is-too-long', 'for it'])
  })
})
