import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { manifestsOf } from './manifests.js'
import { readManifestFile } from './read-file.js'

interface Expected {
  readonly kind: string
  readonly objects: readonly string[]
  readonly faults: readonly {
    id: string
    document: number
    line: number
    column: number
    text: string
    message: string
  }[]
}

const folder = new URL('../../testdata/broken/', import.meta.url)
const expectations = JSON.parse(readFileSync(new URL('expected.json', folder), 'utf8')) as Record<string, Expected>

describe('what is wrong with a file is said, with its place, and the rest of the file is read (testdata/broken)', () => {
  it('has an expectation for each file', () => {
    expect(Object.keys(expectations)).toEqual(
      readdirSync(folder)
        .filter((file) => file !== 'expected.json')
        .sort(),
    )
  })

  it.each(Object.entries(expectations))('%s', (fileName, expected) => {
    const text = readFileSync(new URL(fileName, folder), 'utf8')
    const file = readManifestFile(text, { fileName })
    const faults = file.faults.map(({ id, document, range, message }) => ({
      id,
      document,
      ...file.positionAt(range.start),
      text: text.slice(range.start, range.end),
      message,
    }))
    const objects = manifestsOf(file).map(({ kind, name }) => `${kind}/${name}`)
    expect({ kind: file.kind, objects, faults }).toEqual(expected)
  })
})
