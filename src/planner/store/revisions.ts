/** Every write to a ControllerRevision. None of them wakes a set. */
import type { Cluster, ControllerRevision, OwnerReference } from '../cluster.js'
import { emit } from './journal.js'
import { addTo, indexOwners, newMeta, register, takeFrom, unindexOwners, unregister, type NewMeta } from './meta.js'
import type { PlanEvent } from '../plan.js'
import { writable, type WritableRevision } from './writable.js'
import { keyOf, objectKey, revisionIdentity, shownNamespace, shownOwners } from '../objects/index.js'

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
  addTo(writable(cluster).index.revisionsIn, revision.namespace, created)
  const owners = shownOwners(created.metadata)
  event(cluster, created, { op: 'create', number: created.revision, ...(owners.length === 0 ? {} : { owners }) })
  return created
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
}

/** Owner references changed: adoption, or an owner that is gone. */
export function setRevisionOwners(
  cluster: Cluster,
  revision: WritableRevision,
  owners: readonly OwnerReference[],
): void {
  const before = shownOwners(revision.metadata)
  const identity = revisionIdentity(revision)
  unindexOwners(cluster, revision)
  revision.metadata.ownerReferences = owners
  indexOwners(cluster, revision)
  const after = shownOwners(revision.metadata)
  if (before.join() !== after.join())
    event(cluster, revision, { op: 'own', owners: after }, { ...identity, ...revisionIdentity(revision) })
}

/** Labels changed (a DaemonSet puts its hash label on an adopted revision). */
export function setRevisionLabels(
  _cluster: Cluster,
  revision: WritableRevision,
  labels: Readonly<Record<string, string>>,
): void {
  revision.metadata.labels = { ...labels }
}

export function deleteRevision(cluster: Cluster, revision: WritableRevision): void {
  if (revision.metadata.deletionTimestamp === undefined) {
    revision.metadata.deletionTimestamp = cluster.queue.now
    event(cluster, revision, { op: 'delete' })
  }
  if (revision.metadata.finalizers.length > 0) return
  event(cluster, revision, { op: 'gone' })
  writable(cluster).objects.revisions.delete(keyOf(revision))
  takeFrom(writable(cluster).index.revisionsIn, revision.metadata.namespace, revision)
  unindexOwners(cluster, revision)
  unregister(cluster, revision)
}
