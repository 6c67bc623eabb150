/** What one sync of a StatefulSet works with. */
import type { StatefulSetBehaviour } from '../../../kubernetes/behaviour.js'
import type { Cluster, ControllerRevision, WorkloadSet } from '../../cluster.js'
import { deletePod, type EventNote } from '../../store/index.js'
import type { Revisions } from './history.js'
import type { IndexSet } from '../../collections/index-set.js'
import type { Members } from './members.js'
import type { StatefulSetSpec } from '../../objects/statefulset/spec.js'
import { objectKey } from '../../objects/index.js'
import { slotsAtCurrent } from '../../objects/statefulset/revisions.js'

export interface StatefulSetSync {
  readonly cluster: Cluster
  readonly set: WorkloadSet
  readonly spec: StatefulSetSpec
  readonly behaviour: StatefulSetBehaviour
  readonly revisions: Revisions
  readonly members: Members
}

/**
 * What became of one pod: the next one may be looked at, the sync ends here (S-13), or the API server refused a write.
 */
export type Progress = 'go on' | 'stop' | 'failed'

/** S-6: the slots that count as down. Up to 1.33 minReadySeconds did not count (S-64). */
export function downSlots({ behaviour, members }: StatefulSetSync): IndexSet {
  return behaviour.countsAvailability ? members.unavailable : members.unhealthy
}

/** S-35 to S-37: which revision a new pod is built from. */
export function revisionForNewPod({ spec, set, revisions }: StatefulSetSync, index: number): ControllerRevision {
  return index < slotsAtCurrent(spec, set) ? revisions.current : revisions.update
}

/** Deletes a pod by its name; one that is gone already counts as deleted (S-107). */
export function deleteByName(sync: StatefulSetSync, name: string, note: EventNote): void {
  const pod = sync.cluster.objects.pods.get(objectKey(sync.set.metadata.namespace, name))
  if (pod !== undefined) deletePod(sync.cluster, pod, { note })
}
