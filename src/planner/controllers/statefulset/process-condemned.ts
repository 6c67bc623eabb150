/** Condemned pods: those outside of the slots (docs/semantics/statefulset.md, section 3). */
import type { Pod } from '../../cluster.js'
import { isAvailable, isReady, isTerminating } from '../../objects/statefulset/pods.js'
import { deletePod } from '../../store/index.js'
import { claimUser, updatePodClaimForRetentionPolicy } from './claims.js'
import { changedCondemned, condemnedLookedAt } from './members.js'
import { runForAll } from './run-for-all.js'
import type { Progress, StatefulSetSync } from './sync.js'

/** S-12h: the claims of condemned pods get the owner that the policy wants, before any condemned pod is deleted. */
export function fixPodClaims(sync: StatefulSetSync): void {
  const { behaviour, cluster, members, spec } = sync
  if (!behaviour.retentionPolicy) return
  runForAll(cluster, spec.monotonic, changedCondemned(members), (place) => {
    const { pod, ordinal } = condemnedAt(sync, place)
    updatePodClaimForRetentionPolicy(cluster, { ...sync, pod: claimUser(pod, ordinal) })
    return 'go on'
  })
}

/** S-23 to S-28: condemned pods in descending order; under OrderedReady the first of them ends the sync. */
export function processAllCondemned(sync: StatefulSetSync): Progress {
  const { cluster, members, spec } = sync
  if (members.condemned.length === 0) return 'go on'
  const places = spec.monotonic ? [0] : changedCondemned(members)
  const progress = runForAll(cluster, spec.monotonic, places, (place) => processCondemned(sync, place))
  condemnedLookedAt(members)
  return progress
}

/** The controller's function of that name: one condemned pod. */
function processCondemned(sync: StatefulSetSync, place: number): Progress {
  const { pod, ordinal } = condemnedAt(sync, place)
  const waits = sync.spec.monotonic && !isUp(sync, pod) && pod !== firstUnavailablePod(sync)
  if (!isTerminating(pod) && !waits) deleteCondemned(sync, pod, ordinal)
  return sync.spec.monotonic ? 'stop' : 'go on'
}

function condemnedAt({ members }: StatefulSetSync, place: number): { readonly pod: Pod; readonly ordinal: number } {
  const condemned = members.condemned[place]
  if (condemned === undefined) throw new Error(`no condemned pod at place ${place}`)
  return condemned
}

function isUp({ spec, cluster }: StatefulSetSync, pod: Pod): boolean {
  return isReady(pod) && isAvailable(pod, spec.minReadySeconds, cluster.queue.now)
}

/**
 * S-25: of the condemned pods that are down, the lowest. (Under OrderedReady no slot is down where this is asked: the
 * sync would have ended there.)
 */
function firstUnavailablePod(sync: StatefulSetSync): Pod | undefined {
  const { behaviour, members } = sync
  const isDown = (pod: Pod): boolean =>
    isTerminating(pod) || !(behaviour.countsAvailability ? isUp(sync, pod) : isReady(pod))
  return members.condemned.findLast(({ pod }) => isDown(pod))?.pod
}

function deleteCondemned({ cluster, spec }: StatefulSetSync, pod: Pod, ordinal: number): void {
  const wanted =
    spec.replicas === 0 ? 'no pod is wanted' : `ordinal ${ordinal} lies outside ${spec.start} to ${spec.end}`
  deletePod(cluster, pod, { note: { why: `Scaled in: ${wanted}.` } })
}
