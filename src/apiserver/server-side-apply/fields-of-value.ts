/** The fields that a value names: every leaf, every item of a list, and what is empty (typed.ToFieldSet). */
import { isObject, type JsonObject, type JsonValue } from '../../kubernetes/json.js'
import { FieldSetBuilder, type FieldSet } from './field-set.js'
import { itemElement } from './list-items.js'
import { fieldElement, serializeElement, type FieldPath, type PathElement } from './path-element.js'
import { atomFor, type ListType, type MapType, type Schema } from './schema.js'

export function fieldsOfValue(value: JsonValue, schema: Schema): FieldSet {
  const builder = new FieldSetBuilder()
  walk(value, schema, [], builder)
  return builder.set
}

function walk(value: JsonValue, schema: Schema, path: FieldPath, into: FieldSetBuilder): void {
  const atom = atomFor(schema, value)
  if (atom.map !== undefined) {
    if (atom.map.isAtomic) into.insert(path)
    else if (isObject(value)) walkMap(value, atom.map, path, into)
  } else if (atom.scalar !== undefined) into.insert(path)
  else if (atom.list !== undefined) {
    if (atom.list.isAtomic) into.insert(path)
    else if (Array.isArray(value)) walkList(value, atom.list, path, into)
  }
}

function walkMap(value: JsonObject, type: MapType, path: FieldPath, into: FieldSetBuilder): void {
  for (const [name, item] of Object.entries(value)) {
    if (item === undefined) continue
    const declared = type.field(name)
    const schema = declared ?? type.element
    if (schema === undefined) continue
    const here = [...path, fieldElement(name)]
    walk(item, schema, here, into)
    const isEmpty = item === null || (isObject(item) && Object.keys(item).length === 0)
    if (isEmpty || declared === undefined) into.insert(here)
  }
}

function walkList(value: readonly JsonValue[], type: ListType, path: FieldPath, into: FieldSetBuilder): void {
  const items = new Map<string, { element: PathElement; values: JsonValue[] }>()
  for (const item of value) {
    const element = itemElement(type, item)
    if (typeof element === 'string') continue
    const key = serializeElement(element)
    const known = items.get(key)
    if (known === undefined) items.set(key, { element, values: [item] })
    else known.values.push(item)
  }
  for (const { element, values } of items.values()) {
    const here = [...path, element]
    // items that stand there twice are owned together, as one
    const [only, ...more] = values
    if (only !== undefined && more.length === 0) walk(only, type.element, here, into)
    into.insert(here)
  }
}
