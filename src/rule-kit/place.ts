import type { FieldPath } from '../kubernetes/field-path.js'
import { valueAt } from '../kubernetes/json.js'
import type { FieldPart, Manifest, TextRange } from '../manifest/types.js'

/**
 * Where a message about a field points: at its value, which is what people look for; at its key where the value is a
 * mapping, a list or nothing at all, since those start on other lines or nowhere; at its parent where it is missing.
 */
export function placeOf(manifest: Manifest, path: FieldPath, part?: FieldPart): TextRange {
  if (part !== undefined) return manifest.rangeOf(path, part)
  const value = valueAt(manifest.object, path)
  const isNamed = typeof path.at(-1) === 'string'
  if (value === undefined || (isNamed && (value === null || typeof value === 'object')))
    return manifest.rangeOf(path, 'key')
  return firstLine(manifest.rangeOf(path, 'value'), value)
}

/** A list's item that is a mapping is pointed at by its first character: its end lies far below. */
function firstLine(range: TextRange, value: unknown): TextRange {
  return typeof value === 'object' ? { start: range.start, end: Math.min(range.end, range.start + 1) } : range
}
