/** Whether a changed node makes the controller look at a DaemonSet at all (D-55, D-58). */
import { asNumber } from '../../../kubernetes/json.js'
import type { Cluster, Node, WorkloadSet } from '../../cluster.js'
import type { Placement } from '../../objects/daemonset/placement.js'
import { controllerOf } from '../../objects/index.js'

/** What has to be known about the set. */
export interface NodeWatch {
  readonly nodeUpdateQueue: boolean
  readonly place: (node: Node) => Placement
}

/** Tells whether the node, which was `before`, makes the set be queued. */
export function nodeQueuesSet(
  cluster: Cluster,
  set: WorkloadSet,
  name: string,
  before: Node | undefined,
  { nodeUpdateQueue, place }: NodeWatch,
): boolean {
  const node = cluster.objects.nodes.get(name)
  // nobody watches for nodes that go
  if (node === undefined || (before !== undefined && looksTheSame(before, node))) return false
  const now = place(node)
  if (!nodeUpdateQueue) {
    if (before === undefined) return now.shouldRun
    const then = place(before)
    return then.shouldRun !== now.shouldRun || then.shouldContinue !== now.shouldContinue
  }
  const scheduled = hasBoundPod(cluster, set, name)
  return (
    (now.shouldRun && !scheduled) ||
    (!now.shouldContinue && scheduled) ||
    (scheduled && (asNumber(set.status['numberMisscheduled']) ?? 0) > 0)
  )
}

/** shouldIgnoreNodeUpdate: only labels and taints count. */
function looksTheSame(before: Node, after: Node): boolean {
  const labels = (node: Node) => JSON.stringify(Object.entries(node.labels).sort(([a], [b]) => (a < b ? -1 : 1)))
  const taints = (node: Node) => JSON.stringify(node.taints.map(({ key, value, effect }) => [key, value ?? '', effect]))
  return labels(before) === labels(after) && taints(before) === taints(after)
}

/** The controller's index goes by spec.nodeName, and compares the owner's kind and name. */
function hasBoundPod(cluster: Cluster, set: WorkloadSet, name: string): boolean {
  for (const pod of cluster.index.podsOn.get(name) ?? []) {
    if (pod.nodeName !== name || pod.metadata.namespace !== set.metadata.namespace) continue
    const owner = controllerOf(pod)
    if (owner?.kind === 'DaemonSet' && owner.name === set.metadata.name) return true
  }
  return false
}
