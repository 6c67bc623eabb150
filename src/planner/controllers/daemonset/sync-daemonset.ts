/**
 * The DaemonSet controller. `syncDaemonSet` reads like docs/semantics/daemonset.md, section 3; what it does at each
 * step is in the files beside this one, named after the controller's own functions.
 */
import { daemonSetBehaviour } from '../../../kubernetes/behaviour.js'
import { asNumber, asObject, asString } from '../../../kubernetes/json.js'
import type { Cluster, Node, Pod, SetChanges, WorkloadSet } from '../../cluster.js'
import { joinGroup, newGroup, takeChanges, wakeAfter } from '../../store/index.js'
import type { Sync, SyncContext } from '../controller.js'
import { delayOf, inBackOff, noteFailure, type BackOff } from './failed-pods-back-off.js'
import { allowsSurge, updatedDesiredNodeCounts } from '../../objects/daemonset/budget.js'
import { refreshFleet, surveyFleet, type Fleet, type FleetView } from './fleet.js'
import { cleanupHistory, constructHistory } from './history.js'
import { manage } from './manage.js'
import { nodeQueuesSet } from './node-update.js'
import { nodeShouldRunDaemonPod, type Placement } from '../../objects/daemonset/placement.js'
import { templateGenerationAnnotation } from '../../objects/daemonset/pods.js'
import { updateDaemonSetStatus } from './status.js'
import type { Written } from './sync-nodes.js'
import { rollingUpdate } from './rolling-update.js'
import { keyOfSet, memoryOf, remember } from '../../objects/index.js'

/** What the controller keeps in memory for one set. */
interface Memory {
  readonly backOff: BackOff
  /** Since when pods are ready, as far as the watch has shown it. */
  readonly ready: WeakMap<Pod, number>
  /** What the watch has shown of a pod. */
  readonly shown: WeakMap<Pod, string>
  /** The time of the last sync, and the group of what is done in answer to news that came together. */
  turn: { readonly at: number; readonly group?: number }
  /** Nodes that have changed without waking the set: looked at in the next sync. */
  readonly stale: Set<string>
  template?: WorkloadSet['spec'][string]
  place: (node: Node) => Placement
  fleet?: Fleet
}

const memories = memoryOf<WorkloadSet, Memory>("a DaemonSet's controller")

/** One sync of a DaemonSet (D-14). */
export const syncDaemonSet: Sync = (cluster, set, context) => {
  const changes = takeChanges(cluster, keyOfSet(set))
  const memory = recall(cluster, set)
  if (isMereNodeNews(cluster, set, memory, changes)) return 'done'
  // an empty selector would select every pod there is
  if (Object.keys(asObject(set.spec['selector'])).length === 0) return 'done'
  // the garbage collector is at it: no pods, no status (D-70)
  if (set.metadata.deletionTimestamp !== undefined) return 'done'
  const history = constructHistory(cluster, set, () => cluster.index.podsOf.get(set.metadata.uid) ?? [])
  if (history === undefined) return 'failed'
  const fleet = getNodesToDaemonPods(cluster, set, memory, changes, history.hash, context)
  awaitAvailability(cluster, set, memory, changes)
  const written = inTurn(cluster, memory, changes, () => {
    const written = updateDaemonSet(cluster, set, memory, fleet, context)
    if (written !== 'failed') cleanupHistory(cluster, set, history.old, (hash) => fleet.live.has(hash))
    return written
  })
  updateDaemonSetStatus(cluster, set, fleet)
  if (written === 'failed') return 'failed'
  if (written.vanished && history.old.length > (asNumber(set.spec['revisionHistoryLimit']) ?? 10))
    loosen(cluster, memory)
  return 'done'
}

/** manage, and the rolling step if manage left nothing to wait for (D-15). */
function updateDaemonSet(
  cluster: Cluster,
  set: WorkloadSet,
  memory: Memory,
  fleet: Fleet,
  context: SyncContext,
): Written | 'failed' {
  const written = manage(cluster, set, fleet, context, (node) =>
    noteFailure(memory.backOff, backOffKey(set, node), cluster.queue.now),
  )
  requeueBackedOff(cluster, set, memory, fleet)
  if (written.anything || asObject(set.spec['updateStrategy'])['type'] !== 'RollingUpdate') return written
  const budget = updatedDesiredNodeCounts(set.spec, fleet.counts.desired)
  return rollingUpdate(cluster, set, fleet, budget, context)
}

/**
 * Where the watch shows news of several pods at a time, a sync may come between any two of them: what the syncs of that
 * moment do, they do in no defined order.
 */
function inTurn<T>(cluster: Cluster, memory: Memory, changes: SetChanges, work: () => T): T {
  const news = countNews(memory, changes)
  if (memory.turn.at !== cluster.queue.now) {
    memory.turn = { at: cluster.queue.now }
    if (news > 1) loosen(cluster, memory)
  }
  return memory.turn.group === undefined ? work() : joinGroup(cluster, memory.turn.group, work)
}

/**
 * From here on the order is open, until time passes. So it is too when a pod is gone in the moment in which it is
 * deleted: the history may be cleaned up in the same sync, or in a later one.
 */
function loosen(cluster: Cluster, memory: Memory): void {
  memory.turn = { at: cluster.queue.now, group: memory.turn.group ?? newGroup(cluster) }
}

/** How many pods have changed so that the controller might act; that a pod was bound is no news to it. */
function countNews(memory: Memory, changes: SetChanges): number {
  let news = 0
  for (const pod of changes.pods) {
    const shown = `${pod.phase} ${pod.ready} ${pod.metadata.deletionTimestamp !== undefined} ${pod.removed === true}`
    const before = memory.shown.get(pod)
    memory.shown.set(pod, shown)
    if (before !== undefined && before !== shown) news++
  }
  return news
}

function recall(cluster: Cluster, set: WorkloadSet): Memory {
  const template = set.spec['template']
  const memory = remember(cluster, memories, set, (): Memory => ({
    backOff: new Map(),
    ready: new WeakMap(),
    shown: new WeakMap(),
    turn: { at: -1 },
    stale: new Set(),
    place: () => ({ shouldRun: false, shouldContinue: false }),
  }))
  if (memory.template !== template) {
    memory.template = template
    memory.place = nodeShouldRunDaemonPod(asObject(template), daemonSetBehaviour(cluster.target).comparesTaintValues)
  }
  return memory
}

/** Only nodes have changed, and none of them so that the set would be queued: remembered for the next sync. */
function isMereNodeNews(cluster: Cluster, set: WorkloadSet, memory: Memory, changes: SetChanges): boolean {
  for (const name of changes.nodes.keys()) memory.stale.add(name)
  if (changes.everything || changes.pods.size > 0 || changes.nodes.size === 0) return false
  const { nodeUpdateQueue } = daemonSetBehaviour(cluster.target)
  for (const [name, before] of changes.nodes)
    if (nodeQueuesSet(cluster, set, name, before, { nodeUpdateQueue, place: memory.place })) return false
  return true
}

/** Brings what is known about the nodes and the pods on them up to date. */
function getNodesToDaemonPods(
  cluster: Cluster,
  set: WorkloadSet,
  memory: Memory,
  changes: SetChanges,
  hash: string,
  { thorough = false }: SyncContext,
): Fleet {
  const known = memory.fleet
  if (known !== undefined && !changes.everything && !thorough && known.view.hash === hash)
    refreshFleet(cluster, set, known, changes, memory.stale)
  else memory.fleet = surveyFleet(cluster, set, fleetView(cluster, set, memory, hash))
  memory.stale.clear()
  return memory.fleet as Fleet
}

function fleetView(cluster: Cluster, set: WorkloadSet, memory: Memory, hash: string): FleetView {
  return {
    hash,
    templateGeneration: templateGeneration(set),
    minReadySeconds: asNumber(set.spec['minReadySeconds']) ?? 0,
    allowsSurge: allowsSurge(set.spec),
    inBackOff: (node) => inBackOff(memory.backOff, backOffKey(set, node), cluster.queue.now),
    place: memory.place,
    countsUnhealthyOldPods: daemonSetBehaviour(cluster.target).countsUnhealthyOldPods,
  }
}

/** util.GetTemplateGeneration: an annotation that is no integer counts as none. */
function templateGeneration(set: WorkloadSet): string | undefined {
  const text = asString(set.metadata.annotations[templateGenerationAnnotation])
  return text !== undefined && /^[+-]?\d+$/.test(text) ? String(BigInt(text)) : undefined
}

function backOffKey(set: WorkloadSet, node: string): string {
  return `${asNumber(set.status['observedGeneration']) ?? 0}/${node}`
}

/** updatePod: minReadySeconds and a second after a pod got ready the set is looked at again (D-33). */
function awaitAvailability(cluster: Cluster, set: WorkloadSet, memory: Memory, changes: SetChanges): void {
  const minReadySeconds = asNumber(set.spec['minReadySeconds']) ?? 0
  for (const pod of changes.pods) {
    if (!pod.ready || memory.ready.get(pod) === pod.readySince) continue
    memory.ready.set(pod, pod.readySince ?? cluster.queue.now)
    if (minReadySeconds > 0) wakeAfter(cluster, keyOfSet(set), minReadySeconds + 1)
  }
}

/** A failed pod in back-off: the set is looked at again when it is over (D-24). */
function requeueBackedOff(cluster: Cluster, set: WorkloadSet, memory: Memory, fleet: Fleet): void {
  for (const name of fleet.timed) {
    if (fleet.nodes.get(name)?.verdict?.backingOff === true)
      wakeAfter(cluster, keyOfSet(set), delayOf(memory.backOff, backOffKey(set, name)))
  }
}
