import { entryOf, isObject, setEntry, type JsonValue } from '../kubernetes/json.js'

function isEmptyCollection(value: JsonValue | undefined): boolean {
  return Array.isArray(value) ? value.length === 0 : isObject(value) && Object.keys(value).length === 0
}

/**
 * Puts back the empty lists and maps that were submitted: what is stored leaves them out, but the server, which quotes
 * the value in its memory, tells `{}` from nothing.
 */
export function withEmpties(stored: JsonValue | undefined, submitted: JsonValue | undefined): JsonValue | undefined {
  if (stored === undefined) return isEmptyCollection(submitted) ? submitted : undefined
  if (Array.isArray(stored) && Array.isArray(submitted) && stored.length === submitted.length) {
    return stored.map((item, index) => withEmpties(item, submitted[index]) ?? null)
  }
  if (!isObject(stored) || !isObject(submitted)) return stored
  const whole = { ...stored }
  for (const [key, value] of Object.entries(submitted)) setEntry(whole, key, withEmpties(entryOf(stored, key), value))
  return whole
}
