/** Every write to a StatefulSet or DaemonSet. */
import { asList, asNumber, asObject, asString, equalJson, type JsonObject } from '../../kubernetes/json.js'
import { claimStem } from '../../kubernetes/ordinals.js'
import type { Cluster, WorkloadSet } from '../cluster.js'
import { newMeta, register, unregister, type NewMeta, addTo, takeFrom } from './meta.js'
import { forgetSet, setChanged, statusChanged } from './waking.js'
import { writable, type WritableSet } from './writable.js'
import { keyOfSet, objectKey, setKey, adopterKey } from '../objects/index.js'

/** How a deletion treats what the object owns (S-84 to S-86). */
export type Propagation = 'Background' | 'Foreground' | 'Orphan'

/** The finalizers with which the garbage collector holds an owner. */
export const foregroundDeletion = 'foregroundDeletion'
export const orphanDependents = 'orphan'

export interface NewSet extends NewMeta {
  readonly kind: WorkloadSet['kind']
  /** As stored: defaults filled in. */
  readonly spec: JsonObject
}

/** @returns undefined where a set of that kind and name exists. */
export function createSet(cluster: Cluster, set: NewSet): WorkloadSet | undefined {
  const key = setKey(set.kind, set.namespace, set.name)
  if (cluster.objects.sets.has(key)) return undefined
  const created: WorkloadSet = { kind: set.kind, metadata: newMeta(cluster, set), spec: set.spec, status: {} }
  writable(cluster).objects.sets.set(key, created)
  register(cluster, created)
  indexSet(cluster, created)
  setChanged(cluster, created)
  return created
}

/**
 * An update of the set as the API server stores it: a changed spec raises the generation (S-114). An update that
 * changes nothing is no update, and wakes nobody.
 */
export function updateSet(
  cluster: Cluster,
  set: WritableSet,
  change: {
    spec?: JsonObject
    labels?: Readonly<Record<string, string>>
    annotations?: Readonly<Record<string, string>>
  },
): void {
  const { metadata } = set
  const specChanged = change.spec !== undefined && !equalJson(change.spec, set.spec)
  const metaChanged =
    (change.labels !== undefined && !equalJson(change.labels, metadata.labels)) ||
    (change.annotations !== undefined && !equalJson(change.annotations, metadata.annotations))
  if (!specChanged && !metaChanged) return
  if (change.labels !== undefined) metadata.labels = { ...change.labels }
  if (change.annotations !== undefined) metadata.annotations = { ...change.annotations }
  if (specChanged && change.spec !== undefined) {
    takeFrom(writable(cluster).index.adopters, adopterKey(set), set)
    set.spec = change.spec
    metadata.generation++
    indexSet(cluster, set)
  }
  setChanged(cluster, set)
}

/**
 * Its controller writes the status; the watch wakes the controller again (a status that stays the same is not written).
 */
export function setStatus(cluster: Cluster, set: WritableSet, status: JsonObject): void {
  if (equalJson(status, set.status)) return
  set.status = status
  set.statusTime = cluster.queue.now
  statusChanged(cluster, set)
}

/**
 * A DELETE request for a set. In the background it is gone at once; else it stays until the garbage collector is done
 * with its dependents.
 */
export function deleteSet(cluster: Cluster, set: WritableSet, propagation: Propagation = 'Background'): void {
  const { metadata } = set
  const kept = metadata.finalizers.filter(
    (finalizer) => finalizer !== foregroundDeletion && finalizer !== orphanDependents,
  )
  if (propagation === 'Foreground') kept.push(foregroundDeletion)
  if (propagation === 'Orphan') kept.push(orphanDependents)
  metadata.finalizers = kept
  if (kept.length === 0) {
    removeSet(cluster, set)
    return
  }
  if (metadata.deletionTimestamp === undefined) {
    metadata.deletionTimestamp = cluster.queue.now
    // the API server counts the mark as a change of the object (rest.BeforeDelete)
    metadata.generation = (asNumber(metadata.generation) ?? 0) + 1
  }
  writable(cluster).queue.uncollected.add(metadata.uid)
  setChanged(cluster, set)
}

/** A set whose last finalizer goes while it is being deleted is gone. */
export function setSetFinalizers(cluster: Cluster, set: WritableSet, finalizers: readonly string[]): void {
  set.metadata.finalizers = finalizers
  if (finalizers.length === 0 && set.metadata.deletionTimestamp !== undefined) removeSet(cluster, set)
  else setChanged(cluster, set)
}

function removeSet(cluster: Cluster, set: WorkloadSet): void {
  const key = keyOfSet(set)
  writable(cluster).objects.sets.delete(key)
  takeFrom(writable(cluster).index.adopters, adopterKey(set), set)
  forgetSet(cluster, key)
  unregister(cluster, set)
}

/** Lists a set under what it selects, and its claims' names under it. */
export function indexSet(cluster: Cluster, set: WorkloadSet): void {
  addTo(writable(cluster).index.adopters, adopterKey(set), set)
  noteClaimTemplates(cluster, set)
}

/** Notes by which names a set finds its claims. They stay known when the set is gone: its claims are still there. */
function noteClaimTemplates(cluster: Cluster, set: WorkloadSet): void {
  if (set.kind !== 'StatefulSet') return
  const { name, namespace } = set.metadata
  for (const item of asList(set.spec['volumeClaimTemplates'])) {
    const template = asString(asObject(asObject(item)['metadata'])['name'])
    if (template !== undefined)
      writable(cluster).index.claimStems.set(objectKey(namespace, claimStem(template, name)), { set: name, template })
  }
}
