/** What a sync does about pods (updateStatefulSet of stateful_set_control.go; S-12 from (e) on). */
import type { Cluster } from '../../cluster.js'
import { isTerminating, revisionOf } from '../../objects/statefulset/pods.js'
import { deletePod, inGroup } from '../../store/index.js'
import type { SyncOutcome } from '../controller.js'
import { fixPodClaims, processAllCondemned } from './process-condemned.js'
import { processAllReplicas } from './process-replica.js'
import { deletePodsForUpdate, podsToUpdate, whyOutdated } from './rolling-update.js'
import { slowStartBatch } from './run-for-all.js'
import { setProgressingCondition, type StatefulSetStatus } from './status.js'
import type { StatefulSetSync } from './sync.js'

/**
 * Creates, updates and deletes pods: replica slots first, then condemned pods, then the rolling update.
 *
 * @param status is changed to what is to be written.
 */
export function updateStatefulSet(sync: StatefulSetSync, status: StatefulSetStatus): SyncOutcome {
  const { spec, set, cluster, revisions } = sync
  if (set.metadata.deletionTimestamp !== undefined) return 'done'
  if (spec.strategy === 'Recreate') {
    if (!recreateDeleteAndWait(sync)) {
      setProgressingCondition(status, true, 'RecreateInProgress', 'Deleting old revision pods')
      return 'done'
    }
    if (revisions.current !== revisions.update)
      setProgressingCondition(status, true, 'RecreateInProgress', 'Waiting for new-revision pods to be created')
  }
  // the update step judges the pods as they were when the sync began
  const early = spec.monotonic ? undefined : podsToUpdate(sync)
  const replicas = inGroupIf(cluster, ownsClaimsLate(sync), () => processAllReplicas(sync))
  if (replicas !== 'go on') return replicas === 'failed' ? 'failed' : 'done'
  fixPodClaims(sync)
  if (processAllCondemned(sync) === 'stop') return 'done'

  const slots = early ?? podsToUpdate(sync)
  deletePodsForUpdate(sync, slots)
  // S-43
  status.currentReplicas -= slots.length
  return 'done'
}

/** Under Parallel a new claim's owner is written when the controller sees the claim: in this sync or in the next. */
function ownsClaimsLate({ spec, members }: StatefulSetSync): boolean {
  return (
    !spec.monotonic &&
    spec.whenDeleted === 'Delete' &&
    spec.claimTemplates.length > 0 &&
    members.byOrdinal.size < spec.replicas
  )
}

function inGroupIf<T>(cluster: Cluster, condition: boolean, work: () => T): T {
  return condition ? inGroup(cluster, work) : work()
}

/**
 * The controller's function of that name (S-61): with the strategy Recreate, every pod of another revision is deleted at
 * once, in both policies.
 *
 * @returns true once none is left.
 */
function recreateDeleteAndWait(sync: StatefulSetSync): boolean {
  const update = sync.revisions.update.metadata.name
  const { slots, condemned, tally } = sync.members
  if (tally.carriers.size === 0 || (tally.carriers.size === 1 && tally.carriers.has(update))) return true
  const pods = [...slots, ...condemned.map(({ pod }) => pod)]
  const old = [...pods.keys()].filter((place) => {
    const pod = pods[place]
    return pod !== undefined && revisionOf(pod) !== update && !isTerminating(pod)
  })
  slowStartBatch(sync.cluster, old, (place) => {
    const pod = pods[place]
    if (pod !== undefined) deletePod(sync.cluster, pod, { note: whyOutdated(sync) })
    return 'go on'
  })
  return false
}
