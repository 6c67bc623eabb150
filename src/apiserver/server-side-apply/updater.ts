/**
 * What a write does to the managers' fields (structured-merge-diff, merge.Updater): an update takes what it changes, an
 * apply owns what it names and loses what it names no more.
 */
import type { JsonValue } from '../../kubernetes/json.js'
import { compare, withoutFields, type Comparison } from './compare.js'
import { ApplyConflictError, conflictsWith, type Conflict } from './conflicts.js'
import {
  difference,
  fieldSetOf,
  intersection,
  isEmptySet,
  noFields,
  recursiveDifference,
  union,
  type FieldSet,
} from './field-set.js'
import { fieldsOfValue } from './fields-of-value.js'
import { identifier, type ManagedFields, type Managers, type Writer } from './managers.js'
import { mergeValues } from './merge-values.js'
import { withNamedFields } from './named-fields.js'
import { fieldPath } from './path-element.js'
import { reconcileFields } from './reconcile.js'
import { removeFields } from './remove-fields.js'
import type { Schema } from './schema.js'

/** The type of the objects, and the fields that a write to them resets: a write to the object leaves its status. */
export interface Merging {
  readonly schema: Schema
  readonly apiVersion: string
  readonly resets: FieldSet
}

/** Fields that are nobody's. */
const stripped = fieldSetOf([
  fieldPath('apiVersion'),
  fieldPath('kind'),
  fieldPath('metadata'),
  ...[
    'name',
    'namespace',
    'creationTimestamp',
    'selfLink',
    'uid',
    'clusterName',
    'generation',
    'managedFields',
    'resourceVersion',
  ].map((name) => fieldPath('metadata', name)),
])

/** The managers after an update from one object to another, without what the writer itself has won. */
export function afterUpdate(
  before: JsonValue,
  after: JsonValue,
  managers: Managers,
  merging: Merging,
): { readonly managers: Map<string, ManagedFields>; readonly won: FieldSet } {
  const reconciled = reconcile(managers, merging)
  const comparison = withoutFields(compare(before, after, merging.schema), merging.resets)
  const rest = takeAway(reconciled, undefined, comparison, merging, true)
  const won = recursiveDifference(union(comparison.modified, comparison.added), merging.resets)
  return { managers: rest, won: difference(won, stripped) }
}

/**
 * An apply: the object that it makes and the managers after it.
 * @throws {ApplyConflictError} where it would change what others own, and is not forced.
 */
export function afterApply(
  live: JsonValue,
  configuration: JsonValue,
  managers: Managers,
  writer: Writer,
  merging: Merging,
  isForced: boolean,
): { readonly object: JsonValue; readonly managers: Map<string, ManagedFields> } {
  const { schema } = merging
  const self = identifier(writer)
  const reconciled = reconcile(managers, merging)
  const last = reconciled.get(self)?.fields ?? noFields
  const fields = recursiveDifference(fieldsOfValue(configuration, schema), merging.resets)
  reconciled.set(self, { ...writer, ...timeOf(reconciled.get(self)), fields })
  const merged = mergeValues(live, configuration, schema) ?? null
  const object = isEmptySet(last) ? merged : prune(merged, last, reconciled, merging)
  const comparison = withoutFields(compare(live, object, schema), merging.resets)
  const rest = takeAway(reconciled, self, comparison, merging, isForced)
  const own = rest.get(self)
  if (own !== undefined) put(rest, self, { ...own, fields: difference(own.fields, stripped) })
  return { object, managers: rest }
}

function timeOf(entry: ManagedFields | undefined): { readonly time?: number } {
  return entry?.time === undefined ? {} : { time: entry.time }
}

function put(managers: Map<string, ManagedFields>, key: string, entry: ManagedFields): void {
  if (isEmptySet(entry.fields)) managers.delete(key)
  else managers.set(key, entry)
}

function reconcile(managers: Managers, { schema, apiVersion }: Merging): Map<string, ManagedFields> {
  return new Map(
    [...managers].map(([key, entry]) => [
      key,
      entry.apiVersion === apiVersion ? { ...entry, fields: reconcileFields(entry.fields, schema) } : entry,
    ]),
  )
}

/**
 * What a change takes from everybody but the writer.
 * @throws {ApplyConflictError} where it takes something, and is not forced.
 */
function takeAway(
  managers: Map<string, ManagedFields>,
  self: string | undefined,
  { added, modified, removed }: Comparison,
  { apiVersion }: Merging,
  isForced: boolean,
): Map<string, ManagedFields> {
  const changed = union(modified, added)
  const conflicts: Conflict[] = []
  const rest = new Map(managers)
  for (const [key, entry] of managers) {
    // what was written in another version of the API is left to it: Rollcast converts no objects
    if (key === self || entry.apiVersion !== apiVersion) continue
    const taken = intersection(entry.fields, changed)
    if (!isEmptySet(taken)) conflicts.push(...conflictsWith(entry, taken))
    rest.set(key, { ...entry, fields: difference(difference(entry.fields, taken), removed) })
  }
  if (!isForced && conflicts.length > 0) throw new ApplyConflictError(conflicts)
  for (const [key, { fields }] of rest) if (isEmptySet(fields)) rest.delete(key)
  return rest
}

/** Takes out what the applier owned, does not name any more, and nobody else owns. */
function prune(merged: JsonValue, last: FieldSet, managers: Managers, { schema }: Merging): JsonValue {
  const named = (set: FieldSet): FieldSet => withNamedFields(set, schema)
  const fieldsIn = (value: JsonValue): FieldSet => named(fieldsOfValue(value, schema))
  const all = fieldsIn(merged)
  const pruned = removeFields(merged, named(last), schema)
  let owned = noFields
  for (const { fields } of managers.values()) owned = union(owned, fields)
  // what others own, or the applier still names, comes back
  const withOwned = removeFields(merged, difference(all, union(fieldsIn(pruned), named(owned))), schema)
  // and so does what the applier never owned
  return removeFields(merged, intersection(difference(all, fieldsIn(withOwned)), named(last)), schema)
}
