/** What scheduler and kubelets do: the rules by which the recorded traces were played (testdata/traces/README.md). */
import type { Cluster, Pod } from './cluster.js'
import type { Pace } from './scenario.js'
import { actAs, bindPod, firstWithDuty, forEachWithDuty, makeReady, removePod } from './store/index.js'

/**
 * The nodes act once, on pods in the order of their names: a new pod is bound (a DaemonSet's to its node, any other to
 * the first node), a terminating pod and one whose node is gone end, every other pod gets ready unless it is broken,
 * has failed or was made unready.
 * @returns how many pods did something; binding alone is nothing.
 */
export function nodesAct(cluster: Cluster, pace: Pace): number {
  return actAs(cluster, 'node', () => {
    if (cluster.assumed.scheduler === undefined) bindPods(cluster)
    return pace === 'one' ? actOnFirst(cluster) : forEachWithDuty(cluster, (pod) => act(cluster, pod))
  })
}

function firstNode(cluster: Cluster): string | undefined {
  let first: string | undefined
  for (const name of cluster.objects.nodes.keys()) if (first === undefined || name < first) first = name
  return first
}

function bindPods(cluster: Cluster): void {
  if (cluster.queue.unbound.size === 0) return
  let first: string | undefined
  for (const pod of [...cluster.queue.unbound]) {
    const node = pod.targetNode ?? (first ??= firstNode(cluster))
    if (node !== undefined && cluster.objects.nodes.has(node) && pod.metadata.deletionTimestamp === undefined)
      bindPod(cluster, pod, node)
  }
}

function actOnFirst(cluster: Cluster): number {
  const pod = firstWithDuty(cluster)
  if (pod === undefined) return 0
  act(cluster, pod)
  return 1
}

function act(cluster: Cluster, pod: Pod): void {
  const gone = pod.metadata.deletionTimestamp !== undefined || !cluster.objects.nodes.has(pod.nodeName ?? '')
  if (gone) removePod(cluster, pod)
  else makeReady(cluster, pod)
}
