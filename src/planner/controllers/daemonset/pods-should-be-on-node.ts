/** Which pods a node should have and which not (docs/semantics/daemonset.md, section 4). */
import type { Pod } from '../../cluster.js'
import type { Placement } from '../../objects/daemonset/placement.js'
import { isAvailable, isPodUpdated } from '../../objects/daemonset/pods.js'
import type { SetView } from './set-view.js'

/** A pod to be deleted, and why. */
export interface Surplus {
  readonly pod: Pod
  readonly why: string
  /** It failed: deleting it starts or doubles the back-off. */
  readonly failed?: true
}

/** What manage does on one node. */
export interface NodeWork {
  readonly create: boolean
  readonly surplus: readonly Surplus[]
  /** A failed pod that waits for its back-off. */
  readonly backingOff: boolean
}

const nothing: readonly Surplus[] = []

/** The node is gone (D-21): a bound pod without a node is the pod garbage collector's matter. */
export function getUnscheduledPodsWithoutNode(pods: readonly Pod[]): NodeWork {
  const unbound = pods.filter((pod) => pod.nodeName === undefined)
  return { create: false, surplus: unbound.map((pod) => ({ pod, why: 'its node is gone' })), backingOff: false }
}

/** The controller's function of that name, for the claimed pods of one node, oldest first. */
export function podsShouldBeOnNode(
  name: string,
  { shouldRun, shouldContinue, why }: Placement,
  pods: readonly Pod[],
  view: SetView,
  now: number,
): NodeWork {
  const living = pods.filter((pod) => pod.metadata.deletionTimestamp === undefined)
  if (shouldRun && pods.length === 0) return { create: true, surplus: nothing, backingOff: false }
  if (!shouldContinue) {
    return {
      create: false,
      surplus: living.map((pod) => ({ pod, why: `${why ?? ''}: deleted at once, outside any budget` })),
      backingOff: false,
    }
  }
  const surplus: Surplus[] = []
  const running: Pod[] = []
  let backingOff = false
  for (const pod of living) {
    if (pod.phase === 'Succeeded') surplus.push({ pod, why: 'it has ended' })
    else if (pod.phase !== 'Failed') running.push(pod)
    else if (view.inBackOff(name)) backingOff = true
    else surplus.push({ pod, why: 'it has failed', failed: true })
  }
  if (!view.allowsSurge) {
    for (const pod of running.slice(1)) surplus.push({ pod, why: 'an older pod of the set runs on the node' })
    return { create: false, surplus, backingOff }
  }
  if (running.length <= 1) return { create: running.length === 0 && shouldRun, surplus, backingOff }
  return { create: false, surplus: [...surplus, ...surgeSurplus(running, view, now)], backingOff }
}

/**
 * With surge, one old and one new pod may stand side by side until the new one is available or the old one is not ready
 * (D-22).
 */
function surgeSurplus(running: readonly Pod[], view: SetView, now: number): Surplus[] {
  const isNew = (pod: Pod) => isPodUpdated(pod, view.hash, undefined)
  const newest = running.find(isNew)
  const old = running.find((pod) => !isNew(pod))
  const surplus: Surplus[] = running
    .filter((pod) => pod !== newest && pod !== old)
    .map((pod) => ({ pod, why: 'an older pod of its kind runs on the node' }))
  if (newest === undefined || old === undefined) return surplus
  if (!old.ready) surplus.push({ pod: old, why: 'it is not ready, and a new pod is on the node' })
  else if (isAvailable(newest, view.minReadySeconds, now))
    surplus.push({ pod: old, why: 'the new pod on the node is available' })
  return surplus
}
