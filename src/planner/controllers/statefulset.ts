/** The StatefulSet controller. It reads top to bottom like shared semantics, statefulset.md section 1 (S-12). */
import { statefulSetBehaviour } from '../../kubernetes/behaviour.js'
import type { Cluster, WorkloadSet } from '../cluster.js'
import { inGroup, keyOfSet, takeChanges, wakeAfter } from '../store/index.js'
import type { Sync, SyncOutcome } from './controller.js'
import { adoptRevisions, currentAndUpdate, listRevisions, truncateHistory } from './history.js'
import { availableAt, membersOf, revisionOf } from './statefulset-pods.js'
import { firstDown, fixCondemnedClaims, processCondemned, processReplica } from './statefulset-replicas.js'
import { specOf } from './statefulset-spec.js'
import { countStatus, setProgressing, writeStatus, type StatefulSetStatus } from './statefulset-status.js'
import { forEachPod, type StatefulSetSync } from './statefulset-sync.js'
import { deleteForUpdate, deleteOldRevisions, podsToUpdate } from './statefulset-update.js'

/** One sync of a StatefulSet. */
export const syncStatefulSet: Sync = (cluster, set) => {
  adoptRevisions(cluster, set)
  const members = membersOf(cluster, set, takeChanges(cluster, keyOfSet(set)))
  const listed = listRevisions(cluster, set)
  const revisions = currentAndUpdate(cluster, set, listed)
  const sync: StatefulSetSync = { cluster, set, spec: specOf(set), behaviour: statefulSetBehaviour(cluster.target), revisions, members }
  const live = new Set([revisions.current.metadata.name, revisions.update.metadata.name])
  for (const pod of members.byOrdinal.values()) live.add(revisionOf(pod))
  const status = countStatus(sync)
  // S-62: a strategy that the controller does not know ends the sync before anything is done
  const isKnown = sync.spec.strategy !== 'Recreate' || sync.behaviour.recreate
  const outcome = isKnown ? update(sync, status) : 'failed'
  if (isKnown) writeStatus(sync, status)
  truncateHistory(cluster, set, listed, live)
  if (outcome === 'done') wakeWhenAvailable(sync, status)
  return outcome
}

/** S-12 from (e) on. */
function update(sync: StatefulSetSync, status: StatefulSetStatus): SyncOutcome {
  const { spec, set, cluster, members, revisions } = sync
  if (set.metadata.deletionTimestamp !== undefined) return 'done'
  if (spec.strategy === 'Recreate') {
    if (!deleteOldRevisions(sync)) {
      setProgressing(status, true, 'RecreateInProgress', 'Deleting old revision pods')
      return 'done'
    }
    if (revisions.current !== revisions.update) setProgressing(status, true, 'RecreateInProgress', 'Waiting for new-revision pods to be created')
  }
  // everything below judges the pods as they were when the sync began
  const first = firstDown(sync)
  const toUpdate = spec.monotonic ? undefined : podsToUpdate(sync)
  const condemned = [...members.condemned]

  const replicas = inGroupIf(cluster, ownsClaimsLate(sync), () => forEachPod(sync, spec.replicas, spec.monotonic, (index) => processReplica(sync, index)))
  if (replicas !== 'go on') return replicas === 'failed' ? 'failed' : 'done'
  forEachPod(sync, condemned.length, spec.monotonic, (index) => fixCondemnedClaims(sync, index))
  if (forEachPod(sync, condemned.length, spec.monotonic, (index) => processCondemned(sync, index, first)) === 'stop') return 'done'

  const names = toUpdate ?? podsToUpdate(sync)
  deleteForUpdate(sync, names)
  // S-43
  status.currentReplicas -= names.length
  return 'done'
}

/** Under Parallel a new claim's owner is written when the controller sees the claim: in this sync or in the next. */
function ownsClaimsLate({ spec, members }: StatefulSetSync): boolean {
  return !spec.monotonic && spec.whenDeleted === 'Delete' && spec.claimTemplates.length > 0 && members.slots.includes(undefined)
}

function inGroupIf<T>(cluster: Cluster, condition: boolean, work: () => T): T {
  return condition ? inGroup(cluster, work) : work()
}

/** minReadySeconds: the set is looked at again when the next ready pod becomes available. */
function wakeWhenAvailable({ cluster, set, spec, members }: StatefulSetSync, status: StatefulSetStatus): void {
  if (spec.minReadySeconds === 0 || status.readyReplicas === status.availableReplicas) return
  let next = Infinity
  for (const pod of members.byOrdinal.values()) {
    if (!pod.ready) continue
    const at = availableAt(pod, spec.minReadySeconds)
    if (at > cluster.now) next = Math.min(next, at)
  }
  if (next < Infinity) wakeAfter(cluster, keyOfSet(set as WorkloadSet), next - cluster.now)
}
