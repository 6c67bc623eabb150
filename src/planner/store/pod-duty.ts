import type { Cluster, Pod } from '../cluster.js'
import { firstName, popName, pushName } from '../collections/name-heap.js'
import { writable } from './writable.js'
import { keyOf } from '../objects/index.js'

/** Tells whether the node of a bound pod has something to do for it: end it, or make it ready. */
export function hasDuty(cluster: Cluster, pod: Pod): boolean {
  if (pod.nodeName === undefined) return false
  if (pod.metadata.deletionTimestamp !== undefined || !cluster.objects.nodes.has(pod.nodeName)) return true
  return !pod.ready && !pod.broken && pod.held !== true && (pod.phase === 'Pending' || pod.phase === 'Running')
}

/** Notes what scheduler and nodes have to do for a pod after any change of it. */
export function noteDuty(cluster: Cluster, pod: Pod): void {
  const { unbound, busy, busyOrder } = writable(cluster).queue
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
  writable(cluster).queue.unbound.delete(pod)
  writable(cluster).queue.busy.delete(pod)
}

/** The first pod by name that its node has something to do for; undefined where there is none. */
export function firstWithDuty(cluster: Cluster): Pod | undefined {
  const { busyOrder } = writable(cluster).queue
  for (;;) {
    const name = firstName(busyOrder)
    if (name === undefined) return undefined
    const pod = cluster.objects.pods.get(name)
    if (pod !== undefined && hasDuty(cluster, pod)) return pod
    popName(busyOrder)
  }
}

/** Does something for every pod that a node has something to do for, in the order of their names. */
export function forEachWithDuty(cluster: Cluster, act: (pod: Pod) => void): number {
  const { busy, busyOrder } = writable(cluster).queue
  const pods = [...busy].filter((pod) => hasDuty(cluster, pod))
  pods.sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1))
  busyOrder.length = 0
  for (const pod of pods) act(pod)
  // a pod that a finalizer holds has still something to do
  for (const name of [...busy].map(keyOf)) pushName(busyOrder, name)
  return pods.length
}
