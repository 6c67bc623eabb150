/** Whether a value fits its schema: what the API server asks before it merges (typed.Validate). */
import { isObject, type JsonObject, type JsonValue } from '../../kubernetes/json.js'
import { itemElement } from './list-items.js'
import { elementText, serializeElement } from './path-element.js'
import { atomFor, type ListType, type MapType, type Schema } from './schema.js'
import { listFault, mapFault, scalarFault, type TypedFault } from './typed-errors.js'

/** @param allowsDuplicates what is stored may hold an item twice; what is applied must not. */
export function typedFaults(value: JsonValue, schema: Schema, allowsDuplicates: boolean, path = ''): TypedFault[] {
  const atom = atomFor(schema, value)
  if (atom.map !== undefined) {
    if (value === null) return []
    return isObject(value) ? mapFaults(value, atom.map, allowsDuplicates, path) : [{ path, message: mapFault(value) }]
  }
  if (atom.scalar !== undefined) {
    const message = scalarFault(atom.scalar, value)
    return message === undefined ? [] : [{ path, message }]
  }
  if (atom.list === undefined || value === null) return []
  return Array.isArray(value)
    ? listFaults(value, atom.list, allowsDuplicates, path)
    : [{ path, message: listFault(value) }]
}

function mapFaults(value: JsonObject, type: MapType, allowsDuplicates: boolean, path: string): TypedFault[] {
  const faults: TypedFault[] = []
  for (const [name, item] of Object.entries(value)) {
    if (item === undefined) continue
    const schema = type.field(name) ?? type.element
    // the server looks no further in a map that has a field which does not exist
    if (schema === undefined) return [...faults, { path: `${path}.${name}`, message: 'field not declared in schema' }]
    faults.push(...typedFaults(item, schema, allowsDuplicates, `${path}.${name}`))
  }
  return faults
}

function listFaults(
  value: readonly JsonValue[],
  type: ListType,
  allowsDuplicates: boolean,
  path: string,
): TypedFault[] {
  const faults: TypedFault[] = []
  const seen = new Set<string>()
  for (const [index, item] of value.entries()) {
    const element = type.isAtomic ? ({ type: 'index', index } as const) : itemElement(type, item)
    if (typeof element === 'string') return [...faults, { path, message: `element ${index}: ${element}` }]
    const key = serializeElement(element)
    if (seen.has(key) && !type.isAtomic && !allowsDuplicates)
      faults.push({ path, message: `duplicate entries for key ${elementText(element)}` })
    seen.add(key)
    faults.push(...typedFaults(item, type.element, allowsDuplicates, `${path}${elementText(element)}`))
  }
  return faults
}
