/** What one node adds to a DaemonSet's status (docs/semantics/daemonset.md, section 9). */
import type { Pod } from '../../cluster.js'
import { isAvailable, isPodUpdated } from '../../objects/daemonset/pods.js'
import type { SetView } from './set-view.js'

export interface StatusCounts {
  readonly desired: number
  readonly current: number
  readonly misscheduled: number
  readonly ready: number
  readonly available: number
  readonly updated: number
}

export const countNothing: StatusCounts = {
  desired: 0,
  current: 0,
  misscheduled: 0,
  ready: 0,
  available: 0,
  updated: 0,
}

/** The oldest pod of the node speaks for it (D-60); a node that is gone counts for nothing. */
export function countNode(shouldRun: boolean, pods: readonly Pod[], view: SetView, now: number): StatusCounts {
  const [pod] = pods
  if (!shouldRun) return pod === undefined ? countNothing : { ...countNothing, misscheduled: 1 }
  if (pod === undefined) return { ...countNothing, desired: 1 }
  return {
    desired: 1,
    current: 1,
    misscheduled: 0,
    ready: Number(pod.ready),
    available: Number(isAvailable(pod, view.minReadySeconds, now)),
    updated: Number(isPodUpdated(pod, view.hash, view.templateGeneration)),
  }
}
