/**
 * What the API server does with managed fields at each write (apimachinery, managedfields): an update, an apply, and a
 * write to the subresource `scale`.
 */
import { decodeStruct, encodeStruct } from '../../kubernetes/go-types/decode.js'
import { goTypes } from '../../kubernetes/go-types/index.js'
import { asObject, asString, equalJson, isObject, type JsonObject } from '../../kubernetes/json.js'
import { rootType } from '../../kubernetes/kinds.js'
import { ServerError } from '../server-error.js'
import { ApplyConflictError } from './conflicts.js'
import { capUpdateManagers } from './cap-managers.js'
import { difference, fieldSetOf, hasField, isEmptySet, noFields, union } from './field-set.js'
import { allowedByLastApplied, syncedLastApplied } from './last-applied.js'
import { fieldsOfValue } from './fields-of-value.js'
import {
  entriesOf,
  sortedEntries,
  identifier,
  managersOf,
  readManagedFields,
  type ManagedFields,
  type Managers,
  type Writer,
} from './managers.js'
import { fieldPath } from './path-element.js'
import { schemaOf } from './schema.js'
import { faultsText } from './typed-errors.js'
import { afterApply, afterUpdate, type Merging } from './updater.js'
import { typedFaults } from './validate.js'

/** A write of an object, as the field manager sees it. */
export interface Write {
  /** What is stored; undefined for a create. */
  readonly live: JsonObject | undefined
  readonly managed: readonly ManagedFields[]
  readonly manager: string
  readonly subresource?: string
  /** The API server's minor version. */
  readonly minor: number
  /** Seconds since 1970. */
  readonly now: number
}

/** A write to the object itself leaves its status (GetResetFields). */
const resets = fieldSetOf([fieldPath('status')])
/** Kinds whose status the strategy resets; for others Rollcast knows no strategy. */
const kindsWithReset: readonly string[] = ['StatefulSet', 'DaemonSet', 'PodDisruptionBudget', 'HorizontalPodAutoscaler']

function mergingOf(object: JsonObject, minor: number, subresource?: string): Merging {
  const [apiVersion, kind] = [asString(object['apiVersion']) ?? '', asString(object['kind']) ?? '']
  return {
    schema: schemaOf(apiVersion, kind, minor),
    apiVersion,
    resets: subresource === undefined && kindsWithReset.includes(kind) ? resets : noFields,
  }
}

/** The object as the server's own encoder writes it: what is unset but not left out is there too. */
function versioned(object: JsonObject, minor: number): JsonObject {
  const root = rootType(asString(object['apiVersion']) ?? '', asString(object['kind']) ?? '')
  if (root === undefined) return object
  const types = goTypes(minor)
  return encodeStruct(decodeStruct(object, root, types), root, types)
}

/** An object of that kind in which nothing is set. */
function emptyOf({ apiVersion, kind }: JsonObject): JsonObject {
  return { ...(apiVersion === undefined ? {} : { apiVersion }), ...(kind === undefined ? {} : { kind }) }
}

/**
 * The managed fields after a POST, a PUT or a PATCH that is no apply: the manager takes what the write changes.
 * @param object what the request makes of the object, with its defaults, before the strategy resets anything.
 */
export function managedAfterUpdate(write: Write, object: JsonObject): ManagedFields[] {
  const { live, manager, subresource, minor, now } = write
  const managers = managersOf(subresource === undefined ? managedGiven(write, object) : write.managed)
  // what nobody is known to own is not tracked from here on either, unless it is new (skipNonAppliedManager)
  if (managers.size === 0 && live !== undefined) return []
  const merging = mergingOf(object, minor, subresource)
  const writer: Writer = {
    manager: manager === '' ? 'unknown' : manager,
    operation: 'Update',
    apiVersion: merging.apiVersion,
    ...(subresource === undefined ? {} : { subresource }),
  }
  const before = versioned(live ?? emptyOf(object), minor)
  return entriesOf(update(before, versioned(object, minor), managers, writer, merging, now))
}

/**
 * decodeLiveOrNew: a request may bring managed fields of its own. An empty list, or one empty entry, forgets them all;
 * none, or such as cannot be read, leave those that are stored.
 */
function managedGiven({ managed }: Write, object: JsonObject): readonly ManagedFields[] {
  const given = asObject(object['metadata'])['managedFields']
  if (!Array.isArray(given)) return managed
  const [first, ...more] = given
  if (first === undefined || (more.length === 0 && isObject(first) && Object.keys(first).length === 0)) return []
  const read = readManagedFields(given)
  return read === undefined || read.length === 0 ? managed : read
}

function update(
  before: JsonObject,
  after: JsonObject,
  managers: Managers,
  writer: Writer,
  merging: Merging,
  now: number,
): Map<string, ManagedFields> {
  const { managers: rest, won } = afterUpdate(before, after, managers, merging)
  if (!isEmptySet(won)) {
    const key = identifier(writer)
    rest.set(key, { ...writer, time: now, fields: union(won, rest.get(key)?.fields ?? noFields) })
  }
  return capUpdateManagers(rest)
}

export interface Applied {
  /** What is to be stored, before defaults; it may hold nulls where nothing is left. */
  readonly object: JsonObject
  readonly managed: ManagedFields[]
}

/**
 * Server-side apply.
 * @throws {ServerError} for a configuration that does not fit its schema.
 * @throws {ApplyConflictError} where it would change what others own, and is not forced.
 */
export function applyConfiguration(write: Write, configuration: JsonObject, isForced: boolean): Applied {
  const { live, manager, minor, now } = write
  if (asObject(configuration['metadata'])['managedFields'] !== undefined)
    throw new ServerError('BadRequest', 'metadata.managedFields must be nil')
  const merging = mergingOf(configuration, minor)
  const faults = typedFaults(configuration, merging.schema, false)
  if (faults.length > 0)
    throw new ServerError(
      'Unknown',
      `failed to create typed patch object (${titleOf(configuration)}): ${faultsText(faults)}`,
    )
  const before = versioned(live ?? emptyOf(configuration), minor)
  let managers: Map<string, ManagedFields> = managersOf(write.managed)
  if (managers.size === 0) {
    const first: Writer = { manager: 'before-first-apply', operation: 'Update', apiVersion: merging.apiVersion }
    managers = update(versioned(emptyOf(configuration), minor), before, managers, first, merging, now)
  }
  const writer: Writer = { manager, operation: 'Apply', apiVersion: merging.apiVersion }
  const attempt = (forced: boolean): ReturnType<typeof afterApply> =>
    afterApply(before, configuration, managers, writer, merging, forced)
  const result = forgiving(attempt, isForced, manager, () => allowedByLastApplied(before, merging))
  const made = asObject(result.object)
  const self = identifier(writer)
  const own = result.managers.get(self)
  if (own !== undefined && !equalJson(before, made)) result.managers.set(self, { ...own, time: now })
  return {
    object: manager === kubectlManager ? syncedLastApplied(made, configuration) : made,
    managed: entriesOf(result.managers),
  }
}

/** The manager under which kubectl applies, and whose conflicts with its own past the server forgives. */
export const kubectlManager = 'kubectl'

/** lastAppliedManager: what the annotation of a client-side apply shows to be one's own is no conflict. */
function forgiving<Result>(
  attempt: (forced: boolean) => Result,
  isForced: boolean,
  manager: string,
  allowed: () => ReturnType<typeof allowedByLastApplied>,
): Result {
  try {
    return attempt(isForced)
  } catch (error) {
    if (!(error instanceof ApplyConflictError) || manager !== kubectlManager) throw error
    const fields = allowed()
    if (fields === undefined) throw error
    const left = error.conflicts.filter(({ path }) => !hasField(fields, path))
    if (left.length > 0) throw new ApplyConflictError(left)
    return attempt(true)
  }
}

/** An object in the server's messages: `default/web; apps/v1, Kind=StatefulSet` */
export function titleOf(object: JsonObject): string {
  const metadata = asObject(object['metadata'])
  return `${asString(metadata['namespace']) ?? ''}/${asString(metadata['name']) ?? ''}; ${versionOf(object)}, Kind=${asString(object['kind']) ?? ''}`
}

/** Its apiVersion there: the core group is empty, `/v1`. */
export function versionOf(object: JsonObject): string {
  const apiVersion = asString(object['apiVersion']) ?? ''
  return apiVersion.includes('/') ? apiVersion : `/${apiVersion}`
}

/**
 * The managed fields with those of the status, which the set's controller writes: they are one of the ten managers that
 * are kept apart. Where nobody is known to own anything, the server tracks nothing.
 * @param status as it was written last, and when; seconds since 1970.
 * @param isNewest whether that was after the last of the other writes: entries that are one manager's have met in it.
 */
export function managedWithStatus(
  managed: readonly ManagedFields[],
  apiVersion: string,
  kind: string,
  status: { readonly value: JsonObject; readonly time: number },
  minor: number,
  isNewest: boolean,
): readonly ManagedFields[] {
  if (managed.length === 0) return managed
  const writer: Writer = { manager: 'kube-controller-manager', operation: 'Update', apiVersion, subresource: 'status' }
  const fields = fieldsOfValue({ status: status.value }, schemaOf(apiVersion, kind, minor))
  const entry: ManagedFields = { ...writer, time: status.time, fields }
  const others = (isNewest ? entriesOf(managersOf(managed)) : managed).filter(
    (each) => identifier(each) !== identifier(writer),
  )
  return sortedEntries([...others, entry])
}

const replicas = fieldPath('spec', 'replicas')
const replicasOnly = fieldSetOf([replicas])

/**
 * The managed fields after a write to the subresource `scale` (ScaleHandler): there, those who own the replicas are
 * the managers of an object of its own, and what becomes of them comes back to the set.
 * @param isChanged whether the write changes the number.
 */
export function managedAfterScale(write: Write, apiVersion: string, isChanged: boolean): ManagedFields[] {
  const parents = managersOf(write.managed)
  const owners = new Map<string, ManagedFields>()
  for (const [key, entry] of parents)
    if (entry.apiVersion === apiVersion && hasField(entry.fields, replicas))
      owners.set(key, { ...entry, apiVersion: scaleVersion, fields: replicasOnly })
  const scaled = scaleManagers(owners, write.manager, isChanged)
  const result = new Map<string, ManagedFields>()
  for (const [key, entry] of parents) {
    if (entry.apiVersion !== apiVersion) continue
    if (!hasField(entry.fields, replicas) || scaled.delete(key)) {
      result.set(key, entry)
      continue
    }
    const fields = difference(entry.fields, replicasOnly)
    if (!isEmptySet(fields)) result.set(key, { ...entry, fields })
  }
  for (const [key, { manager, operation, subresource }] of scaled)
    result.set(key, {
      manager,
      operation,
      apiVersion,
      ...(subresource === undefined ? {} : { subresource }),
      fields: replicasOnly,
    })
  return entriesOf(result)
}

const scaleVersion = 'autoscaling/v1'

/** The managers of the scale after the write: of an object that nobody owns the server tracks nothing. */
function scaleManagers(owners: Managers, manager: string, isChanged: boolean): Map<string, ManagedFields> {
  const before = managersOf([...owners.values()])
  if (before.size === 0 || !isChanged) return before
  const writer: Writer = { manager, operation: 'Update', apiVersion: scaleVersion, subresource: 'scale' }
  return new Map([[identifier(writer), { ...writer, fields: replicasOnly }]])
}
