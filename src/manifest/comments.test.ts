import { describe, expect, it } from 'vitest'
import { commentsOf } from './comments.js'

const found = (text: string): string[] =>
  commentsOf(text).map(({ range, value }) => {
    expect(text.slice(range.start, range.end)).toBe(`#${value}`)
    return value
  })

describe('commentsOf', () => {
  it('finds comments wherever they may stand', () => {
    expect(
      found('# one\na: b # two\r\nc: # three\n  - d\n  # four\ne: | # five\n  text\nf: [g, # six\n  h]\n'),
    ).toEqual([' one', ' two', ' three', ' four', ' five', ' six'])
  })

  it('finds those of all documents, and of the lines between them', () => {
    expect(found('--- # one\na: 1\n--- # two\n# three\nb: 2\n# four\n')).toEqual([' one', ' two', ' three', ' four'])
  })

  it('takes no # for a comment that belongs to a text', () => {
    expect(found('a: b#c\nd: "e # f"\ng: \'h # i\n# j\'\nk: |\n  # l\nm: n\n')).toEqual([])
  })

  it('finds those above a fault, and those of the documents behind it', () => {
    expect(found('# one\na: [\n---\n# two\nb: 1\n')).toEqual([' one', ' two'])
  })
})
