/** The claims of a StatefulSet's pods (docs/semantics/statefulset.md, section 9). */
import type { StatefulSetBehaviour } from '../../../kubernetes/behaviour.js'
import type { Cluster, OwnerReference, PersistentVolumeClaim, Pod, WorkloadSet } from '../../cluster.js'
import { createClaim, inGroup, setClaimOwners } from '../../store/index.js'
import { isAcceptedClaim } from '../../objects/statefulset/api-refusals.js'
import {
  hasSlot,
  stringsOf,
  type ClaimTemplate,
  type StatefulSetSpec,
  claimName,
} from '../../objects/statefulset/spec.js'
import { controllerReference, objectKey } from '../../objects/index.js'

/** A pod whose claims are looked at: one that is there, or one that is about to be created and has no uid yet. */
export interface ClaimUser {
  readonly name: string
  readonly ordinal: number
  readonly uid: string
}

export function claimUser(pod: Pod, ordinal: number): ClaimUser {
  return { name: pod.metadata.name, ordinal, uid: pod.metadata.uid }
}

function claimOf(
  cluster: Cluster,
  set: WorkloadSet,
  template: ClaimTemplate,
  ordinal: number,
): PersistentVolumeClaim | undefined {
  return cluster.objects.claims.get(objectKey(set.metadata.namespace, claimName(set, template, ordinal)))
}

/**
 * Creates those claims of a pod that are missing (S-22, S-74).
 * @returns false where one cannot be created or is being deleted (S-81); the others are created all the same.
 */
export function createPersistentVolumeClaims(
  cluster: Cluster,
  set: WorkloadSet,
  spec: StatefulSetSpec,
  ordinal: number,
): boolean {
  let complete = true
  // the templates are read from a map: the order of several claims is open
  inGroupOf(cluster, spec.claimTemplates.length, () => {
    for (const template of spec.claimTemplates) {
      const claim = claimOf(cluster, set, template, ordinal)
      if (claim !== undefined) complete = complete && claim.metadata.deletionTimestamp === undefined
      else complete = createClaimOf(cluster, set, spec, template, ordinal) && complete
    }
  })
  return complete
}

function inGroupOf(cluster: Cluster, size: number, work: () => void): void {
  if (size > 1) inGroup(cluster, work)
  else work()
}

function createClaimOf(
  cluster: Cluster,
  set: WorkloadSet,
  spec: StatefulSetSpec,
  template: ClaimTemplate,
  ordinal: number,
): boolean {
  const claim = {
    name: claimName(set, template, ordinal),
    namespace: set.metadata.namespace,
    labels: { ...template.labels, ...stringsOf(spec.selector['matchLabels']) },
    annotations: template.annotations,
    finalizers: template.finalizers,
    spec: template.spec,
  }
  return isAcceptedClaim(cluster, template, claim) && createClaim(cluster, claim) !== undefined
}

/** S-80: with whenScaled Delete, a claim that belongs to an earlier pod of that name blocks the new one. */
export function podClaimIsStale(
  cluster: Cluster,
  set: WorkloadSet,
  spec: StatefulSetSpec,
  pod: ClaimUser,
  behaviour: StatefulSetBehaviour,
): boolean {
  if (spec.whenScaled === 'Retain') return false
  return spec.claimTemplates.some((template) => {
    const claim = claimOf(cluster, set, template, pod.ordinal)
    return claim !== undefined && hasStaleOwnerRef(claim, 'Pod', pod, behaviour)
  })
}

/** A reference that names the object and not its uid. Up to 1.29 the name alone counts. */
function hasStaleOwnerRef(
  claim: PersistentVolumeClaim,
  kind: string,
  owner: { name: string; uid: string },
  behaviour: StatefulSetBehaviour,
): boolean {
  const references = claim.metadata.ownerReferences
  if (!behaviour.claimControllers)
    return references.some((reference) => reference.name === owner.name && reference.uid !== owner.uid)
  const reference = references.find((each) => matchesRef(each, kind, owner.name))
  return reference !== undefined && reference.uid !== owner.uid
}

function matchesRef(reference: OwnerReference, kind: string, name: string): boolean {
  return (
    reference.kind === kind && reference.name === name && reference.apiVersion === (kind === 'Pod' ? 'v1' : 'apps/v1')
  )
}

/** The two that the policy lets own a claim. */
interface Owners {
  readonly set: WorkloadSet
  readonly spec: StatefulSetSpec
  readonly pod: ClaimUser
  readonly behaviour: StatefulSetBehaviour
}

/** S-77: who owns the claim of a pod under the retention policy. */
function wantedOwner({ spec, pod }: Owners): 'set' | 'pod' | 'nobody' {
  if (spec.whenScaled === 'Delete' && !hasSlot(spec, pod.ordinal)) return 'pod'
  return spec.whenDeleted === 'Delete' ? 'set' : 'nobody'
}

/** S-78: another controller owns the claim; the policy is ignored then. */
function hasUnexpectedController(claim: PersistentVolumeClaim, { set, spec, pod }: Owners): boolean {
  if (spec.whenScaled === 'Retain' && spec.whenDeleted === 'Retain') return false
  return claim.metadata.ownerReferences.some((reference) => {
    if (matchesRef(reference, 'StatefulSet', set.metadata.name)) return reference.uid !== set.metadata.uid
    if (matchesRef(reference, 'Pod', pod.name)) return reference.uid !== pod.uid
    return reference.controller === true
  })
}

function isClaimOwnerUpToDate(claim: PersistentVolumeClaim, owners: Owners): boolean {
  const { set, pod, behaviour } = owners
  const references = claim.metadata.ownerReferences
  const ownedBySet = references.some((reference) => reference.uid === set.metadata.uid)
  const ownedByPod = references.some((reference) => reference.uid === pod.uid)
  if (behaviour.claimControllers) {
    if (
      hasStaleOwnerRef(claim, 'StatefulSet', set.metadata, behaviour) ||
      hasStaleOwnerRef(claim, 'Pod', pod, behaviour)
    )
      return true
    if (hasUnexpectedController(claim, owners)) return !ownedBySet && !ownedByPod
    if (
      references.some(
        (reference) =>
          (reference.uid === set.metadata.uid || reference.uid === pod.uid) && reference.controller !== true,
      )
    )
      return false
  }
  const wanted = wantedOwner(owners)
  return ownedBySet === (wanted === 'set') && ownedByPod === (wanted === 'pod')
}

/**
 * Tells whether the claims of a pod carry the owners that the retention policy wants; a missing claim does not count.
 */
export function claimsMatchRetentionPolicy(cluster: Cluster, owners: Owners): boolean {
  return owners.spec.claimTemplates.every((template) => {
    const claim = claimOf(cluster, owners.set, template, owners.pod.ordinal)
    return claim === undefined || isClaimOwnerUpToDate(claim, owners)
  })
}

/** Writes the owners that the retention policy wants (S-77, S-79). */
export function updatePodClaimForRetentionPolicy(cluster: Cluster, owners: Owners): void {
  inGroupOf(cluster, owners.spec.claimTemplates.length, () => {
    for (const template of owners.spec.claimTemplates) {
      const claim = claimOf(cluster, owners.set, template, owners.pod.ordinal)
      if (claim !== undefined && !isClaimOwnerUpToDate(claim, owners))
        setClaimOwners(cluster, claim, claimOwnersForSetAndPod(claim, owners))
    }
  })
}

function claimOwnersForSetAndPod(claim: PersistentVolumeClaim, owners: Owners): OwnerReference[] {
  const { set, pod, behaviour } = owners
  const kept = claim.metadata.ownerReferences.filter((reference) =>
    behaviour.claimControllers
      ? !matchesRef(reference, 'StatefulSet', set.metadata.name) && !matchesRef(reference, 'Pod', pod.name)
      : reference.uid !== set.metadata.uid && reference.uid !== pod.uid,
  )
  const wanted = wantedOwner(owners)
  if (wanted === 'nobody' || (behaviour.claimControllers && hasUnexpectedController(claim, owners))) return kept
  const reference = wanted === 'set' ? controllerReference(set) : podReference(pod)
  // up to 1.29 the references were plain (S-78)
  return [
    ...kept,
    behaviour.claimControllers
      ? reference
      : { apiVersion: reference.apiVersion, kind: reference.kind, name: reference.name, uid: reference.uid },
  ]
}

function podReference(pod: ClaimUser): OwnerReference {
  return { apiVersion: 'v1', kind: 'Pod', name: pod.name, uid: pod.uid, controller: true, blockOwnerDeletion: true }
}
