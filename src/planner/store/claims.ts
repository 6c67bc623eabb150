/** Every write to a claim. A claim that comes, changes or goes wakes no set (docs/semantics/statefulset.md). */
import type { JsonObject } from '../../kubernetes/json.js'
import type { Cluster, OwnerReference, PersistentVolumeClaim } from '../cluster.js'
import { emit, type EventNote } from './journal.js'
import { indexOwners, newMeta, register, unindexOwners, unregister, type NewMeta } from './meta.js'
import { claimChanged } from './waking.js'
import { writable, type WritableClaim } from './writable.js'
import { claimIdentity, keyOf, objectKey, shownNamespace, shownOwners } from '../objects/index.js'

/** Added at admission: the claim stays until no bound pod uses it. */
export const claimProtection = 'kubernetes.io/pvc-protection'

export interface NewClaim extends NewMeta {
  readonly spec: JsonObject
}

/** @returns undefined where a claim of that name exists. */
export function createClaim(cluster: Cluster, claim: NewClaim, note?: EventNote): PersistentVolumeClaim | undefined {
  const key = objectKey(claim.namespace, claim.name)
  if (cluster.objects.claims.has(key)) return undefined
  const finalizers = claim.finalizers ?? []
  const created: PersistentVolumeClaim = {
    kind: 'PersistentVolumeClaim',
    metadata: newMeta(cluster, {
      ...claim,
      finalizers: finalizers.includes(claimProtection) ? finalizers : [...finalizers, claimProtection],
    }),
    spec: claim.spec,
  }
  writable(cluster).objects.claims.set(key, created)
  register(cluster, created)
  indexOwners(cluster, created)
  const owners = shownOwners(created.metadata)
  event(cluster, created, 'create', owners.length === 0 ? undefined : owners, note)
  claimChanged(cluster, created)
  return created
}

function event(
  cluster: Cluster,
  claim: PersistentVolumeClaim,
  op: 'create' | 'delete' | 'gone' | 'own',
  owners?: string[],
  note?: EventNote,
): void {
  const { name, namespace } = claim.metadata
  emit(
    cluster,
    {
      op,
      kind: 'PersistentVolumeClaim',
      name,
      ...shownNamespace(namespace),
      ...claimIdentity(cluster, claim.metadata),
      ...(owners === undefined ? {} : { owners }),
    },
    note,
  )
}

/** Owner references changed: the retention policy works through them (S-77). */
export function setClaimOwners(cluster: Cluster, claim: WritableClaim, owners: readonly OwnerReference[]): void {
  const before = shownOwners(claim.metadata)
  unindexOwners(cluster, claim)
  claim.metadata.ownerReferences = owners
  indexOwners(cluster, claim)
  claimChanged(cluster, claim)
  const after = shownOwners(claim.metadata)
  if (before.join() !== after.join()) event(cluster, claim, 'own', after)
}

/** Labels or annotations changed. */
export function setClaimLabels(
  _cluster: Cluster,
  claim: WritableClaim,
  labels: Readonly<Record<string, string>>,
  annotations = claim.metadata.annotations,
): void {
  claim.metadata.labels = { ...labels }
  claim.metadata.annotations = { ...annotations }
}

/** A DELETE request for a claim: it stays, being deleted, as long as a finalizer holds it. */
export function deleteClaim(cluster: Cluster, claim: WritableClaim, note?: EventNote): void {
  const { metadata } = claim
  if (metadata.deletionTimestamp === undefined) {
    metadata.deletionTimestamp = cluster.queue.now
    event(cluster, claim, 'delete', undefined, note)
    writable(cluster).queue.unprotected.add(keyOf(claim))
  }
  if (metadata.finalizers.length === 0) removeClaim(cluster, claim)
}

/** A claim whose last finalizer goes while it is being deleted is gone. */
export function setClaimFinalizers(cluster: Cluster, claim: WritableClaim, finalizers: readonly string[]): void {
  claim.metadata.finalizers = finalizers
  writable(cluster).queue.unprotected.add(keyOf(claim))
  if (finalizers.length === 0 && claim.metadata.deletionTimestamp !== undefined) removeClaim(cluster, claim)
}

function removeClaim(cluster: Cluster, claim: PersistentVolumeClaim): void {
  event(cluster, claim, 'gone')
  writable(cluster).objects.claims.delete(keyOf(claim))
  unindexOwners(cluster, claim)
  unregister(cluster, claim)
}
