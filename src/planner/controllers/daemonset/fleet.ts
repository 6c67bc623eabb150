/**
 * What a DaemonSet's controller knows about all nodes: a verdict a node, sums over them, and lists of the nodes where
 * there is something to do. Kept from one sync to the next and brought up to date with what has changed, so that a sync
 * costs what has changed and not the size of the fleet.
 */
import { asObject } from '../../../kubernetes/json.js'
import { matchesSelector } from '../../../kubernetes/label-selector.js'
import type { Cluster, Node, Pod, SetChanges, WorkloadSet } from '../../cluster.js'
import { inGroup, setPodOwners } from '../../store/index.js'
import { addNode, dropNode, newChoice, type NodeChoice } from './choice.js'
import { judgeNode, type NodeVerdict, type Pairing, type SetView, type StatusCounts } from './node-verdict.js'
import type { Placement } from '../../objects/daemonset/placement.js'
import { controllerOf, controllerReference, revisionLabel } from '../../objects/index.js'

interface NodeState {
  node: Node | undefined
  placement: Placement
  readonly pods: Set<Pod>
  verdict: NodeVerdict | undefined
}

/** What the fleet is judged by; another one makes every verdict void. */
export interface FleetView extends SetView {
  readonly place: (node: Node) => Placement
  readonly countsUnhealthyOldPods: boolean
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
  /** Section 5 (D-27, D-28). */
  readonly rolling: { unavailable: number; readonly allowed: NodeChoice; readonly candidates: NodeChoice }
  /** Section 6 (D-41 to D-43). */
  readonly surging: {
    surging: number
    available: number
    /** Old pods to be deleted outside of every budget. */
    readonly done: NodeChoice
    readonly allowed: NodeChoice
    readonly candidates: NodeChoice
    readonly misplaced: NodeChoice
    /** Nodes that are gone and hold an old pod: the step fails on them. */
    readonly lost: Set<string>
  }
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
      lost: new Set(),
    },
  }
}

/** Looks at every node and every pod: the set is new, or has changed. */
export function surveyFleet(cluster: Cluster, set: WorkloadSet, view: FleetView): Fleet {
  const fleet = newFleet(view)
  for (const node of cluster.objects.nodes.values()) stateOf(fleet, cluster, node.name)
  const pods = [
    ...(cluster.index.podsOf.get(set.metadata.uid) ?? []),
    ...(cluster.index.orphans.get(set.metadata.namespace) ?? []),
  ]
  claimPods(cluster, set, fleet, pods)
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

function mark(list: Set<string>, name: string, sign: 1 | -1): void {
  if (sign === 1) list.add(name)
  else list.delete(name)
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
  if (verdict.timed) mark(fleet.timed, name, sign)
  if (verdict.pairing === undefined) return
  if (fleet.view.allowsSurge) enterSurging(fleet, name, verdict, verdict.pairing, sign)
  enterRolling(fleet, name, verdict.pairing, sign)
}

/** What a node is to the rolling step without surge (D-27). */
function enterRolling({ rolling, view }: Fleet, name: string, pairing: Pairing, sign: 1 | -1): void {
  switch (pairing.kind) {
    case 'excess':
    case 'none':
    case 'both':
      rolling.unavailable += sign
      break
    case 'new':
      if (!pairing.newAvailable) rolling.unavailable += sign
      break
    case 'old':
      if (pairing.oldAvailable) choose(rolling.candidates, name, sign)
      else {
        choose(rolling.allowed, name, sign)
        if (view.countsUnhealthyOldPods) rolling.unavailable += sign
      }
  }
}

/** What a node is to the rolling step with surge (D-41). */
function enterSurging(
  { surging }: Fleet,
  name: string,
  { gone, shouldRun }: NodeVerdict,
  pairing: Pairing,
  sign: 1 | -1,
): void {
  switch (pairing.kind) {
    case 'excess':
      surging.surging += sign
      break
    case 'none':
      break
    case 'new':
      if (pairing.newAvailable) surging.available += sign
      break
    case 'both':
      if (pairing.oldAvailable) surging.available += sign
      if (pairing.newAvailable) choose(surging.done, name, sign)
      else surging.surging += sign
      break
    case 'old':
      if (pairing.oldAvailable) surging.available += sign
      if (gone) mark(surging.lost, name, sign)
      else if (!pairing.oldAvailable) choose(shouldRun ? surging.allowed : surging.done, name, sign)
      else choose(shouldRun ? surging.candidates : surging.misplaced, name, sign)
  }
}
