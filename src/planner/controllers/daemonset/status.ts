/** The status of a DaemonSet (docs/semantics/daemonset.md, section 9). */
import type { JsonObject } from '../../../kubernetes/json.js'
import type { Cluster, WorkloadSet } from '../../cluster.js'
import { setStatus, wakeAfter } from '../../store/index.js'
import type { Fleet } from './fleet.js'
import { keyOfSet } from '../../objects/index.js'

/** The controller's function of that name: written where a count has changed, or the generation has not been observed yet. */
export function updateDaemonSetStatus(cluster: Cluster, set: WorkloadSet, fleet: Fleet): void {
  const { counts, view } = fleet
  const unavailable = counts.desired - counts.available
  const { collisionCount } = set.status
  const status: JsonObject = {
    currentNumberScheduled: counts.current,
    numberMisscheduled: counts.misscheduled,
    desiredNumberScheduled: counts.desired,
    numberReady: counts.ready,
    observedGeneration: set.metadata.generation,
    // these are left out where they are none (omitempty)
    ...(counts.updated === 0 ? {} : { updatedNumberScheduled: counts.updated }),
    ...(counts.available === 0 ? {} : { numberAvailable: counts.available }),
    ...(unavailable === 0 ? {} : { numberUnavailable: unavailable }),
    ...(collisionCount === undefined ? {} : { collisionCount }),
  }
  setStatus(cluster, set, status)
  // a last line of defence against clock skew (D-33)
  if (view.minReadySeconds > 0 && counts.ready !== counts.available)
    wakeAfter(cluster, keyOfSet(set), view.minReadySeconds)
}
