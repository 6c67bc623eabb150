/** What the scheduler would say if something were otherwise: findings ask it for a way out. */
import { asList } from '../../kubernetes/json.js'
import type { Cluster, Pod } from '../cluster.js'
import { findNodes } from './find-nodes.js'
import type { NodeInfo } from './node-info.js'
import type { SchedulingView } from './plugin.js'
import { stateOf } from './schedule.js'

const cordoned = 'node.kubernetes.io/unschedulable'

/** The cordoned nodes of which each would take the pod if it were uncordoned. */
export function nodesToUncordon(cluster: Cluster, pod: Pod): string[] {
  const state = stateOf(cluster)
  return [...state.nodes].flatMap(([name, info]) => {
    if (info.node?.unschedulable !== true) return []
    const taints = info.node.taints.filter(({ key }) => key !== cordoned)
    const open: NodeInfo = { ...info, node: { ...info.node, unschedulable: false, taints } }
    const view: SchedulingView = {
      behaviour: state.behaviour,
      nodes: new Map([[name, open]]),
      domains: (of, counting) => state.domains(of, counting),
      heldAntiAffinity: () => state.heldAntiAffinity(),
      namespaceLabels: (namespace) => state.namespaceLabels(namespace),
    }
    return 'fits' in findNodes(state.candidate(pod), view) ? [name] : []
  })
}

/** Whether some node would take the pod as it is described here. */
export function someNodeTakes(cluster: Cluster, pod: Pod): boolean {
  if (asList(pod.spec['schedulingGates']).length > 0) return false
  const state = stateOf(cluster)
  return 'fits' in findNodes(state.candidate(pod), state)
}
