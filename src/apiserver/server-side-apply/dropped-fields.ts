import { isObject, type JsonObject, type JsonValue } from '../../kubernetes/json.js'
import { itemElement } from './list-items.js'
import { serializeElement } from './path-element.js'
import { schemaOf, type Schema } from './schema.js'

/**
 * The stored object with what the request named and the server did not keep (a field whose feature gate is off): its
 * managed fields are settled before such a field is dropped.
 */
export function withDroppedFields(stored: JsonObject, requested: JsonObject, minor: number): JsonObject {
  const schema = schemaOf(String(stored['apiVersion']), String(stored['kind']), minor)
  const result = restore(stored, requested, schema)
  return isObject(result) ? result : stored
}

function restore(stored: JsonValue, requested: JsonValue, schema: Schema): JsonValue {
  const { map, list } = schema()
  if (map !== undefined && !map.isAtomic && isObject(stored) && isObject(requested)) {
    let result = stored
    for (const [name, value] of Object.entries(requested)) {
      const inner = map.field(name) ?? map.element
      if (value === undefined || value === null || inner === undefined) continue
      const kept = stored[name]
      const whole = kept === undefined ? value : restore(kept, value, inner)
      if (whole !== kept) result = { ...result, [name]: whole }
    }
    return result
  }
  if (list === undefined || list.isAtomic || !Array.isArray(stored) || !Array.isArray(requested)) return stored
  const keyOf = (item: JsonValue): string => {
    const element = itemElement(list, item)
    return typeof element === 'string' ? '' : serializeElement(element)
  }
  const items = stored.map((item) => {
    const same = requested.find((other) => keyOf(other) === keyOf(item))
    return same === undefined ? item : restore(item, same, list.element)
  })
  return items.some((item, index) => item !== stored[index]) ? items : stored
}
