import { isObject, type JsonValue } from '../kubernetes/json.js'

/**
 * Prints a value as Go's `%v` does: `map[spec:map[replicas:<nil>]]`, keys sorted. The API server's refusal of a patch
 * quotes it so.
 */
export function goPrint(value: JsonValue | undefined): string {
  if (value === null || value === undefined) return '<nil>'
  if (Array.isArray(value)) return `[${value.map(goPrint).join(' ')}]`
  if (!isObject(value)) return String(value)
  const entries = Object.entries(value).filter(([, item]) => item !== undefined)
  return `map[${entries
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, item]) => `${key}:${goPrint(item)}`)
    .join(' ')}]`
}
