/** The StatefulSet controller. It reads top to bottom like docs/semantics/statefulset.md, section 1 (S-12). */
import { statefulSetBehaviour } from '../../../kubernetes/behaviour.js'
import type { Cluster } from '../../cluster.js'
import { groupSince, inGroup, takeChanges, wakeAfter } from '../../store/index.js'
import type { Sync, SyncOutcome } from '../controller.js'
import { adoptRevisions, currentAndUpdate, truncateHistory } from './history.js'
import { membersOf, setUpdateRevision } from './members.js'
import { availableAt } from '../../objects/statefulset/pods.js'
import { fixCondemnedClaims, processCondemned, processReplicas } from './replicas.js'
import { specOf } from '../../objects/statefulset/spec.js'
import { countStatus, setProgressing, writeStatus, type StatefulSetStatus } from './status.js'
import type { StatefulSetSync } from './sync.js'
import { deleteForUpdate, deleteOldRevisions, slotsToUpdate } from './rolling-update.js'
import { keyOfSet } from '../../objects/index.js'
import { listRevisions } from '../../objects/statefulset/revisions.js'

/** One sync of a StatefulSet. */
export const syncStatefulSet: Sync = (cluster, set) => {
  const from = cluster.journal.entries.length
  adoptRevisions(cluster, set)
  const changes = takeChanges(cluster, keyOfSet(set))
  const members = membersOf(cluster, set, changes)
  const listed = listRevisions(cluster, set)
  const revisions = currentAndUpdate(cluster, set, listed)
  const sync: StatefulSetSync = {
    cluster,
    set,
    spec: specOf(cluster, set),
    behaviour: statefulSetBehaviour(cluster.target),
    revisions,
    members,
  }
  setUpdateRevision(members, revisions.update.metadata.name)
  const live = new Set([
    revisions.current.metadata.name,
    revisions.update.metadata.name,
    ...members.tally.carriers.keys(),
  ])
  const status = countStatus(sync)
  // S-62: a strategy that the controller does not know ends the sync before anything is done
  const isKnown = sync.spec.strategy !== 'Recreate' || sync.behaviour.recreate
  const outcome = isKnown ? update(sync, status) : 'failed'
  if (isKnown) writeStatus(sync, status)
  truncateHistory(cluster, set, listed, live)
  if (outcome === 'done') wakeWhenAvailable(sync, status)
  if (changes.pods.size > 1 && !sync.spec.monotonic && makesAndDeletes(cluster, from))
    groupSince(cluster, from, [cluster.journal.actor])
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

/** S-12 from (e) on. */
function update(sync: StatefulSetSync, status: StatefulSetStatus): SyncOutcome {
  const { spec, set, cluster, revisions } = sync
  if (set.metadata.deletionTimestamp !== undefined) return 'done'
  if (spec.strategy === 'Recreate') {
    if (!deleteOldRevisions(sync)) {
      setProgressing(status, true, 'RecreateInProgress', 'Deleting old revision pods')
      return 'done'
    }
    if (revisions.current !== revisions.update)
      setProgressing(status, true, 'RecreateInProgress', 'Waiting for new-revision pods to be created')
  }
  // the update step judges the pods as they were when the sync began
  const slots = spec.monotonic ? undefined : slotsToUpdate(sync)
  const replicas = inGroupIf(cluster, ownsClaimsLate(sync), () => processReplicas(sync))
  if (replicas !== 'go on') return replicas === 'failed' ? 'failed' : 'done'
  fixCondemnedClaims(sync)
  if (processCondemned(sync) === 'stop') return 'done'

  const toUpdate = slots ?? slotsToUpdate(sync)
  deleteForUpdate(sync, toUpdate)
  // S-43
  status.currentReplicas -= toUpdate.length
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
