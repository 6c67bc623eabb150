/**
 * Book-keeping: what a DaemonSet's controller knows about all nodes: a verdict a node, sums over them, and lists of the nodes where
 * there is something to do. Kept from one sync to the next and brought up to date with what has changed, so that a sync
 * costs what has changed and not the size of the fleet. It decides nothing: a sync that keeps no books at all writes the
 * same (`SyncContext.thorough`).
 */
import { asObject } from '../../../kubernetes/json.js'
import { matchesSelector } from '../../../kubernetes/label-selector.js'
import type { Cluster, Node, Pod, SetChanges, WorkloadSet } from '../../cluster.js'
import { inGroup, setPodOwners } from '../../store/index.js'
import { addNode, dropNode, newChoice, type NodeChoice } from './choice.js'
import { judgeNode, type NodeVerdict } from './judge-node.js'
import type { RoleWithoutSurge, RoleWithSurge } from './rolling-roles.js'
import type { SetView } from './set-view.js'
import type { StatusCounts } from './count-node.js'
import type { Placement } from '../../objects/daemonset/placement.js'
import { controllerOf, controllerReference, revisionLabel, possiblePods } from '../../objects/index.js'

interface NodeState {
  node: Node | undefined
  placement: Placement
  readonly pods: Set<Pod>
  verdict: NodeVerdict | undefined
}

/** What the fleet is judged by; another one makes every verdict void. */
export interface FleetView extends SetView {
  readonly place: (node: Node) => Placement
}

export interface Fleet {
  readonly view: FleetView
  readonly nodes: Map<string, NodeState>
  /** On which node a claimed pod was last seen, and with which revision. */
  readonly seen: Map<Pod, { readonly place: string; readonly hash: string }>
  /** How many claimed pods carry a revision's hash. */
  readonly live: Map<string, number>
  /** Nodes whose verdict may change with time alone. */
  readonly timed: Set<string>
  readonly counts: { -readonly [K in keyof StatusCounts]: number }
  /** Section 4. */
  readonly toCreate: NodeChoice
  readonly toDelete: NodeChoice
  /** Section 5. */
  readonly rolling: { unavailable: number } & Readonly<Record<NonNullable<RoleWithoutSurge['list']>, NodeChoice>>
  /** Section 6. */
  readonly surging: { surging: number; available: number } & Readonly<
    Record<NonNullable<RoleWithSurge['list']>, NodeChoice>
  >
}

/** A fleet of which nothing is known yet. */
function newFleet(view: FleetView): Fleet {
  return {
    view,
    nodes: new Map(),
    seen: new Map(),
    live: new Map(),
    timed: new Set(),
    counts: { desired: 0, current: 0, misscheduled: 0, ready: 0, available: 0, updated: 0 },
    toCreate: newChoice(),
    toDelete: newChoice(),
    rolling: { unavailable: 0, allowed: newChoice(), candidates: newChoice() },
    surging: {
      surging: 0,
      available: 0,
      done: newChoice(),
      allowed: newChoice(),
      candidates: newChoice(),
      misplaced: newChoice(),
      lost: newChoice(),
    },
  }
}

/** Looks at every node and every pod: the set is new, or has changed. */
export function surveyFleet(cluster: Cluster, set: WorkloadSet, view: FleetView): Fleet {
  const fleet = newFleet(view)
  for (const node of cluster.objects.nodes.values()) stateOf(fleet, cluster, node.name)
  claimPods(cluster, set, fleet, possiblePods(cluster, set))
  for (const name of fleet.nodes.keys()) judge(fleet, cluster, name)
  return fleet
}

/** Looks at what has changed since the last sync, and at what time alone may have changed. */
export function refreshFleet(
  cluster: Cluster,
  set: WorkloadSet,
  fleet: Fleet,
  changes: Pick<SetChanges, 'pods'>,
  nodes: Iterable<string>,
): void {
  const stale = new Set(fleet.timed)
  for (const name of nodes) {
    const state = stateOf(fleet, cluster, name)
    state.node = cluster.objects.nodes.get(name)
    state.placement = state.node === undefined ? nowhere : fleet.view.place(state.node)
    stale.add(name)
  }
  for (const name of claimPods(cluster, set, fleet, changes.pods)) stale.add(name)
  for (const name of stale) judge(fleet, cluster, name)
}

const nowhere: Placement = { shouldRun: false, shouldContinue: false }

function stateOf(fleet: Fleet, cluster: Cluster, name: string): NodeState {
  let state = fleet.nodes.get(name)
  if (state === undefined) {
    const node = cluster.objects.nodes.get(name)
    state = {
      node,
      placement: node === undefined ? nowhere : fleet.view.place(node),
      pods: new Set(),
      verdict: undefined,
    }
    fleet.nodes.set(name, state)
  }
  return state
}

/**
 * Sorts pods to their nodes: a pod of the set whose labels match is claimed, one whose labels do not match any more is
 * released, and an orphan with matching labels is adopted (D-23).
 * @returns the nodes concerned.
 */
function claimPods(cluster: Cluster, set: WorkloadSet, fleet: Fleet, pods: Iterable<Pod>): Set<string> {
  const concerned = new Set<string>()
  const selector = asObject(set.spec['selector'])
  const writes: (() => void)[] = []
  for (const pod of pods) {
    const before = forgetPod(fleet, pod)
    if (before !== undefined) concerned.add(before)
    if (pod.removed === true || !claim(cluster, set, pod, matchesSelector(selector, pod.metadata.labels), writes))
      continue
    // GetTargetNodeName; a pod without one is on no node that counts
    const place = pod.nodeName ?? pod.targetNode
    if (place === undefined) continue
    const hash = pod.metadata.labels[revisionLabel] ?? ''
    stateOf(fleet, cluster, place).pods.add(pod)
    fleet.seen.set(pod, { place, hash })
    fleet.live.set(hash, (fleet.live.get(hash) ?? 0) + 1)
    concerned.add(place)
  }
  if (writes.length === 1) writes[0]?.()
  else if (writes.length > 1) inGroup(cluster, () => writes.forEach((write) => write()))
  return concerned
}

function forgetPod(fleet: Fleet, pod: Pod): string | undefined {
  const before = fleet.seen.get(pod)
  if (before === undefined) return undefined
  fleet.seen.delete(pod)
  fleet.nodes.get(before.place)?.pods.delete(pod)
  const others = (fleet.live.get(before.hash) ?? 1) - 1
  if (others === 0) fleet.live.delete(before.hash)
  else fleet.live.set(before.hash, others)
  return before.place
}

/** ClaimObject of the controller reference manager; the set is not being deleted. */
function claim(cluster: Cluster, set: WorkloadSet, pod: Pod, matches: boolean, writes: (() => void)[]): boolean {
  const { metadata } = pod
  const controller = controllerOf(pod)
  if (controller !== undefined) {
    if (controller.uid !== set.metadata.uid) return false
    if (!matches)
      writes.push(() =>
        setPodOwners(
          cluster,
          pod,
          metadata.ownerReferences.filter((owner) => owner.uid !== set.metadata.uid),
        ),
      )
    return matches
  }
  if (!matches || metadata.deletionTimestamp !== undefined || metadata.namespace !== set.metadata.namespace)
    return false
  writes.push(() => setPodOwners(cluster, pod, [...metadata.ownerReferences, controllerReference(set)]))
  return true
}

/** Judges a node anew, and moves what it adds to the sums and lists from the old verdict to the new one. */
function judge(fleet: Fleet, cluster: Cluster, name: string): void {
  const state = fleet.nodes.get(name)
  if (state === undefined) return
  if (state.verdict !== undefined) enter(fleet, name, state.verdict, -1)
  if (state.node === undefined && state.pods.size === 0) {
    fleet.nodes.delete(name)
    return
  }
  state.verdict = judgeNode(name, state.node, state.placement, [...state.pods], fleet.view, cluster.queue.now)
  enter(fleet, name, state.verdict, 1)
}

function choose(list: NodeChoice, name: string, sign: 1 | -1): void {
  if (sign === 1) addNode(list, name)
  else dropNode(list, name)
}

function enter(fleet: Fleet, name: string, verdict: NodeVerdict, sign: 1 | -1): void {
  const { counts } = fleet
  counts.desired += sign * verdict.counts.desired
  counts.current += sign * verdict.counts.current
  counts.misscheduled += sign * verdict.counts.misscheduled
  counts.ready += sign * verdict.counts.ready
  counts.available += sign * verdict.counts.available
  counts.updated += sign * verdict.counts.updated
  if (verdict.create) choose(fleet.toCreate, name, sign)
  if (verdict.surplus.length > 0) choose(fleet.toDelete, name, sign)
  if (verdict.timed && sign === 1) fleet.timed.add(name)
  else fleet.timed.delete(name)
  const { withoutSurge, withSurge } = verdict
  if (withoutSurge !== undefined) {
    fleet.rolling.unavailable += sign * Number(withoutSurge.unavailable)
    if (withoutSurge.list !== undefined) choose(fleet.rolling[withoutSurge.list], name, sign)
  }
  if (withSurge !== undefined) {
    fleet.surging.surging += sign * Number(withSurge.surging)
    fleet.surging.available += sign * Number(withSurge.available)
    if (withSurge.list !== undefined) choose(fleet.surging[withSurge.list], name, sign)
  }
}
