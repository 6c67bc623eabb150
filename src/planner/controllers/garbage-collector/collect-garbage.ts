/** The garbage collector: what has lost its owners goes, and owners wait for their dependents (S-84 to S-86). */
import type { Cluster, Dependent, OwnerReference } from '../../cluster.js'
import {
  deleteClaim,
  deletePod,
  deleteRevision,
  foregroundDeletion,
  orphanDependents,
  setClaimFinalizers,
  setClaimOwners,
  setPodFinalizers,
  setPodOwners,
  setRevisionOwners,
  setSetFinalizers,
  takeUncollected,
} from '../../store/index.js'

/** Looks at every object whose owners or dependents have changed, until there is none left. */
export function collectGarbage(cluster: Cluster): void {
  const { byUid } = cluster.index
  for (const uid of takeUncollected(cluster)) {
    const object = byUid.get(uid)
    if (object === undefined) continue
    if (object.metadata.finalizers.includes(orphanDependents) && object.metadata.deletionTimestamp !== undefined)
      orphan(cluster, uid)
    else if (isDeletingDependents(cluster, uid)) deleteDependents(cluster, uid)
    else attemptToDelete(cluster, object as Dependent)
  }
}

/** The object is being deleted in the foreground: it waits for those dependents that block it. */
function isDeletingDependents(cluster: Cluster, uid: string): boolean {
  const metadata = cluster.index.byUid.get(uid)?.metadata
  return metadata?.deletionTimestamp !== undefined && metadata.finalizers.includes(foregroundDeletion)
}

function dependentsOf(cluster: Cluster, uid: string): Dependent[] {
  return [...(cluster.index.dependents.get(uid) ?? [])]
}

function deleteDependents(cluster: Cluster, uid: string): void {
  const blocking = dependentsOf(cluster, uid).filter((dependent) =>
    dependent.metadata.ownerReferences.some((owner) => owner.uid === uid && owner.blockOwnerDeletion === true),
  )
  if (blocking.length === 0) dropFinalizer(cluster, uid, foregroundDeletion)
  else for (const dependent of dependentsOf(cluster, uid)) attemptToDelete(cluster, dependent)
}

function orphan(cluster: Cluster, uid: string): void {
  for (const dependent of dependentsOf(cluster, uid)) {
    setOwners(
      cluster,
      dependent,
      dependent.metadata.ownerReferences.filter((owner) => owner.uid !== uid),
    )
  }
  dropFinalizer(cluster, uid, orphanDependents)
}

function attemptToDelete(cluster: Cluster, object: Dependent): void {
  const { metadata } = object
  if (metadata.deletionTimestamp !== undefined || metadata.ownerReferences.length === 0) return
  const isWaiting = (owner: OwnerReference) => isDeletingDependents(cluster, owner.uid)
  const isDangling = (owner: OwnerReference) => !cluster.index.byUid.has(owner.uid)
  const solid = metadata.ownerReferences.filter((owner) => !isDangling(owner) && !isWaiting(owner))
  if (solid.length === metadata.ownerReferences.length) return
  if (solid.length > 0) setOwners(cluster, object, solid)
  else remove(cluster, object)
}

function remove(cluster: Cluster, object: Dependent): void {
  if (object.kind === 'Pod') deletePod(cluster, object)
  else if (object.kind === 'PersistentVolumeClaim') deleteClaim(cluster, object)
  else deleteRevision(cluster, object)
}

function setOwners(cluster: Cluster, object: Dependent, owners: readonly OwnerReference[]): void {
  if (object.kind === 'Pod') setPodOwners(cluster, object, owners)
  else if (object.kind === 'PersistentVolumeClaim') setClaimOwners(cluster, object, owners)
  else setRevisionOwners(cluster, object, owners)
}

function dropFinalizer(cluster: Cluster, uid: string, finalizer: string): void {
  const object = cluster.index.byUid.get(uid)
  if (object === undefined) return
  const kept = object.metadata.finalizers.filter((each) => each !== finalizer)
  const { namespace, name } = object.metadata
  const set = cluster.objects.sets.get(`${object.kind}/${namespace}/${name}`)
  if (set !== undefined) setSetFinalizers(cluster, set, kept)
  else if (object.kind === 'Pod') setPodFinalizers(cluster, object as never, kept)
  else if (object.kind === 'PersistentVolumeClaim') setClaimFinalizers(cluster, object as never, kept)
}
