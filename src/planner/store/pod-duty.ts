import type { Cluster, Pod } from '../cluster.js'
import { keyOf } from './meta.js'
import { pushName } from './name-order.js'

/** Tells whether the node of a bound pod has something to do for it: end it, or make it ready. */
export function hasDuty(cluster: Cluster, pod: Pod): boolean {
  if (pod.nodeName === undefined) return false
  if (pod.metadata.deletionTimestamp !== undefined || !cluster.nodes.has(pod.nodeName)) return true
  return !pod.ready && !pod.broken && pod.held !== true && (pod.phase === 'Pending' || pod.phase === 'Running')
}

/** Notes what scheduler and nodes have to do for a pod after any change of it. */
export function noteDuty(cluster: Cluster, pod: Pod): void {
  const { unbound, busy, busyOrder } = cluster.index
  if (pod.nodeName === undefined) unbound.add(pod)
  else unbound.delete(pod)
  if (!hasDuty(cluster, pod)) busy.delete(pod)
  else if (!busy.has(pod)) {
    busy.add(pod)
    pushName(busyOrder, keyOf(pod))
  }
}

/** A pod that is gone asks nothing of anybody. */
export function dropDuty(cluster: Cluster, pod: Pod): void {
  cluster.index.unbound.delete(pod)
  cluster.index.busy.delete(pod)
}
