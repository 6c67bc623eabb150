/** The StatefulSet controller. It reads top to bottom like docs/semantics/statefulset.md, section 1 (S-12). */
import { statefulSetBehaviour } from '../../../kubernetes/behaviour.js'
import type { Cluster, WorkloadSet } from '../../cluster.js'
import { keyOfSet } from '../../objects/index.js'
import { availableAt } from '../../objects/statefulset/pods.js'
import { listRevisions } from '../../objects/statefulset/revisions.js'
import { specOf } from '../../objects/statefulset/spec.js'
import { groupSince, takeChanges, wakeAfter } from '../../store/index.js'
import type { Sync, SyncOutcome } from '../controller.js'
import { adoptOrphanRevisions, getStatefulSetRevisions, truncateHistory } from './history.js'
import { getPodsForStatefulSet, setUpdateRevision, type Members } from './members.js'
import { computeReplicaStatus, updateStatefulSetStatus, type StatefulSetStatus } from './status.js'
import type { StatefulSetSync } from './sync.js'
import { updateStatefulSet } from './update-statefulset.js'

/** One sync of a StatefulSet. */
export const syncStatefulSet: Sync = (cluster, set, context) => {
  const from = cluster.journal.entries.length
  adoptOrphanRevisions(cluster, set)
  const changes = takeChanges(cluster, keyOfSet(set))
  const members = getPodsForStatefulSet(cluster, set, changes, context)
  const outcome = performUpdate(cluster, set, members)
  if (changes.pods.size > 1 && !members.spec.monotonic && makesAndDeletes(cluster, from))
    groupSince(cluster, from, [cluster.journal.actor])
  return outcome
}

/** The controller's function of that name, and the truncation of the history after it. */
function performUpdate(cluster: Cluster, set: WorkloadSet, members: Members): SyncOutcome {
  const listed = listRevisions(cluster, set)
  const revisions = getStatefulSetRevisions(cluster, set, listed)
  const behaviour = statefulSetBehaviour(cluster.target)
  const sync: StatefulSetSync = { cluster, set, spec: specOf(cluster, set), behaviour, revisions, members }
  setUpdateRevision(members, revisions.update.metadata.name)
  const live = new Set([
    revisions.current.metadata.name,
    revisions.update.metadata.name,
    ...members.tally.carriers.keys(),
  ])
  const status = computeReplicaStatus(sync)
  // S-62: a strategy that the controller does not know ends the sync before anything is done
  const isKnown = sync.spec.strategy !== 'Recreate' || behaviour.recreate
  const outcome = isKnown ? updateStatefulSet(sync, status) : 'failed'
  if (isKnown) updateStatefulSetStatus(sync, status)
  truncateHistory(cluster, set, listed, live)
  if (outcome === 'done') wakeWhenAvailable(sync, status)
  return outcome
}

/**
 * Of several pods' news that come together, the controller may answer the first before it sees the next. Under Parallel
 * an answer may be a deletion as well as a creation: where both come of it, their order is open.
 */
function makesAndDeletes(cluster: Cluster, from: number): boolean {
  const pods = cluster.journal.entries.slice(from).filter(({ event }) => event.kind === 'Pod')
  return pods.some(({ event }) => event.op === 'create') && pods.some(({ event }) => event.op === 'delete')
}

/** minReadySeconds: the set is looked at again (S-64). */
function wakeWhenAvailable(
  { cluster, set, spec, members, behaviour }: StatefulSetSync,
  status: StatefulSetStatus,
): void {
  if (!behaviour.wakesAtAvailability) {
    if (spec.minReadySeconds > 0 && status.availableReplicas !== spec.replicas)
      wakeAfter(cluster, keyOfSet(set), spec.minReadySeconds)
    return
  }
  if (members.tally.waiting.size === 0) return
  let next = Infinity
  for (const pod of members.tally.waiting) next = Math.min(next, availableAt(pod, spec.minReadySeconds))
  wakeAfter(cluster, keyOfSet(set), Math.max(0, next - cluster.queue.now))
}
