import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { FieldPath } from '../kubernetes/field-path.js'
import { isObject, type JsonValue } from '../kubernetes/json.js'
import { commentsOf } from './comments.js'
import { manifestsOf } from './manifests.js'
import { readManifestFile } from './read-file.js'
import type { TextRange } from './types.js'

const pieces = [
  'a',
  'kind',
  'yes',
  '012',
  ': ',
  ':',
  '- ',
  '-',
  '? ',
  ' ',
  '  ',
  '\n',
  '\n  ',
  '\r\n',
  '\t',
  '#',
  ' # c',
  '"',
  "'",
  '\\',
  '\\x4',
  '{',
  '}',
  '[',
  ']',
  ',',
  '{{',
  '}}',
  '&a ',
  '*a',
  '!',
  '!!int ',
  '!<a> ',
  '|',
  '>-',
  '|2+',
  '<<: ',
  '\n---\n',
  '\n--- x\n',
  '\n...\n',
  '%YAML 1.1\n',
  '@',
  '`',
  '~',
  '\u0007',
  '\u0085',
  '\u2028',
  '\uFEFF',
  'é',
  '😀',
]

function pathsOf(value: JsonValue, path: FieldPath = []): FieldPath[] {
  if (Array.isArray(value)) return [path, ...value.flatMap((item, index) => pathsOf(item, [...path, index]))]
  if (isObject(value))
    return [path, ...Object.entries(value).flatMap(([key, child]) => pathsOf(child ?? null, [...path, key]))]
  return [path]
}

describe('reading whatever a file may hold', () => {
  it('never throws, and names only places that lie in the text', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom(...pieces), { maxLength: 40 }).map((list) => list.join('')),
        (text) => {
          const liesInside = ({ start, end }: TextRange) => start >= 0 && start <= end && end <= text.length
          const file = readManifestFile(text)
          const places = [
            ...file.faults.map(({ range }) => range),
            ...commentsOf(text).map(({ range }) => range),
            ...file.documents.flatMap(({ value, range, duplicateKeys, surprisingScalars, rangeOf }) => [
              range,
              ...duplicateKeys.flatMap(({ first, second }) => [first, second]),
              ...surprisingScalars.map((scalar) => scalar.range),
              ...pathsOf(value).flatMap((path) => [
                rangeOf(path),
                rangeOf(path, 'key'),
                rangeOf(path, 'value'),
                rangeOf([...path, 'missing']),
              ]),
            ]),
          ]
          expect(places.filter((place) => !liesInside(place))).toEqual([])
          expect(manifestsOf(file).length).toBeLessThanOrEqual(text.length)
        },
      ),
      { numRuns: 2000 },
    )
  })
})
