/** Replica slots: creation, scale-out, failed pods (docs/semantics/statefulset.md, sections 2, 4 and 5). */
import { asObject } from '../../../kubernetes/json.js'
import type { Pod } from '../../cluster.js'
import { createPod, deletePod, setPodLabels, type NewPod } from '../../store/index.js'
import { isAcceptedPod } from '../../objects/statefulset/api-refusals.js'
import {
  claimsMatchRetentionPolicy,
  claimUser,
  createPersistentVolumeClaims,
  podClaimIsStale,
  updatePodClaimForRetentionPolicy,
  type ClaimUser,
} from './claims.js'
import { isAvailable, isReady, isTerminal, isTerminating } from '../../objects/statefulset/pods.js'
import { stringsOf, claimName } from '../../objects/statefulset/spec.js'
import { revisionForNewPod, type Progress, type StatefulSetSync } from './sync.js'
import { claimsOfVolumes, controllerReference, revisionLabel } from '../../objects/index.js'
import { templateOf } from '../../objects/statefulset/revisions.js'
import { runForAll } from './run-for-all.js'
import { slotIsInLine, slotsToWorkAt, slotsToWorkOrWaitAt } from './members.js'

/** S-12g: the replica slots in ascending order (S-13, S-14). */
export function processAllReplicas(sync: StatefulSetSync): Progress {
  const { cluster, members, spec } = sync
  const slots = spec.monotonic ? slotsToWorkOrWaitAt(members) : slotsToWorkAt(members)
  return runForAll(cluster, spec.monotonic, slots, (index) => processReplica(sync, index))
}

/** The controller's function of that name: one replica slot (S-18, S-30). */
function processReplica(sync: StatefulSetSync, index: number): Progress {
  const { cluster, set, spec, members } = sync
  const pod = members.slots[index]
  const ordinal = spec.start + index
  if (pod === undefined) return createStatefulPod(sync, index)
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
    if (!createPersistentVolumeClaims(cluster, set, spec, ordinal)) return 'failed'
    if (sync.behaviour.retentionPolicy) updatePodClaimForRetentionPolicy(cluster, { ...sync, pod: user })
  }
  if (
    spec.monotonic &&
    (isTerminating(pod) || !isReady(pod) || !isAvailable(pod, spec.minReadySeconds, cluster.queue.now))
  )
    return 'stop'
  if (!updateStatefulPod(sync, pod, user)) return 'failed'
  slotIsInLine(members, index)
  return 'go on'
}

/** S-17, S-22: the claims first, then the pod. */
function createStatefulPod(sync: StatefulSetSync, index: number): Progress {
  const { cluster, set, spec, behaviour } = sync
  const ordinal = spec.start + index
  const pod = newVersionedStatefulSetPod(sync, index)
  const user: ClaimUser = { name: pod.name, ordinal, uid: '' }
  if (behaviour.retentionPolicy && podClaimIsStale(cluster, set, spec, user, behaviour)) return 'stop'
  if (!createPersistentVolumeClaims(cluster, set, spec, ordinal)) return 'failed'
  // S-21: a pod of that name may exist, and be somebody else's
  const refused = !isAcceptedPod(pod, spec.serviceName, cluster.target)
  if (!refused && createPod(cluster, pod) === undefined) return 'failed'
  if (behaviour.retentionPolicy) updatePodClaimForRetentionPolicy(cluster, { ...sync, pod: user })
  if (refused) return 'failed'
  return spec.monotonic ? 'stop' : 'go on'
}

/** S-92, S-93: the pod of a slot, with its identity and its storage. */
function newVersionedStatefulSetPod(sync: StatefulSetSync, index: number): NewPod {
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
function updateStatefulPod(sync: StatefulSetSync, pod: Pod, user: ClaimUser): boolean {
  const { cluster, set, spec, behaviour } = sync
  const { name, labels } = pod.metadata
  const identityMatches = name === `${set.metadata.name}-${user.ordinal}` && labels[podNameLabel] === name
  const storageMatches = spec.claimTemplates.every(
    (template) => pod.claims.get(template.name) === claimName(set, template, user.ordinal),
  )
  const owners = { ...sync, pod: user }
  if (!storageMatches) {
    createPersistentVolumeClaims(cluster, set, spec, user.ordinal)
    return false
  }
  if (behaviour.retentionPolicy && !claimsMatchRetentionPolicy(cluster, owners))
    updatePodClaimForRetentionPolicy(cluster, owners)
  if (name !== `${set.metadata.name}-${user.ordinal}`) return false
  if (!identityMatches)
    setPodLabels(cluster, pod, { ...labels, ...identityLabels(name, user.ordinal, behaviour.podIndexLabel) })
  return true
}
