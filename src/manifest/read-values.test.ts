import { describe, expect, it } from 'vitest'
import { parseYamlValue, readObjects, YamlError } from './read-values.js'

function errorOf(read: () => unknown): Partial<YamlError> | undefined {
  try {
    read()
  } catch (error) {
    if (error instanceof YamlError) return { message: error.message, line: error.line, column: error.column }
    throw error
  }
  return undefined
}

describe('parseYamlValue', () => {
  it.each([
    ['a: [1, x]\n', { a: [1, 'x'] }],
    ['# a list\n---\n- 1\n---\n', [1]],
    ['{"a": true}', { a: true }],
    ['', null],
  ])('reads %j', (text, value) => {
    expect(parseYamlValue(text)).toEqual(value)
  })

  it('says where a text is broken', () => {
    expect(errorOf(() => parseYamlValue('a: 1\nb: "c\n'))).toEqual({
      message: 'This text in quotes is not closed: the closing " is missing.',
      line: 2,
      column: 4,
    })
  })

  it('takes one document only', () => {
    expect(errorOf(() => parseYamlValue('a: 1\n---\nb: 2\n'))).toEqual({
      message:
        'One document is expected here, but a second one follows. Remove the line "---" and what comes after it.',
      line: 3,
      column: 1,
    })
  })
})

describe('readObjects', () => {
  it('gives the objects of all documents and lists, and leaves out what is none', () => {
    const text =
      'apiVersion: v1\nkind: Pod\n---\na: 1\n---\n---\napiVersion: v1\nkind: List\nitems: [{apiVersion: v1, kind: Service}]\n'
    expect(readObjects(text)).toEqual([
      { apiVersion: 'v1', kind: 'Pod' },
      { apiVersion: 'v1', kind: 'Service' },
    ])
  })

  it('says where a document is broken', () => {
    expect(errorOf(() => readObjects('a: 1\n---\nb: @c\n'))).toMatchObject({ line: 3, column: 4 })
  })
})
