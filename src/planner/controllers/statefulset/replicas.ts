/**
 * Replica slots and condemned pods: creation, scale-out, scale-in, failed pods (docs/semantics/statefulset.md, sections
 * 2 to 5).
 */
import { asObject } from '../../../kubernetes/json.js'
import type { Pod } from '../../cluster.js'
import { createPod, deletePod, setPodLabels, type NewPod } from '../../store/index.js'
import { isAcceptedPod } from '../../objects/statefulset/api-refusals.js'
import { claimsMatch, claimUser, createClaims, hasStaleClaim, updateClaimOwners, type ClaimUser } from './claims.js'
import { indexesUp, nextIndex, removeIndex } from '../../collections/index-set.js'
import { isAvailable, isReady, isTerminal, isTerminating } from '../../objects/statefulset/pods.js'
import { ordinalOf, stringsOf, claimName } from '../../objects/statefulset/spec.js'
import { inBatches, revisionForNewPod, type Progress, type StatefulSetSync } from './sync.js'
import { claimsOfVolumes, controllerReference, revisionLabel } from '../../objects/index.js'
import { templateOf } from '../../objects/statefulset/revisions.js'

/**
 * S-12g: every replica slot in ascending order (S-13, S-14). A slot at which nothing has to be done or waited for is
 * passed over.
 */
export function processReplicas(sync: StatefulSetSync): Progress {
  const { cluster, members, spec } = sync
  if (!spec.monotonic) return inBatches(cluster, [...indexesUp(members.todo)], (index) => processReplica(sync, index))
  for (let from = 0; ; from++) {
    const index = Math.min(nextIndex(members.todo, from) ?? Infinity, nextIndex(members.unavailable, from) ?? Infinity)
    if (index === Infinity) return 'go on'
    const progress = processReplica(sync, index)
    if (progress !== 'go on') return progress
    from = index
  }
}

/** S-18, S-30: one replica slot. */
function processReplica(sync: StatefulSetSync, index: number): Progress {
  const { cluster, set, spec, members } = sync
  const pod = members.slots[index]
  const ordinal = spec.start + index
  if (pod === undefined) return createReplica(sync, index)
  if (isTerminal(pod)) {
    if (!isTerminating(pod))
      deletePod(cluster, pod, {
        note: { why: `It ${pod.phase === 'Failed' ? 'has failed' : 'has ended'}: a new pod takes its place.` },
      })
    // the new pod is made in a later sync, once this one is gone
    return 'stop'
  }
  const user = claimUser(pod, ordinal)
  if (pod.phase === 'Pending') {
    if (!createClaims(cluster, set, spec, ordinal)) return 'failed'
    if (sync.behaviour.retentionPolicy) updateClaimOwners(cluster, { ...sync, pod: user })
  }
  if (
    spec.monotonic &&
    (isTerminating(pod) || !isReady(pod) || !isAvailable(pod, spec.minReadySeconds, cluster.queue.now))
  )
    return 'stop'
  if (!conform(sync, pod, user)) return 'failed'
  removeIndex(members.todo, index)
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
  const template = templateOf(sync.cluster, revision)
  const metadata = asObject(template['metadata'])
  const podSpec = asObject(template['spec'])
  // S-72: a claim template's volume replaces the template's volume of that name
  const claims = new Map(spec.claimTemplates.map((claim) => [claim.name, claimName(set, claim, ordinal)]))
  for (const [volume, claim] of claimsOfVolumes(podSpec)) if (!claims.has(volume)) claims.set(volume, claim)
  return {
    name,
    namespace: set.metadata.namespace,
    labels: {
      ...stringsOf(metadata['labels']),
      ...identityLabels(name, ordinal, behaviour.podIndexLabel),
      [revisionLabel]: revision.metadata.name,
    },
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
  const storageMatches = spec.claimTemplates.every(
    (template) => pod.claims.get(template.name) === claimName(set, template, user.ordinal),
  )
  const owners = { ...sync, pod: user }
  if (!storageMatches) {
    createClaims(cluster, set, spec, user.ordinal)
    return false
  }
  if (behaviour.retentionPolicy && !claimsMatch(cluster, owners)) updateClaimOwners(cluster, owners)
  if (name !== `${set.metadata.name}-${user.ordinal}`) return false
  if (!identityMatches)
    setPodLabels(cluster, pod, { ...labels, ...identityLabels(name, user.ordinal, behaviour.podIndexLabel) })
  return true
}

/** S-12h: the claims of condemned pods get the owner that the policy wants, before any condemned pod is deleted. */
export function fixCondemnedClaims(sync: StatefulSetSync): void {
  if (!sync.behaviour.retentionPolicy) return
  eachCondemned(sync, (pod, ordinal) => {
    updateClaimOwners(sync.cluster, { ...sync, pod: claimUser(pod, ordinal) })
  })
}

/** S-23 to S-28: condemned pods in descending order; under OrderedReady one at a time, which ends the sync. */
export function processCondemned(sync: StatefulSetSync): Progress {
  const { members, spec } = sync
  if (spec.monotonic) {
    const [pod] = members.condemned
    if (pod === undefined) return 'go on'
    members.condemnedTodo.clear()
    if (!isTerminating(pod) && (isUp(sync, pod) || pod === firstDown(sync))) removeCondemned(sync, pod)
    return 'stop'
  }
  eachCondemned(sync, (pod) => {
    if (!isTerminating(pod)) removeCondemned(sync, pod)
  })
  members.condemnedTodo.clear()
  return 'go on'
}

/**
 * Those condemned pods that have changed since the last sync, highest ordinal first; Parallel takes them in the batches
 * of the whole list.
 */
function eachCondemned(
  { cluster, members, set, spec }: StatefulSetSync,
  work: (pod: Pod, ordinal: number) => void,
): void {
  if (members.condemnedTodo.size === 0) return
  const ordinals = new Map(
    [...members.condemnedTodo].map((pod) => [pod, ordinalOf(set.metadata.name, pod.metadata.name) ?? 0]),
  )
  const pods = [...ordinals.keys()].sort((a, b) => (ordinals.get(b) ?? 0) - (ordinals.get(a) ?? 0))
  if (spec.monotonic) {
    for (const pod of pods) work(pod, ordinals.get(pod) ?? 0)
    return
  }
  const listed = [...members.condemned]
  const places = [...listed.keys()].filter((place) => ordinals.has(listed[place] as Pod))
  inBatches(cluster, places, (place): Progress => {
    const pod = listed[place] as Pod
    work(pod, ordinals.get(pod) ?? 0)
    return 'go on'
  })
}

function isUp({ spec, cluster }: StatefulSetSync, pod: Pod): boolean {
  return isReady(pod) && isAvailable(pod, spec.minReadySeconds, cluster.queue.now)
}

/** S-25: OrderedReady deletes a condemned pod that is down only if no slot is down and no condemned pod below it is. */
function firstDown(sync: StatefulSetSync): Pod | undefined {
  const { behaviour, members } = sync
  const isDown = (pod: Pod): boolean =>
    isTerminating(pod) || !(behaviour.countsAvailability ? isUp(sync, pod) : isReady(pod))
  return members.condemned.findLast(isDown)
}

function removeCondemned({ cluster, set, spec }: StatefulSetSync, pod: Pod): void {
  const ordinal = ordinalOf(set.metadata.name, pod.metadata.name) ?? 0
  const wanted =
    spec.replicas === 0 ? 'no pod is wanted' : `ordinal ${ordinal} lies outside ${spec.start} to ${spec.end}`
  deletePod(cluster, pod, { note: { why: `Scaled in: ${wanted}.` } })
}
