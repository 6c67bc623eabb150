/**
 * The strategic merge patch that leads from one object to another: diffMaps and CreateThreeWayMergePatch of
 * k8s.io/apimachinery/pkg/util/strategicpatch, as kubectl apply calls them (S-110).
 */
import { entryOf, equalJson, isObject, setEntry, type JsonObject, type JsonValue } from '../kubernetes/json.js'
import { ruleFor, rulesBelow, type MergeRule, type MergeRules } from './merge-rules.js'
import { mergePatches, sortByOrder } from './strategic-merge.js'

/**
 * What of a difference is written down: in a three-way merge, changes count against the live object and deletions
 * against the last applied one.
 */
interface DiffOptions {
  readonly ignoreDeletions?: true
  readonly ignoreChanges?: true
}

/**
 * The three-way patch of kubectl's client-side apply: what the new manifest sets and the live object does not have, and
 * the removal of what the last applied manifest set and the new one does not.
 * @param original the last applied manifest; empty where there is none.
 */
export function threeWayPatch(
  original: JsonObject,
  modified: JsonObject,
  current: JsonObject,
  rules: MergeRules,
): JsonObject {
  const changes = diffMaps(current, modified, rules, { ignoreDeletions: true }, false)
  const deletions = diffMaps(original, modified, rules, { ignoreChanges: true }, false)
  return mergePatches(deletions, changes, rules)
}

/** The patch that turns one object into another, deletions included. */
export function twoWayPatch(original: JsonObject, modified: JsonObject, rules: MergeRules): JsonObject {
  return diffMaps(original, modified, rules, {}, false)
}

function diffMaps(
  original: JsonObject,
  modified: JsonObject,
  rules: MergeRules,
  options: DiffOptions,
  retainKeys: boolean,
): JsonObject {
  const patch: JsonObject = {}
  const retained: string[] = []
  for (const [key, value] of Object.entries(modified)) {
    if (value === undefined) continue
    if (retainKeys && value !== null) retained.push(key)
    const before = entryOf(original, key)
    if (before === undefined || typeName(before) !== typeName(value)) {
      if (options.ignoreChanges !== true) setEntry(patch, key, value)
      continue
    }
    if (isObject(before) && isObject(value)) diffMap(patch, key, before, value, rules, options)
    else if (Array.isArray(before) && Array.isArray(value)) diffList(patch, key, before, value, rules, options)
    else replaceIfDifferent(patch, key, before, value, options)
  }
  if (options.ignoreDeletions !== true) {
    for (const key of Object.keys(original))
      if (original[key] !== undefined && entryOf(modified, key) === undefined) setEntry(patch, key, null)
  }
  const loses = Object.keys(original).some((key) => original[key] !== undefined && entryOf(modified, key) === undefined)
  if (retained.length > 0 && (Object.keys(patch).length > 0 || loses)) patch['$retainKeys'] = retained.sort()
  return patch
}

function diffMap(
  patch: JsonObject,
  key: string,
  before: JsonObject,
  after: JsonObject,
  rules: MergeRules,
  options: DiffOptions,
): void {
  const rule = ruleFor(rules, key)
  if (rule.strategy === 'replace') {
    // A map that is replaced as a whole stands in the patch even where it has not changed (handleMapDiff).
    if (options.ignoreChanges !== true) setEntry(patch, key, after)
    return
  }
  const below = diffMaps(before, after, rulesBelow(rules, key), options, rule.retainKeys === true)
  if (Object.keys(below).length > 0) setEntry(patch, key, below)
}

function diffList(
  patch: JsonObject,
  key: string,
  before: JsonValue[],
  after: JsonValue[],
  rules: MergeRules,
  options: DiffOptions,
): void {
  const rule = ruleFor(rules, key)
  if (rule.strategy !== 'merge') {
    replaceIfDifferent(patch, key, before, after, options)
    return
  }
  if (before.length === 0) {
    if (after.length > 0 && options.ignoreChanges !== true) setEntry(patch, key, after)
    return
  }
  if (rule.key === undefined) diffListOfScalars(patch, key, before, after, options)
  else diffListOfMaps(patch, key, before, after, rule, rulesBelow(rules, key), options)
}

function diffListOfMaps(
  patch: JsonObject,
  key: string,
  before: JsonValue[],
  after: JsonValue[],
  rule: MergeRule,
  below: MergeRules,
  options: DiffOptions,
): void {
  const mergeKey = rule.key as string
  const [old, wanted] = [before.filter(isObject), after.filter(isObject)]
  const changes: JsonObject[] = []
  const deletions: JsonObject[] = []
  // Items that share a merge key are matched in order, as the two sorted lists of diffListsOfMaps are.
  const [oldSorted, wantedSorted] = [sortedBy(old, mergeKey), sortedBy(wanted, mergeKey)]
  let [i, j] = [0, 0]
  while (i < oldSorted.length || j < wantedSorted.length) {
    const [left, right] = [oldSorted[i], wantedSorted[j]]
    const [leftKey, rightKey] = [keyText(left, mergeKey), keyText(right, mergeKey)]
    if (left !== undefined && right !== undefined && leftKey === rightKey) {
      const change = diffMaps(left, right, below, options, rule.retainKeys === true)
      if (Object.keys(change).length > 0) changes.push({ ...change, [mergeKey]: right[mergeKey] })
      i++
      j++
    } else if (right !== undefined && (left === undefined || leftKey > rightKey)) {
      if (options.ignoreChanges !== true) changes.push(right)
      j++
    } else {
      if (options.ignoreDeletions !== true && left !== undefined)
        deletions.push({ [mergeKey]: left[mergeKey], $patch: 'delete' })
      i++
    }
  }
  const items = [...sortByOrder(changes, wanted, mergeKey), ...deletions]
  const sameOrder =
    old.length === wanted.length && wanted.every((item, index) => equalJson(item[mergeKey], old[index]?.[mergeKey]))
  if (items.length > 0) setEntry(patch, key, items)
  const ordered = options.ignoreChanges === true ? items.length > 0 : items.length > 0 || !sameOrder
  if (ordered && wanted.length > 0)
    patch[`$setElementOrder/${key}`] = wanted.map((item) => ({ [mergeKey]: item[mergeKey] }))
}

function diffListOfScalars(
  patch: JsonObject,
  key: string,
  before: JsonValue[],
  after: JsonValue[],
  options: DiffOptions,
): void {
  const added =
    options.ignoreChanges === true
      ? []
      : after.filter((value) => !before.some((other) => String(other) === String(value)))
  const deleted =
    options.ignoreDeletions === true
      ? []
      : before.filter((value) => !after.some((other) => String(other) === String(value)))
  if (added.length > 0) setEntry(patch, key, added)
  if (deleted.length > 0) patch[`$deleteFromPrimitiveList/${key}`] = [...new Set(deleted)].sort()
  // Go has sorted the old list in place by then, so that a list which is not sorted always counts as changed.
  const sorted = [...before].sort((a, b) => (String(a) < String(b) ? -1 : String(a) > String(b) ? 1 : 0))
  const ordered = deleted.length > 0 || (options.ignoreChanges !== true && !equalJson(sorted, after))
  if (ordered && after.length > 0) patch[`$setElementOrder/${key}`] = after
}

function replaceIfDifferent(
  patch: JsonObject,
  key: string,
  before: JsonValue,
  after: JsonValue,
  options: DiffOptions,
): void {
  if (options.ignoreChanges !== true && !equalJson(before, after)) setEntry(patch, key, after)
}

function sortedBy(items: readonly JsonObject[], key: string): JsonObject[] {
  return [...items].sort((a, b) => (keyText(a, key) < keyText(b, key) ? -1 : keyText(a, key) > keyText(b, key) ? 1 : 0))
}

function keyText(item: JsonObject | undefined, key: string): string {
  return String(item?.[key])
}

function typeName(value: JsonValue): string {
  return value === null ? 'null' : Array.isArray(value) ? 'list' : typeof value
}
