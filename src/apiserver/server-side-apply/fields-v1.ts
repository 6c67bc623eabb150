/** FieldsV1: a set of fields as `metadata.managedFields` stores it. */
import { isObject, type JsonObject, type JsonValue } from '../../kubernetes/json.js'
import { elementsOf, fieldSetOf, type FieldSet } from './field-set.js'
import { parseElement, serializeElement, type FieldPath } from './path-element.js'

/**
 * Reads a set: a step that holds nothing is a field of the set, and so is one that holds `.`.
 * @throws {SyntaxError} where it holds something that is no step of a path.
 */
export function readFieldsV1(value: JsonValue | undefined): FieldSet {
  const paths: FieldPath[] = []
  const walk = (level: JsonObject, path: FieldPath): void => {
    for (const [key, below] of Object.entries(level)) {
      if (key === '.') continue
      const element = parseElement(key)
      if (element === undefined) continue
      const here = [...path, element]
      const inner = isObject(below) ? below : {}
      if (Object.keys(inner).length === 0 || Object.hasOwn(inner, '.')) paths.push(here)
      walk(inner, here)
    }
  }
  if (isObject(value)) walk(value, [])
  return fieldSetOf(paths)
}

/** Writes a set. */
export function writeFieldsV1(set: FieldSet): JsonObject {
  return writeLevel(set, false)
}

function writeLevel(set: FieldSet, withSelf: boolean): JsonObject {
  const written: JsonObject = withSelf && set.size > 0 ? { '.': {} } : {}
  for (const { element, isMember, below } of elementsOf(set))
    written[serializeElement(element)] = writeLevel(below, isMember)
  return written
}
