/** What scheduler and kubelets do: the rules by which the recorded traces were played (shared/traces). */
import type { Cluster, Pod } from './cluster.js'
import { actAs, bindPod, hasDuty, keyOf, makeReady, removePod } from './store/index.js'
import { firstName, popName, pushName } from './store/name-order.js'

/** `one`: only the first pod that has something to do does it. */
export type Pace = 'one' | 'all'

/**
 * The nodes act once, on pods in the order of their names: a new pod is bound (a DaemonSet's to its node, any other to
 * the first node), a terminating pod and one whose node is gone end, every other pod gets ready unless it is broken,
 * has failed or was made unready.
 * @returns how many pods did something; binding alone is nothing.
 */
export function nodesAct(cluster: Cluster, pace: Pace): number {
  return actAs(cluster, 'node', () => {
    bindPods(cluster)
    return pace === 'one' ? actOnFirst(cluster) : actOnAll(cluster)
  })
}

function firstNode(cluster: Cluster): string | undefined {
  let first: string | undefined
  for (const name of cluster.nodes.keys()) if (first === undefined || name < first) first = name
  return first
}

function bindPods(cluster: Cluster): void {
  if (cluster.index.unbound.size === 0) return
  let first: string | undefined
  for (const pod of [...cluster.index.unbound]) {
    const node = pod.targetNode ?? (first ??= firstNode(cluster))
    if (node !== undefined && cluster.nodes.has(node) && pod.metadata.deletionTimestamp === undefined)
      bindPod(cluster, pod, node)
  }
}

function actOnFirst(cluster: Cluster): number {
  const { busyOrder } = cluster.index
  for (;;) {
    const name = firstName(busyOrder)
    if (name === undefined) return 0
    const pod = cluster.pods.get(name)
    if (pod === undefined || !hasDuty(cluster, pod)) {
      popName(busyOrder)
      continue
    }
    act(cluster, pod)
    return 1
  }
}

function actOnAll(cluster: Cluster): number {
  const { busy, busyOrder } = cluster.index
  const pods = [...busy].filter((pod) => hasDuty(cluster, pod))
  pods.sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1))
  busyOrder.length = 0
  for (const pod of pods) act(cluster, pod)
  // a pod that a finalizer holds has still something to do
  for (const name of [...busy].map(keyOf)) pushName(busyOrder, name)
  return pods.length
}

function act(cluster: Cluster, pod: Pod): void {
  const gone = pod.metadata.deletionTimestamp !== undefined || !cluster.nodes.has(pod.nodeName ?? '')
  if (gone) removePod(cluster, pod)
  else makeReady(cluster, pod)
}
