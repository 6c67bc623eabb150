/** A value as JSON knows it: what a manifest holds once it has been read. */
export type JsonValue = string | number | boolean | null | JsonValue[] | JsonObject
/** A mapping: what a manifest is, and most of what it holds. */
export interface JsonObject {
  [key: string]: JsonValue | undefined
}

/** Tells whether a value is a JSON object (no list, no null). */
export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** The value as an object, or an empty one where it is something else. */
export function asObject(value: JsonValue | undefined): JsonObject {
  return isObject(value) ? value : {}
}

/** The value as a list, or an empty one where it is something else. */
export function asList(value: JsonValue | undefined): JsonValue[] {
  return Array.isArray(value) ? value : []
}

/** The value as a string, or undefined where it is something else. */
export function asString(value: JsonValue | undefined): string | undefined {
  return typeof value === 'string' ? value : undefined
}

/** The value as a number, or undefined where it is something else. */
export function asNumber(value: JsonValue | undefined): number | undefined {
  return typeof value === 'number' ? value : undefined
}

/**
 * What a table or an object holds under a name that a user wrote. `constructor` and `__proto__` are names like any other,
 * and are not found where nobody put them.
 */
export function entryOf<Value>(table: Readonly<Record<string, Value>>, name: string): Value | undefined {
  return Object.hasOwn(table, name) ? table[name] : undefined
}

/** Puts a value into an object under a name that a user wrote: a key of `__proto__` is a key like any other. */
export function setEntry<Value>(object: Record<string, Value>, name: string, value: Value): void {
  if (name === '__proto__')
    Object.defineProperty(object, name, { value, enumerable: true, configurable: true, writable: true })
  else object[name] = value
}

/** Reads the value at a path of property names and list indexes; undefined where the path leads nowhere. */
export function valueAt(value: JsonValue | undefined, path: readonly (string | number)[]): JsonValue | undefined {
  let here = value
  for (const key of path) {
    if (Array.isArray(here) && typeof key === 'number') here = here[key]
    else if (isObject(here) && typeof key === 'string') here = entryOf(here, key)
    else return undefined
  }
  return here
}

/**
 * Tells whether two values are the same JSON; the order of an object's keys does not count, a key without a value is
 * not there.
 */
export function equalJson(one: JsonValue | undefined, other: JsonValue | undefined): boolean {
  if (one === other) return true
  if (Array.isArray(one))
    return (
      Array.isArray(other) && one.length === other.length && one.every((item, index) => equalJson(item, other[index]))
    )
  if (!isObject(one) || !isObject(other)) return false
  for (const key of Object.keys(one)) if (!equalJson(one[key], entryOf(other, key))) return false
  for (const key of Object.keys(other)) if (other[key] !== undefined && entryOf(one, key) === undefined) return false
  return true
}
