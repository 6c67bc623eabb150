/** Every write to a ControllerRevision. A DaemonSet's controller watches them, a StatefulSet's does not (D-63b). */
import type { Cluster, ControllerRevision, OwnerReference } from '../cluster.js'
import { emit } from './journal.js'
import { addTo, indexOwners, newMeta, register, takeFrom, unindexOwners, unregister, type NewMeta } from './meta.js'
import type { PlanEvent } from '../plan.js'
import { writable, type WritableRevision } from './writable.js'
import {
  controllerOf,
  keyOf,
  keyOfSet,
  objectKey,
  revisionIdentity,
  setKey,
  shownNamespace,
  shownOwners,
  possibleAdopters,
} from '../objects/index.js'
import { wake } from './waking.js'

export interface NewRevision extends NewMeta {
  readonly data: string
  readonly revision: number
}

/** @returns undefined where a revision of that name exists. */
export function createRevision(cluster: Cluster, revision: NewRevision): ControllerRevision | undefined {
  const key = objectKey(revision.namespace, revision.name)
  if (cluster.objects.revisions.has(key)) return undefined
  const created: ControllerRevision = {
    kind: 'ControllerRevision',
    metadata: newMeta(cluster, revision),
    data: revision.data,
    revision: revision.revision,
  }
  writable(cluster).objects.revisions.set(key, created)
  register(cluster, created)
  indexOwners(cluster, created)
  indexHistory(cluster, created)
  const owners = shownOwners(created.metadata)
  event(cluster, created, { op: 'create', number: created.revision, ...(owners.length === 0 ? {} : { owners }) })
  return created
}

/** Lists a revision under its controller, or as nobody's. */
export function indexHistory(cluster: Cluster, revision: ControllerRevision): void {
  const { revisionsOf, orphanRevisions } = writable(cluster).index
  const controller = controllerOf(revision)
  if (controller === undefined) addTo(orphanRevisions, revision.metadata.namespace, revision)
  else addTo(revisionsOf, controller.uid, revision)
}

function unindexHistory(cluster: Cluster, revision: ControllerRevision): void {
  const { revisionsOf, orphanRevisions } = writable(cluster).index
  const controller = controllerOf(revision)
  if (controller === undefined) takeFrom(orphanRevisions, revision.metadata.namespace, revision)
  else takeFrom(revisionsOf, controller.uid, revision)
}

function event(
  cluster: Cluster,
  revision: ControllerRevision,
  rest: Pick<PlanEvent, 'op' | 'number' | 'owners'>,
  identity = revisionIdentity(revision),
): void {
  const { name, namespace } = revision.metadata
  const { op, ...more } = rest
  emit(cluster, { op, kind: 'ControllerRevision', name, ...shownNamespace(namespace), ...identity, ...more })
}

/** Gives the revision another number: the newest revision is the one with the highest (S-98). */
export function renumberRevision(cluster: Cluster, revision: WritableRevision, number: number): void {
  if (revision.revision === number) return
  revision.revision = number
  event(cluster, revision, { op: 'renumber', number })
  wakeOwner(cluster, revision)
}

/** The DaemonSet that controls a revision; one that is being deleted races with the garbage collector, and is left alone. */
function wakeOwner(cluster: Cluster, revision: ControllerRevision): void {
  const owner = controllerOf(revision)
  const set =
    owner?.kind === 'DaemonSet'
      ? cluster.objects.sets.get(setKey('DaemonSet', revision.metadata.namespace, owner.name))
      : undefined
  if (set !== undefined && set.metadata.uid === owner?.uid && set.metadata.deletionTimestamp === undefined)
    wake(cluster, keyOfSet(set))
}

/** The DaemonSets that may want to adopt a revision. */
function wakeHeirs(cluster: Cluster, revision: ControllerRevision): void {
  for (const set of possibleAdopters(cluster, revision))
    if (set.kind === 'DaemonSet' && set.metadata.deletionTimestamp === undefined) wake(cluster, keyOfSet(set))
}

/** Owner references changed: adoption, or an owner that is gone. */
export function setRevisionOwners(
  cluster: Cluster,
  revision: WritableRevision,
  owners: readonly OwnerReference[],
): void {
  const before = shownOwners(revision.metadata)
  const identity = revisionIdentity(revision)
  unindexHistory(cluster, revision)
  unindexOwners(cluster, revision)
  wakeOwner(cluster, revision)
  revision.metadata.ownerReferences = owners
  indexOwners(cluster, revision)
  indexHistory(cluster, revision)
  if (controllerOf(revision) === undefined) wakeHeirs(cluster, revision)
  else wakeOwner(cluster, revision)
  const after = shownOwners(revision.metadata)
  if (before.join() !== after.join())
    event(cluster, revision, { op: 'own', owners: after }, { ...identity, ...revisionIdentity(revision) })
}

/** Labels or annotations changed (a DaemonSet puts its hash label on an adopted revision). */
export function setRevisionLabels(
  cluster: Cluster,
  revision: WritableRevision,
  labels: Readonly<Record<string, string>>,
  annotations = revision.metadata.annotations,
): void {
  revision.metadata.labels = { ...labels }
  revision.metadata.annotations = { ...annotations }
  if (controllerOf(revision) === undefined) wakeHeirs(cluster, revision)
  else wakeOwner(cluster, revision)
}

export function deleteRevision(cluster: Cluster, revision: WritableRevision): void {
  if (revision.metadata.deletionTimestamp === undefined) {
    revision.metadata.deletionTimestamp = cluster.queue.now
    event(cluster, revision, { op: 'delete' })
  }
  if (revision.metadata.finalizers.length > 0) return
  event(cluster, revision, { op: 'gone' })
  writable(cluster).objects.revisions.delete(keyOf(revision))
  unindexHistory(cluster, revision)
  unindexOwners(cluster, revision)
  unregister(cluster, revision)
  wakeOwner(cluster, revision)
}
