import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import type { JsonValue } from '../kubernetes/json.js'
import { readDocuments } from './read-documents.js'

interface Recorded {
  readonly text: string
  readonly documents: readonly ({ readonly value: JsonValue } | { readonly refused: string })[]
}

const recorded = JSON.parse(
  readFileSync(new URL('../../testdata/yaml/dialect.json', import.meta.url), 'utf8'),
) as Recorded[]

const refused = 'refused'

describe("Kubernetes' YAML dialect, as its own reader was recorded (testdata/yaml)", () => {
  it('holds enough to be worth something', () => {
    expect(recorded.length).toBeGreaterThan(1000)
  })

  it('reads each text as it was recorded', () => {
    const read = (text: string) =>
      readDocuments(text).documents.map((document) => ('fault' in document ? refused : { value: document.value }))
    const expected = recorded.map(({ text, documents }) => ({
      text,
      documents: documents.map((document) => ('value' in document ? document : refused)),
    }))
    expect(recorded.map(({ text }) => ({ text, documents: read(text) }))).toEqual(expected)
  })
})

describe("Kubernetes' YAML dialect, by the table of the design", () => {
  it.each<[string, JsonValue]>([
    ['[yes, y, on, NO]', [true, true, true, false]],
    ['[0777, 010, 08]', [511, 8, 8]],
    ['0o777', 511],
    ['[22:22, 1:30:45]', ['22:22', '1:30:45']],
    ['[1_000, 0b11]', [1000, 3]],
    ['2020-01-01', '2020-01-01'],
    ['!!binary aGk=', 'hi'],
    ['[~, null, ]', [null, null]],
    ['[1e3, 1.0, 12345678901234567890123]', [1000, 1, 1.2345678901234568e22]],
    ['{1: a, 1.5: b, yes: c, .inf: d}', { '1': 'a', '1.5': 'b', true: 'c', '.inf': 'd' }],
    ['{<<: {a: 1, b: 1}, b: 2}', { a: 1, b: 2 }],
    ['{a: 1, <<: {a: 2}}', { a: 2 }],
    ['{a: 1, a: 2}', { a: 2 }],
    ['! 12', '12'],
  ])('%s', (text, value) => {
    expect(readDocuments(text.startsWith('{') ? `a: ${text}` : text).documents).toMatchObject([
      { value: text.startsWith('{') ? { a: value } : value },
    ])
  })
})
