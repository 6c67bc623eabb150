/** How the rules read a stored object: an absent string is empty and an absent number zero, as in a Go struct. */
import { asList, asObject, isObject, type JsonObject, type JsonValue } from '../../kubernetes/json.js'

/** A string field; empty where it is absent. */
export function text(object: JsonObject, key: string): string {
  const value = object[key]
  return typeof value === 'string' ? value : ''
}

/** A number field; zero where it is absent. */
export function number(object: JsonObject, key: string): number {
  const value = object[key]
  return typeof value === 'number' ? value : 0
}

/** A boolean field; false where it is absent. */
export function isTrue(object: JsonObject, key: string): boolean {
  return object[key] === true
}

/** Tells whether a field is there: what is a pointer other than nil in Go. */
export function isSet(object: JsonObject, key: string): boolean {
  return object[key] !== undefined && object[key] !== null
}

/** A struct field; undefined where it is absent. */
export function objectAt(object: JsonObject, key: string): JsonObject | undefined {
  const value = object[key]
  return isObject(value) ? value : undefined
}

/** A list of structs; empty where it is absent. */
export function objectsAt(object: JsonObject, key: string): JsonObject[] {
  return asList(object[key]).map((item) => asObject(item))
}

/** A list of strings; empty where it is absent. */
export function stringsAt(object: JsonObject, key: string): string[] {
  return asList(object[key]).map((item) => (typeof item === 'string' ? item : ''))
}

/** A map of strings, as pairs; empty where it is absent. */
export function entriesOf(map: JsonValue | undefined): [string, string][] {
  return Object.entries(asObject(map)).map(([name, value]) => [name, typeof value === 'string' ? value : ''])
}
