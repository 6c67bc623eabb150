/** Fields taken out of a value (typed.RemoveItems). */
import { isObject, type JsonObject, type JsonValue } from '../../kubernetes/json.js'
import { fieldsBelow, isEmptySet, isMember, type FieldSet } from './field-set.js'
import { itemElement } from './list-items.js'
import { fieldElement } from './path-element.js'
import { atomFor, type ListType, type MapType, type Schema } from './schema.js'

/** The value without the fields; null where nothing is left of it. */
export function removeFields(value: JsonValue, fields: FieldSet, schema: Schema): JsonValue {
  const { map, scalar, list } = atomFor(schema, value)
  if (map !== undefined) return isObject(value) ? fromMap(value, fields, map) : null
  if (scalar !== undefined) return value
  return list !== undefined && Array.isArray(value) ? fromList(value, fields, list) : null
}

function fromMap(value: JsonObject, fields: FieldSet, type: MapType): JsonValue {
  if (type.isAtomic) return null
  const left: JsonObject = {}
  for (const [name, item] of Object.entries(value)) {
    const element = fieldElement(name)
    if (item === undefined || isMember(fields, element)) continue
    const below = fieldsBelow(fields, element)
    const schema = type.field(name) ?? type.element
    left[name] = isEmptySet(below) || schema === undefined ? item : removeFields(item, below, schema)
  }
  return Object.keys(left).length === 0 ? null : left
}

function fromList(value: readonly JsonValue[], fields: FieldSet, type: ListType): JsonValue {
  if (type.isAtomic) return null
  const left: JsonValue[] = []
  for (const item of value) {
    const element = itemElement(type, item)
    if (typeof element === 'string') {
      left.push(item)
      continue
    }
    if (isMember(fields, element)) continue
    const below = fieldsBelow(fields, element)
    left.push(isEmptySet(below) ? item : removeFields(item, below, type.element))
  }
  return left.length === 0 ? null : left
}
