import type { JsonObject } from '../../kubernetes/json.js'
import type { Target } from '../../kubernetes/target.js'
import type { Cluster, WorkloadSet } from '../cluster.js'
import { setChanged } from './waking.js'
import { writable, type WritableSet } from './writable.js'

/**
 * The control plane starts again as another version, on the same objects: what was to be tried again is forgotten, and
 * every set is looked at.
 * @param specOf a set's spec as the new API server reads it.
 */
export function restartControlPlane(cluster: Cluster, target: Target, specOf: (set: WorkloadSet) => JsonObject): void {
  const open = writable(cluster)
  open.target = target
  open.queue.failures.clear()
  open.queue.timers.clear()
  open.queue.endless.clear()
  for (const set of open.objects.sets.values()) {
    const writableSet = set as WritableSet
    writableSet.spec = specOf(set)
    setChanged(cluster, set)
  }
}
