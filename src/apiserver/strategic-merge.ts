/**
 * A strategic merge patch applied: mergeMap of k8s.io/apimachinery/pkg/util/strategicpatch. The same walk serves two
 * ends: the server applies a patch to an object, and kubectl lays one patch over another (where directives and nulls
 * are kept).
 */
import { entryOf, equalJson, isObject, setEntry, type JsonObject, type JsonValue } from '../kubernetes/json.js'
import { ruleFor, rulesBelow, type MergeRules } from './merge-rules.js'
import { Refusal } from './refusal.js'

/** The patch cannot be applied: the message is the API server's. */
export class PatchError extends Refusal {
  override readonly name = 'PatchError'
}

const orderPrefix = '$setElementOrder/'
const deletePrefix = '$deleteFromPrimitiveList/'
const keepKeys = '$retainKeys'

/** Applies a patch to an object, as the API server does. Neither is changed. */
export function applyStrategicPatch(object: JsonObject, patch: JsonObject, rules: MergeRules): JsonObject {
  return merge(object, patch, rules, true)
}

/** Lays the second patch over the first one, so that applying the result is applying both. */
export function mergePatches(first: JsonObject, second: JsonObject, rules: MergeRules): JsonObject {
  return merge(first, second, rules, false)
}

/** @param applying whether `original` is an object (directives are carried out) or another patch (they are kept). */
function merge(original: JsonObject, patch: JsonObject, rules: MergeRules, applying: boolean): JsonObject {
  const directive = patch['$patch']
  if (directive !== undefined) {
    if (directive === 'replace') return without(patch, '$patch')
    if (directive === 'delete') return {}
    throw new PatchError(`unknown patch type: ${String(directive)} in map: ${JSON.stringify(patch)}`)
  }
  const result = retainKeys({ ...original }, patch, applying)
  const ordered = mergeOrderedLists(result, patch, rules, applying)
  for (const [key, value] of Object.entries(patch)) {
    if (value === undefined || key === keepKeys || key.startsWith(orderPrefix) || ordered.has(key)) continue
    if (key.startsWith(deletePrefix)) {
      if (!applying) setEntry(result, key, value)
      else deleteFromList(result, key.slice(deletePrefix.length), value)
      continue
    }
    if (value === null) {
      if (applying) Reflect.deleteProperty(result, key)
      else setEntry(result, key, null)
      continue
    }
    const before = entryOf(result, key)
    if (isObject(before) && isObject(value)) {
      const merged =
        ruleFor(rules, key).strategy === 'replace' ? value : merge(before, value, rulesBelow(rules, key), applying)
      setEntry(result, key, merged)
    } else if (Array.isArray(before) && Array.isArray(value)) {
      setEntry(result, key, mergeLists(before, value, key, rules, applying))
    } else {
      const plain = withoutDirectives(value, applying)
      if (plain === undefined) Reflect.deleteProperty(result, key)
      else setEntry(result, key, plain)
    }
  }
  return result
}

/** applyRetainKeysDirective: keys that the patch does not name leave the object. */
function retainKeys(result: JsonObject, patch: JsonObject, applying: boolean): JsonObject {
  const kept = patch[keepKeys]
  if (kept === undefined) return result
  if (!applying) {
    result[keepKeys] = result[keepKeys] ?? kept
    return result
  }
  if (!Array.isArray(kept)) throw new PatchError('invalid patch format of retainKeys')
  for (const [key, value] of Object.entries(patch)) {
    if (value === null || key.startsWith('$') || kept.includes(key)) continue
    throw new PatchError('invalid patch format of retainKeys')
  }
  for (const key of Object.keys(result)) if (!kept.includes(key)) Reflect.deleteProperty(result, key)
  return result
}

/** mergePatchIntoOriginal: the lists for which the patch also says in which order their items stand. */
function mergeOrderedLists(result: JsonObject, patch: JsonObject, rules: MergeRules, applying: boolean): Set<string> {
  const done = new Set<string>()
  for (const [key, order] of Object.entries(patch)) {
    if (!key.startsWith(orderPrefix)) continue
    if (!Array.isArray(order)) throw new PatchError('invalid patch format of setElementOrder list')
    if (!applying) result[key] = result[key] ?? order
    const field = key.slice(orderPrefix.length)
    const rule = ruleFor(rules, field)
    const [before, changes] = [entryOf(result, field), entryOf(patch, field)]
    const live = Array.isArray(before) ? before : undefined
    if (changes !== undefined && !Array.isArray(changes))
      throw new PatchError('invalid patch format of setElementOrder list')
    done.add(field)
    if (live === undefined && changes === undefined) continue
    if (changes !== undefined) checkOrder(changes, order, rule.key)
    let merged: JsonValue[]
    if (changes === undefined) merged = live ?? []
    else if (live === undefined) merged = asListValue(withoutDirectives(changes, applying))
    else merged = mergeLists(live, changes, field, rules, applying)
    setEntry(result, field, ordered(merged, order, liveOrder(live ?? [], changes ?? [], rule.key), rule.key))
  }
  return done
}

/**
 * The live list as Go has it when it puts the merged items in order: what is deleted has made room in the same array,
 * and what is added has been written into it.
 */
function liveOrder(
  live: readonly JsonValue[],
  changes: readonly JsonValue[],
  mergeKey: string | undefined,
): JsonValue[] {
  if (mergeKey === undefined) return [...live]
  const same = (one: JsonValue, other: JsonValue): boolean => equalJson(keyOf(one, mergeKey), keyOf(other, mergeKey))
  const deletions = changes.filter((item) => isObject(item) && item['$patch'] === 'delete')
  const left = live.filter((item) => !deletions.some((gone) => same(gone, item)))
  const added = changes.filter(
    (item) => !(isObject(item) && item['$patch'] !== undefined) && !live.some((other) => same(item, other)),
  )
  return [...left, ...added.slice(0, live.length - left.length)]
}

/** validatePatchWithSetOrderList */
function checkOrder(changes: readonly JsonValue[], order: readonly JsonValue[], mergeKey: string | undefined): void {
  if (order.length === 0) return
  const items = changes.filter((item) => !(isObject(item) && item['$patch'] !== undefined))
  let at = 0
  for (const item of order) if (at < items.length && equalJson(keyOf(items[at], mergeKey), keyOf(item, mergeKey))) at++
  if (at < items.length) {
    throw new PatchError(
      `The order in patch list:\n${JSON.stringify(changes)}\n doesn't match $setElementOrder list:\n${JSON.stringify(order)}\n`,
    )
  }
}

function mergeLists(
  before: JsonValue[],
  changes: JsonValue[],
  field: string,
  rules: MergeRules,
  applying: boolean,
): JsonValue[] {
  const rule = ruleFor(rules, field)
  if (rule.strategy !== 'merge') return changes
  if (before.length === 0 && changes.length === 0) return before
  const mergeKey = rule.key
  if (mergeKey === undefined) {
    const both = [...new Set([...before, ...changes])]
    return ordered(both, changes, before, undefined)
  }
  const deletions = changes.filter((item) => isObject(item) && item['$patch'] === 'delete')
  const replaces = changes.some((item) => isObject(item) && item['$patch'] === 'replace')
  const items = changes.filter((item) => !(isObject(item) && item['$patch'] !== undefined))
  for (const item of [...before, ...changes]) {
    if (isObject(item) && item['$patch'] === 'replace') continue
    if (!isObject(item) || item[mergeKey] === undefined) {
      throw new PatchError(`map: ${JSON.stringify(item)} does not contain declared merge key: ${mergeKey}`)
    }
  }
  if (replaces) return items
  let merged: JsonValue[] = before.filter(
    (item) => !deletions.some((gone) => equalJson(keyOf(gone, mergeKey), keyOf(item, mergeKey))),
  )
  for (const item of items) {
    const at = merged.findIndex((other) => equalJson(keyOf(other, mergeKey), keyOf(item, mergeKey)))
    const found = merged[at]
    if (isObject(found) && isObject(item))
      merged = merged.with(at, merge(found, item, rulesBelow(rules, field), applying))
    else merged.push(item)
  }
  return ordered(merged, items, before, mergeKey)
}

/**
 * normalizeElementOrder: items that the patch names stand in its order, the others keep theirs and go between them as
 * the live list has it.
 */
function ordered(
  merged: readonly JsonValue[],
  order: readonly JsonValue[],
  live: readonly JsonValue[],
  mergeKey: string | undefined,
): JsonValue[] {
  const named = (item: JsonValue): boolean =>
    order.some((other) => equalJson(keyOf(other, mergeKey), keyOf(item, mergeKey)))
  const mine = sortByOrder(merged.filter(named), order, mergeKey)
  const others = sortByOrder(
    merged.filter((item) => !named(item)),
    live,
    mergeKey,
  )
  const place = (item: JsonValue): number =>
    live.findIndex((other) => equalJson(keyOf(other, mergeKey), keyOf(item, mergeKey)))
  const result: JsonValue[] = []
  let [i, j] = [0, 0]
  while (i < others.length || j < mine.length) {
    const [left, right] = [others[i], mine[j]]
    const takeLeft =
      left !== undefined &&
      (right === undefined || (place(left) >= 0 && place(right) >= 0 && place(left) < place(right)))
    if (takeLeft) {
      result.push(left)
      i++
    } else {
      result.push(right as JsonValue)
      j++
    }
  }
  return result
}

/** normalizeSliceOrder: sorts by the place in `order`; items that say `$patch: delete` go last. */
export function sortByOrder<T extends JsonValue>(
  items: readonly T[],
  order: readonly JsonValue[],
  mergeKey: string | undefined,
): T[] {
  const place = (item: JsonValue): number =>
    order.findIndex((other) => equalJson(keyOf(other, mergeKey), keyOf(item, mergeKey)))
  const deletes = (item: JsonValue): boolean => isObject(item) && item['$patch'] === 'delete'
  return [...items.filter((item) => !deletes(item)).sort((a, b) => place(a) - place(b)), ...items.filter(deletes)]
}

function deleteFromList(result: JsonObject, field: string, gone: JsonValue): void {
  const list = entryOf(result, field)
  if (Array.isArray(list) && Array.isArray(gone))
    setEntry(
      result,
      field,
      list.filter((item) => !gone.includes(item)),
    )
}

function keyOf(item: JsonValue | undefined, mergeKey: string | undefined): JsonValue | undefined {
  return mergeKey !== undefined && isObject(item) ? item[mergeKey] : item
}

/**
 * removeDirectives, and on an object also discardNullValuesFromPatch: undefined where the value itself is a directive.
 */
function withoutDirectives(value: JsonValue, applying: boolean): JsonValue | undefined {
  if (Array.isArray(value)) {
    return value
      .map((item) => withoutDirectives(item, applying))
      .filter((item): item is JsonValue => item !== undefined)
  }
  if (!isObject(value)) return value
  if (value['$patch'] !== undefined) return undefined
  const plain: JsonObject = {}
  for (const [key, item] of Object.entries(value)) {
    if (item === undefined || (item === null && applying)) continue
    const below = withoutDirectives(item, applying)
    if (below !== undefined) setEntry(plain, key, below)
  }
  return plain
}

function asListValue(value: JsonValue | undefined): JsonValue[] {
  return Array.isArray(value) ? value : []
}

function without(object: JsonObject, key: string): JsonObject {
  const copy = { ...object }
  Reflect.deleteProperty(copy, key)
  return copy
}
