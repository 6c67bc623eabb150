/** Replica slots and condemned pods: creation, scale-out, scale-in, failed pods (statefulset.md sections 2 to 5). */
import { asObject } from '../../kubernetes/json.js'
import type { Pod } from '../cluster.js'
import { claimsOfVolumes, controllerReference, createPod, deletePod, revisionLabel, setPodLabels, type NewPod } from '../store/index.js'
import { isAcceptedPod } from './api-refusals.js'
import { templateOf } from './history.js'
import { claimName, claimsMatch, claimUser, createClaims, hasStaleClaim, updateClaimOwners, type ClaimUser } from './statefulset-claims.js'
import { isAvailable, isReady, isTerminal, isTerminating } from './statefulset-pods.js'
import { ordinalOf, stringsOf } from './statefulset-spec.js'
import { isDown, revisionForNewPod, type Progress, type StatefulSetSync } from './statefulset-sync.js'

/** S-18, S-30: one replica slot. */
export function processReplica(sync: StatefulSetSync, index: number): Progress {
  const { cluster, set, spec, members } = sync
  const pod = members.slots[index]
  const ordinal = spec.start + index
  if (pod === undefined) return createReplica(sync, index)
  if (isTerminal(pod)) {
    if (!isTerminating(pod)) deletePod(cluster, pod, { note: { why: `It ${pod.phase === 'Failed' ? 'has failed' : 'has ended'}: a new pod takes its place.` } })
    // the new pod is made in a later sync, once this one is gone
    return 'stop'
  }
  const user = claimUser(pod, ordinal)
  if (pod.phase === 'Pending') {
    if (!createClaims(cluster, set, spec, ordinal)) return 'failed'
    if (sync.behaviour.retentionPolicy) updateClaimOwners(cluster, { ...sync, pod: user })
  }
  if (spec.monotonic && (isTerminating(pod) || !isReady(pod) || !isAvailable(pod, spec.minReadySeconds, cluster.now))) return 'stop'
  if (members.settled.has(pod)) return 'go on'
  if (!conform(sync, pod, user)) return 'failed'
  members.settled.add(pod)
  return 'go on'
}

/** S-17, S-22: the claims first, then the pod. */
function createReplica(sync: StatefulSetSync, index: number): Progress {
  const { cluster, set, spec, behaviour } = sync
  const ordinal = spec.start + index
  const pod = newPod(sync, index)
  const user: ClaimUser = { name: pod.name, ordinal, uid: '' }
  if (behaviour.retentionPolicy && hasStaleClaim(cluster, set, spec, user, behaviour)) return 'stop'
  if (!createClaims(cluster, set, spec, ordinal)) return 'failed'
  // S-21: a pod of that name may exist, and be somebody else's
  const refused = !isAcceptedPod(pod, spec.serviceName, cluster.target)
  if (!refused && createPod(cluster, pod) === undefined) return 'failed'
  if (behaviour.retentionPolicy) updateClaimOwners(cluster, { ...sync, pod: user })
  if (refused) return 'failed'
  return spec.monotonic ? 'stop' : 'go on'
}

/** S-92, S-93: the pod of a slot, with its identity and its storage. */
function newPod(sync: StatefulSetSync, index: number): NewPod {
  const { set, spec, behaviour } = sync
  const ordinal = spec.start + index
  const name = `${set.metadata.name}-${ordinal}`
  const revision = revisionForNewPod(sync, index)
  const template = templateOf(revision)
  const metadata = asObject(template['metadata'])
  const podSpec = asObject(template['spec'])
  // S-72: a claim template's volume replaces the template's volume of that name
  const claims = new Map(spec.claimTemplates.map((claim) => [claim.name, claimName(set, claim, ordinal)]))
  for (const [volume, claim] of claimsOfVolumes(podSpec)) if (!claims.has(volume)) claims.set(volume, claim)
  return {
    name,
    namespace: set.metadata.namespace,
    labels: { ...stringsOf(metadata['labels']), ...identityLabels(name, ordinal, behaviour.podIndexLabel), [revisionLabel]: revision.metadata.name },
    annotations: stringsOf(metadata['annotations']),
    finalizers: (metadata['finalizers'] ?? []) as string[],
    ownerReferences: [controllerReference(set)],
    spec: podSpec,
    claims,
  }
}

const podNameLabel = 'statefulset.kubernetes.io/pod-name'

function identityLabels(name: string, ordinal: number, indexLabel: boolean): Record<string, string> {
  return { [podNameLabel]: name, ...(indexLabel ? { 'apps.kubernetes.io/pod-index': String(ordinal) } : {}) }
}

/**
 * S-94, S-76: brings identity, storage and claims of a pod into line.
 * @returns false where the API server refuses it: the volumes of a pod that is there cannot be changed.
 */
function conform(sync: StatefulSetSync, pod: Pod, user: ClaimUser): boolean {
  const { cluster, set, spec, behaviour } = sync
  const { name, labels } = pod.metadata
  const identityMatches = name === `${set.metadata.name}-${user.ordinal}` && labels[podNameLabel] === name
  const storageMatches = spec.claimTemplates.every((template) => pod.claims.get(template.name) === claimName(set, template, user.ordinal))
  const owners = { ...sync, pod: user }
  if (!storageMatches) {
    createClaims(cluster, set, spec, user.ordinal)
    return false
  }
  if (behaviour.retentionPolicy && !claimsMatch(cluster, owners)) updateClaimOwners(cluster, owners)
  if (name !== `${set.metadata.name}-${user.ordinal}`) return false
  if (!identityMatches) setPodLabels(cluster, pod, { ...labels, ...identityLabels(name, user.ordinal, behaviour.podIndexLabel) })
  return true
}

/** S-12h: the claims of a condemned pod get the owner that the policy wants, before any condemned pod is deleted. */
export function fixCondemnedClaims(sync: StatefulSetSync, index: number): Progress {
  const pod = sync.members.condemned[index]
  if (pod === undefined || !sync.behaviour.retentionPolicy) return 'go on'
  const user = claimUser(pod, ordinalOf(sync.set.metadata.name, pod.metadata.name) ?? 0)
  updateClaimOwners(sync.cluster, { ...sync, pod: user })
  return 'go on'
}

/** S-23 to S-27: one condemned pod. `firstDown` is the pod that OrderedReady may delete though it is down (S-25). */
export function processCondemned(sync: StatefulSetSync, index: number, firstDown: Pod | 'a new pod' | undefined): Progress {
  const { cluster, spec, members } = sync
  const pod = members.condemned[index]
  if (pod === undefined) return 'go on'
  if (isTerminating(pod)) return spec.monotonic ? 'stop' : 'go on'
  const isUp = isReady(pod) && isAvailable(pod, spec.minReadySeconds, cluster.now)
  if (spec.monotonic && !isUp && pod !== firstDown) return 'stop'
  const ordinal = ordinalOf(sync.set.metadata.name, pod.metadata.name) ?? 0
  deletePod(cluster, pod, { note: { why: `Scaled in: ${spec.replicas === 0 ? 'no pod is wanted' : `ordinal ${ordinal} lies outside ${spec.start} to ${spec.end}`}.` } })
  return 'stop'
}

/** S-25: the lowest slot that is down, else the condemned pod of the lowest ordinal that is down. */
export function firstDown(sync: StatefulSetSync): Pod | 'a new pod' | undefined {
  const { slots, condemned } = sync.members
  if (condemned.length === 0) return undefined
  for (const pod of slots) {
    if (pod === undefined) return 'a new pod'
    if (isDown(sync, pod)) return pod
  }
  return condemned.findLast((pod) => isDown(sync, pod))
}
