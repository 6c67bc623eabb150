/** Changes to a file's text that leave everything else of it as it stands: fixes and suggestions are made of these. */
import type { FieldPath } from '../kubernetes/field-path.js'
import type { Manifest, TextRange } from '../manifest/types.js'

export interface TextEdit {
  readonly range: TextRange
  readonly text: string
}

/** A file's text, for the edits that have to look around a field. */
export interface EditedManifest {
  readonly manifest: Manifest
  readonly text: string
}

/**
 * Several edits as one that spans them all; undefined where there are none, or where one of them could not be made.
 * @throws {RangeError} where two of them touch the same text.
 */
export function mergeEdits(edits: readonly (TextEdit | undefined)[] | undefined, text: string): TextEdit | undefined {
  if (edits === undefined || edits.length === 0) return undefined
  const sure = edits.filter((edit) => edit !== undefined)
  const [first, ...others] = sure.sort((a, b) => a.range.start - b.range.start || a.range.end - b.range.end)
  if (first === undefined || sure.length < edits.length) return undefined
  return others.reduce((merged, { range, text: added }) => {
    if (range.start < merged.range.end) throw new RangeError('The edits of a change must not overlap.')
    const between = text.slice(merged.range.end, range.start)
    return { range: { start: merged.range.start, end: range.end }, text: merged.text + between + added }
  }, first)
}

/** Writes another value (as it is to stand in the file) in a field's place. */
export function replaceValue({ manifest }: EditedManifest, path: FieldPath, value: string): TextEdit {
  return { range: manifest.rangeOf(path, 'value'), text: value }
}

/** Gives a field another name; quotes stay. */
export function renameField({ manifest, text }: EditedManifest, path: FieldPath, name: string): TextEdit {
  const range = manifest.rangeOf(path, 'key')
  const quote = text[range.start] === '"' || text[range.start] === "'" ? text[range.start] : ''
  return { range, text: `${quote}${name}${quote}` }
}

/** Quotes a plain scalar, so that it is read as the string that it looks like. */
export function quoteScalar(range: TextRange, source: string): TextEdit {
  const quoted = /["\\]/.test(source) ? `'${source.replaceAll("'", "''")}'` : `"${source}"`
  return { range, text: quoted }
}

/**
 * Takes a field out, with its line where it has one of its own, or with one comma in a flow mapping.
 * Undefined where it cannot be taken out for sure: as the first key of a list's item, or as the only field of a block
 * mapping.
 */
export function removeField({ manifest, text }: EditedManifest, path: FieldPath): TextEdit | undefined {
  const key = manifest.rangeOf(path, 'key')
  const value = manifest.rangeOf(path, 'value')
  const end = Math.max(key.end, value.end)
  const lineStart = startOfBlanks(text, key.start, ' \t')
  const isFirstInLine = lineStart === 0 || text[lineStart - 1] === '\n'
  if (isFirstInLine && !/^[ \t]*[,}]/.test(text.slice(end))) {
    const restOfLine = /^[ \t]*(?:#[^\n]*)?(?:\r?\n|$)/.exec(text.slice(end))
    if (restOfLine !== null && !isOnlyField(manifest, path))
      return { range: { start: lineStart, end: end + restOfLine[0].length }, text: '' }
  }
  return removeFromFlow(text, key.start, end)
}

function removeFromFlow(text: string, start: number, end: number): TextEdit | undefined {
  const commaAfter = /^\s*,[ \t]*(?:\r?\n[ \t]*)?/.exec(text.slice(end))
  if (commaAfter !== null) return { range: { start, end: end + commaAfter[0].length }, text: '' }
  const comma = startOfBlanks(text, start, ' \t\r\n') - 1
  if (text[comma] === ',' && /^\s*\}/.test(text.slice(end))) return { range: { start: comma, end }, text: '' }
  return undefined
}

/** Where the blanks before a place begin: it looks at no more of the text than these. */
function startOfBlanks(text: string, offset: number, blanks: string): number {
  let start = offset
  while (start > 0 && blanks.includes(text.charAt(start - 1))) start -= 1
  return start
}

function isOnlyField(manifest: Manifest, path: FieldPath): boolean {
  let parent: unknown = manifest.object
  for (const key of path.slice(0, -1)) parent = (parent as Record<string | number, unknown> | undefined)?.[key]
  return typeof parent === 'object' && parent !== null && fieldsOf(parent) < 2
}

const counted = new WeakMap<object, number>()

/** How many fields a mapping has, counted once: a mapping of thousands of them may be asked about for each. */
function fieldsOf(mapping: object): number {
  const known = counted.get(mapping) ?? Object.keys(mapping).length
  counted.set(mapping, known)
  return known
}
