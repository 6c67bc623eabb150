/** Small steps on a Go value that is kept as JSON: what is unset is not there. */
import { isObject, type JsonObject, type JsonValue } from '../kubernetes/json.js'

/** Sets a field that is not set yet. */
export function setDefault(object: JsonObject, name: string, value: JsonValue): void {
  if (isUnset(object[name])) object[name] = value
}

/** Makes a field unset. */
export function unset(object: JsonObject | undefined, name: string): void {
  if (object !== undefined) Reflect.deleteProperty(object, name)
}

export function isUnset(value: JsonValue | undefined): boolean {
  return value === undefined || value === null || value === '' || value === 0 || value === false
}

/** The object of a struct field that is no pointer: it is always there. */
export function structAt(object: JsonObject, name: string): JsonObject {
  const there = object[name]
  if (isObject(there)) return there
  return (object[name] = {})
}

/** The object of a pointer field, or undefined where it is nil. */
export function pointerAt(object: JsonObject | undefined, name: string): JsonObject | undefined {
  const there = object?.[name]
  return isObject(there) ? there : undefined
}

/** The objects of a list field. */
export function objectsAt(object: JsonObject | undefined, name: string): JsonObject[] {
  const there = object?.[name]
  return Array.isArray(there) ? there.filter(isObject) : []
}
