/**
 * A configuration laid over what is there (typed.Merge): nothing is taken away, a leaf takes the configuration's value,
 * and lists whose items have keys are merged item by item.
 */
import { isObject, type JsonObject, type JsonValue } from '../../kubernetes/json.js'
import { itemElement } from './list-items.js'
import { serializeElement } from './path-element.js'
import { atomFor, type ListType, type MapType, type Schema } from './schema.js'

type Side = JsonValue | undefined

/** @returns undefined where nothing is left to say. */
export function mergeValues(live: Side, applied: Side, schema: Schema): Side {
  const { map, scalar, list } = atomFor(schema, applied === undefined ? live : applied)
  if (map !== undefined) {
    const [left, right] = [isObject(live) ? live : {}, isObject(applied) ? applied : {}]
    if (map.isAtomic || (isEmpty(left) && isEmpty(right))) return applied === undefined ? live : applied
    return mergeMaps(left, right, map)
  }
  if (scalar !== undefined || list === undefined) return applied === undefined ? live : applied
  const [left, right] = [Array.isArray(live) ? live : [], Array.isArray(applied) ? applied : []]
  if (list.isAtomic || (left.length === 0 && right.length === 0)) return applied === undefined ? live : applied
  return mergeLists(left, right, list)
}

function mergeMaps(live: JsonObject, applied: JsonObject, type: MapType): Side {
  const merged: JsonObject = {}
  for (const name of new Set([...Object.keys(live), ...Object.keys(applied)])) {
    const [left, right] = [live[name], applied[name]]
    const schema = type.field(name) ?? type.element
    if (schema === undefined || (left === undefined && right === undefined)) continue
    const value = mergeValues(left, right, schema)
    if (value !== undefined) merged[name] = value
  }
  return isEmpty(merged) ? undefined : merged
}

/** An item with its key; what could not be told apart is left out. */
interface Item {
  readonly key: string
  readonly value: JsonValue
}

function itemsOf(list: readonly JsonValue[], type: ListType): Item[] {
  return list.flatMap((value) => {
    const element = itemElement(type, value)
    return typeof element === 'string' ? [] : [{ key: serializeElement(element), value }]
  })
}

/** By key; an item that stands there twice is merged with nothing. */
function byKey(items: readonly Item[]): Map<string, JsonValue> {
  const found = new Map<string, JsonValue>()
  for (const { key, value } of items) found.set(key, found.has(key) ? null : value)
  return found
}

/**
 * Items that both lists have stand in the configuration's order, the others where they stood between them
 * (mergingWalker.visitListItems).
 */
function mergeLists(live: readonly JsonValue[], applied: readonly JsonValue[], type: ListType): Side {
  const [lefts, rights] = [itemsOf(live, type), itemsOf(applied, type)]
  const [leftByKey, rightByKey] = [byKey(lefts), byKey(rights)]
  const shared = rights.map(({ key }) => key).filter((key) => leftByKey.has(key))
  const merged: JsonValue[] = []
  const done = new Set<string>()
  const put = (left: Side, right: Side): void => {
    const value = mergeValues(left, right, type.element)
    if (value !== undefined) merged.push(value)
  }
  const putApplied = (key: string): void => {
    done.add(key)
    put(leftByKey.get(key), rightByKey.get(key))
  }
  let nextShared = shared.shift()
  let [i, j] = [0, 0]
  while (i < lefts.length || j < rights.length) {
    const [left, right] = [lefts[i], rights[j]]
    if (left !== undefined && right !== undefined) {
      if (left.key === right.key) {
        putApplied(left.key)
        i++
        j++
        nextShared = shared.shift()
        continue
      }
      // it has its turn later, where the configuration has it
      if (rightByKey.has(left.key) && nextShared !== undefined && nextShared !== left.key) {
        i++
        continue
      }
    }
    if (left !== undefined) {
      if (!rightByKey.has(left.key)) {
        put(left.value, undefined)
        i++
        continue
      }
      if (done.has(left.key)) i++
    }
    if (right === undefined) continue
    putApplied(right.key)
    j++
    if (nextShared === right.key) nextShared = shared.shift()
  }
  return merged.length === 0 ? undefined : merged
}

function isEmpty(object: JsonObject): boolean {
  return Object.keys(object).length === 0
}
