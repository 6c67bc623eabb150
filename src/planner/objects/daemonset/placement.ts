/**
 * Which nodes get a pod of a DaemonSet (D-1 to D-9), and in words why a node gets none.
 */
import { asObject, asString, type JsonObject } from '../../../kubernetes/json.js'
import { requiredNodeAffinity } from '../../../kubernetes/node-affinity.js'
import { daemonPodTolerations, formatTaint, untoleratedTaint, type NodeTaint } from '../../../kubernetes/taints.js'

/** A node, as far as placement looks at it: readiness and `unschedulable` count only through their taints (D-5). */
export interface PlaceableNode {
  readonly name: string
  readonly labels: Readonly<Record<string, string>>
  readonly taints: readonly NodeTaint[]
}

/** NodeShouldRunDaemonPod's two answers. */
export interface Placement {
  /** A pod is created where there is none. */
  readonly shouldRun: boolean
  /** A pod that is there stays. */
  readonly shouldContinue: boolean
  /** Why the node gets no pod. */
  readonly why?: string
}

const runs: Placement = { shouldRun: true, shouldContinue: true }

/** Compiles a pod template into the question that the controller asks of every node. */
export function nodeShouldRunDaemonPod(
  template: JsonObject,
  comparesTaintValues: boolean,
): (node: PlaceableNode) => Placement {
  const podSpec = asObject(template['spec'])
  const nodeName = asString(podSpec['nodeName']) ?? ''
  const affinity = requiredNodeAffinity(podSpec)
  const tolerations = daemonPodTolerations(podSpec)
  return (node) => {
    if (nodeName !== '' && nodeName !== node.name)
      return { shouldRun: false, shouldContinue: false, why: `nodeName is ${nodeName}` }
    const mismatch = affinity.mismatch(node)
    if (mismatch !== undefined) return { shouldRun: false, shouldContinue: false, why: mismatch }
    const taint = untoleratedTaint(node.taints, tolerations, ['NoSchedule', 'NoExecute'], comparesTaintValues)
    if (taint === undefined) return runs
    const expelled = untoleratedTaint(node.taints, tolerations, ['NoExecute'], comparesTaintValues)
    return {
      shouldRun: false,
      shouldContinue: expelled === undefined,
      why: `taint ${formatTaint(expelled ?? taint)} is not tolerated`,
    }
  }
}
