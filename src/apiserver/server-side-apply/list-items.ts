/** How the items of a list are told apart: by the keys that its type names, or by their value in a set. */
import { isObject, type JsonValue } from '../../kubernetes/json.js'
import { quoteText } from '../../validation/field.js'
import { keyElement, type KeyField, type PathElement } from './path-element.js'
import type { ListType } from './schema.js'

/** The path element of an item, or what keeps it from having one. */
export function itemElement(type: ListType, item: JsonValue): PathElement | string {
  return type.keys.length > 0 ? keyedElement(type, item) : setElement(item)
}

function keyedElement(type: ListType, item: JsonValue): PathElement | string {
  if (item === null) return 'associative list with keys may not have a null element'
  if (!isObject(item)) return 'associative list with keys may not have non-map elements'
  const fields: KeyField[] = []
  for (const name of type.keys) {
    const value = item[name] ?? (item[name] === null ? null : type.keyDefault(name))
    // an item without this key is another one than any that has it
    if (value !== undefined) fields.push({ name, value })
  }
  if (fields.length === 0)
    return `associative list with keys has an element that omits all key fields [${type.keys.map(quoteText).join(' ')}] (and doesn't have default values for any key fields)`
  return keyElement(fields)
}

function setElement(item: JsonValue): PathElement | string {
  if (item === null) return "associative list without keys has an element that's an explicit null"
  if (Array.isArray(item)) return 'not supported: associative list with lists as elements'
  if (isObject(item)) return "associative list without keys has an element that's a map type"
  return { type: 'value', value: item }
}
