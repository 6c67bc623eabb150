/**
 * One node as the DaemonSet controller sees it: its pods of the set, what has to be done there, and what it counts as.
 * All of it is a function of the node, its pods, and the set's view; nothing here writes.
 */
import type { Node, Pod } from '../../cluster.js'
import type { Placement } from '../../objects/daemonset/placement.js'
import { isAvailable, podByCreationTimestampAndPhase } from '../../objects/daemonset/pods.js'
import { getUnscheduledPodsWithoutNode, podsShouldBeOnNode, type NodeWork } from './pods-should-be-on-node.js'
import {
  findUpdatedPodsOnNode,
  roleWithoutSurge,
  roleWithSurge,
  type Pairing,
  type RoleWithoutSurge,
  type RoleWithSurge,
} from './rolling-roles.js'
import type { SetView } from './set-view.js'
import { countNode, countNothing, type StatusCounts } from './count-node.js'

/** What follows for one node. */
export interface NodeVerdict extends NodeWork {
  /** Undefined where the rolling step does not look at the node. */
  readonly pairing?: Pairing
  readonly withoutSurge?: RoleWithoutSurge
  /** Undefined where the set allows no surge, too. */
  readonly withSurge?: RoleWithSurge
  /** What the node adds to the status. */
  readonly counts: StatusCounts
  /** Time alone changes this verdict: a pod is ready and not yet available, or in back-off. */
  readonly timed: boolean
}

/** Judges one node. `node` is undefined where it is gone; `pods` are the claimed pods there, in any order. */
export function judgeNode(
  name: string,
  node: Node | undefined,
  placement: Placement,
  pods: readonly Pod[],
  view: SetView,
  now: number,
): NodeVerdict {
  // getNodesToDaemonPods leaves out pods that are being deleted and have ended
  const seen = pods
    .filter(
      (pod) => pod.metadata.deletionTimestamp === undefined || (pod.phase !== 'Failed' && pod.phase !== 'Succeeded'),
    )
    .sort(podByCreationTimestampAndPhase)
  const work =
    node === undefined ? getUnscheduledPodsWithoutNode(seen) : podsShouldBeOnNode(name, placement, seen, view, now)
  const shouldRun = node !== undefined && placement.shouldRun
  return {
    ...work,
    ...(seen.length > 0 || shouldRun ? rolesOf(seen, { gone: node === undefined, shouldRun }, view, now) : {}),
    counts: node === undefined ? countNothing : countNode(shouldRun, seen, view, now),
    timed:
      work.backingOff ||
      (view.minReadySeconds > 0 && seen.some((pod) => pod.ready && !isAvailable(pod, view.minReadySeconds, now))),
  }
}

function rolesOf(
  pods: readonly Pod[],
  node: { readonly gone: boolean; readonly shouldRun: boolean },
  view: SetView,
  now: number,
): Pick<NodeVerdict, 'pairing' | 'withoutSurge' | 'withSurge'> {
  const pairing = findUpdatedPodsOnNode(pods, view, now)
  return {
    pairing,
    withoutSurge: roleWithoutSurge(pairing, view),
    ...(view.allowsSurge ? { withSurge: roleWithSurge(pairing, node) } : {}),
  }
}
