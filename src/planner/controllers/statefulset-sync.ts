/** What one sync of a StatefulSet works with. */
import type { StatefulSetBehaviour } from '../../kubernetes/behaviour.js'
import type { Cluster, Pod, WorkloadSet } from '../cluster.js'
import { deletePod, inGroup, objectKey, type EventNote } from '../store/index.js'
import type { Revisions } from './history.js'
import { isAvailable, isReady, isTerminating, revisionOf, type Members } from './statefulset-pods.js'
import type { StatefulSetSpec } from './statefulset-spec.js'

export interface StatefulSetSync {
  readonly cluster: Cluster
  readonly set: WorkloadSet
  readonly spec: StatefulSetSpec
  readonly behaviour: StatefulSetBehaviour
  readonly revisions: Revisions
  readonly members: Members
}

/** What became of one pod: the next one may be looked at, the sync ends here (S-13), or the API server refused a write. */
export type Progress = 'go on' | 'stop' | 'failed'

/**
 * Looks at pod after pod. OrderedReady ends with the first that has to be waited for or was acted upon; Parallel works in batches of 1, 2,
 * 4, 8 … (cap 500), each side by side, and ends after a batch in which a write was refused (S-13 to S-15).
 */
export function forEachPod(sync: StatefulSetSync, count: number, monotonic: boolean, work: (index: number) => Progress): Progress {
  if (monotonic) {
    for (let index = 0; index < count; index++) {
      const progress = work(index)
      if (progress !== 'go on') return progress
    }
    return 'go on'
  }
  for (let from = 0, size = 1; from < count; from += size, size = Math.min(2 * size, 500)) {
    let failed = false
    inGroup(sync.cluster, () => {
      for (let index = from; index < Math.min(from + size, count); index++) if (work(index) === 'failed') failed = true
    })
    if (failed) return 'failed'
  }
  return 'go on'
}

/** S-6: what counts as down. Up to 1.33 minReadySeconds did not count (S-64). */
export function isDown(sync: StatefulSetSync, pod: Pod): boolean {
  const { spec, behaviour, cluster } = sync
  const up = behaviour.countsAvailability ? isAvailable(pod, spec.minReadySeconds, cluster.now) : isReady(pod)
  return !up || isTerminating(pod)
}

/** A slot as the update step sees it: as it was at the beginning of the sync, an empty one with the pod that is made for it. */
export interface SlotView {
  readonly name: string
  readonly revision: string
  readonly exists: boolean
  readonly terminating: boolean
  readonly down: boolean
  readonly available: boolean
}

export function viewSlot(sync: StatefulSetSync, index: number): SlotView {
  const { spec, set, members, cluster } = sync
  const pod = members.slots[index]
  const name = `${set.metadata.name}-${spec.start + index}`
  if (pod === undefined) return { name, revision: revisionForNewPod(sync, index).metadata.name, exists: false, terminating: false, down: true, available: false }
  return {
    name: pod.metadata.name,
    revision: revisionOf(pod),
    exists: true,
    terminating: isTerminating(pod),
    down: isDown(sync, pod),
    available: isAvailable(pod, spec.minReadySeconds, cluster.now),
  }
}

/** S-35 to S-37: which revision a new pod is built from. */
export function revisionForNewPod(sync: StatefulSetSync, index: number): Revisions['current'] {
  const { spec, set, revisions } = sync
  if (spec.strategy !== 'RollingUpdate') return spec.partition !== undefined && index < spec.partition ? revisions.current : revisions.update
  const protectedSlots = spec.partition ?? Number(set.status['currentReplicas'] ?? 0)
  return index < protectedSlots ? revisions.current : revisions.update
}

/** Deletes a pod by its name; one that is gone already counts as deleted (S-107). */
export function deleteByName(sync: StatefulSetSync, name: string, note: EventNote): void {
  const pod = sync.cluster.pods.get(objectKey(sync.set.metadata.namespace, name))
  if (pod !== undefined) deletePod(sync.cluster, pod, { note })
}
