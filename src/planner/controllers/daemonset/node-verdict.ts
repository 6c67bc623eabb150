/**
 * One node as the DaemonSet controller sees it: its pods of the set, what has to be done there, and what it counts as.
 * All of it is a function of the node, its pods, and the set's view; nothing here writes.
 */
import type { Node, Pod } from '../../cluster.js'
import type { Placement } from '../../objects/daemonset/placement.js'
import { byAge, isAvailable, isUpdated } from '../../objects/daemonset/pods.js'

/** What the set says about all nodes alike. */
export interface SetView {
  readonly hash: string
  readonly templateGeneration: string | undefined
  readonly minReadySeconds: number
  /** util.AllowsSurge: maxSurge of one node is more than none (D-40). */
  readonly allowsSurge: boolean
  /** Tells whether a failed pod's node is still in back-off (D-24). */
  readonly inBackOff: (node: string) => boolean
}

/** A pod to be deleted, and why. */
export interface Surplus {
  readonly pod: Pod
  readonly why: string
  /** It failed: deleting it starts or doubles the back-off. */
  readonly failed?: true
}

/** findUpdatedPodsOnNode: the living pods of a node, by whether they are up to date. */
export type Pairing =
  /** More than one old or more than one new pod: section 4 cleans up first. */
  | { readonly kind: 'excess' }
  | { readonly kind: 'none' }
  | { readonly kind: 'both'; readonly oldPod: Pod; readonly oldAvailable: boolean; readonly newAvailable: boolean }
  | { readonly kind: 'new'; readonly newAvailable: boolean }
  | { readonly kind: 'old'; readonly oldPod: Pod; readonly oldAvailable: boolean }

/** What follows for one node. */
export interface NodeVerdict {
  /** Section 4: a pod is to be created, pods are to be deleted. */
  readonly create: boolean
  readonly surplus: readonly Surplus[]
  /** A failed pod that waits for its back-off. */
  readonly backingOff: boolean
  /** Sections 5 and 6; undefined where the rolling step does not look at the node. */
  readonly pairing: Pairing | undefined
  /** Section 9: what the node adds to the status. */
  readonly counts: StatusCounts
  /** Time alone changes this verdict: a pod is ready and not yet available, or in back-off. */
  readonly timed: boolean
  /** The node is there, and a pod is created where there is none. */
  readonly shouldRun: boolean
  /** The node is gone. */
  readonly gone: boolean
}

export interface StatusCounts {
  readonly desired: number
  readonly current: number
  readonly misscheduled: number
  readonly ready: number
  readonly available: number
  readonly updated: number
}

const nothing: readonly Surplus[] = []

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
    .sort(byAge)
  const work = node === undefined ? abandoned(seen) : podsShouldBeOnNode(name, placement, seen, view, now)
  const shouldRun = node !== undefined && placement.shouldRun
  return {
    ...work,
    pairing: seen.length > 0 || shouldRun ? pair(seen, view, now) : undefined,
    counts: node === undefined ? countNothing : count(shouldRun, seen, view, now),
    shouldRun,
    gone: node === undefined,
    timed:
      work.backingOff ||
      (view.minReadySeconds > 0 && seen.some((pod) => pod.ready && !isAvailable(pod, view.minReadySeconds, now))),
  }
}

type ManageWork = Pick<NodeVerdict, 'create' | 'surplus' | 'backingOff'>

/** getUnscheduledPodsWithoutNode (D-21): a bound pod without a node is the pod garbage collector's matter. */
function abandoned(pods: readonly Pod[]): ManageWork {
  const unbound = pods.filter((pod) => pod.nodeName === undefined)
  return { create: false, surplus: unbound.map((pod) => ({ pod, why: 'its node is gone' })), backingOff: false }
}

/** The controller's function of that name (section 4). */
function podsShouldBeOnNode(
  name: string,
  { shouldRun, shouldContinue, why }: Placement,
  pods: readonly Pod[],
  view: SetView,
  now: number,
): ManageWork {
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
  const isNew = (pod: Pod) => isUpdated(pod, view.hash, undefined)
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

function pair(pods: readonly Pod[], view: SetView, now: number): Pairing {
  let newPod: Pod | undefined
  let oldPod: Pod | undefined
  for (const pod of pods) {
    if (pod.metadata.deletionTimestamp !== undefined) continue
    if (isUpdated(pod, view.hash, view.templateGeneration)) {
      if (newPod !== undefined) return { kind: 'excess' }
      newPod = pod
    } else {
      if (oldPod !== undefined) return { kind: 'excess' }
      oldPod = pod
    }
  }
  const available = (pod: Pod) => isAvailable(pod, view.minReadySeconds, now)
  if (oldPod === undefined)
    return newPod === undefined ? { kind: 'none' } : { kind: 'new', newAvailable: available(newPod) }
  if (newPod === undefined) return { kind: 'old', oldPod, oldAvailable: available(oldPod) }
  return { kind: 'both', oldPod, oldAvailable: available(oldPod), newAvailable: available(newPod) }
}

const countNothing: StatusCounts = { desired: 0, current: 0, misscheduled: 0, ready: 0, available: 0, updated: 0 }

/** updateDaemonSetStatus: the oldest pod of the node speaks for it (D-60). */
function count(shouldRun: boolean, pods: readonly Pod[], view: SetView, now: number): StatusCounts {
  const [pod] = pods
  if (!shouldRun) return pod === undefined ? countNothing : { ...countNothing, misscheduled: 1 }
  if (pod === undefined) return { ...countNothing, desired: 1 }
  return {
    desired: 1,
    current: 1,
    misscheduled: 0,
    ready: Number(pod.ready),
    available: Number(isAvailable(pod, view.minReadySeconds, now)),
    updated: Number(isUpdated(pod, view.hash, view.templateGeneration)),
  }
}
