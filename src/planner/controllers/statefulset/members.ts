/**
 * Book-keeping: the pods of a StatefulSet by slot, counted and sorted by what has to be done about them. Kept from sync
 * to sync and brought up to date with what has changed, so that a sync over thousands of pods looks only at those that
 * matter. It decides nothing: a sync that keeps no books at all writes the same (`SyncContext.thorough`).
 */
import type { Cluster, Pod, SetChanges, WorkloadSet } from '../../cluster.js'
import { claimPods } from '../claim-pods.js'
import { newIndexSet, putIndex, removeIndex, type IndexSet, indexesUp, nextIndex } from '../../collections/index-set.js'
import { isAvailable, isReady, isTerminating, revisionOf } from '../../objects/statefulset/pods.js'
import { hasSlot, ordinalOf, specOf, type StatefulSetSpec } from '../../objects/statefulset/spec.js'
import { memoryOf, possiblePods } from '../../objects/index.js'
import type { SyncContext } from '../controller.js'

export interface Members {
  readonly spec: StatefulSetSpec
  readonly byOrdinal: Map<number, Pod>
  /** By index (S-9); undefined where the slot is empty. */
  readonly slots: (Pod | undefined)[]
  /** Highest ordinal first (S-10, S-23). */
  readonly condemned: CondemnedPod[]
  /** Slots that are empty, or whose pod has changed since it was last found as it should be. */
  readonly todo: IndexSet
  /** Slots that are empty, or whose pod is terminating or not ready. */
  readonly unhealthy: IndexSet
  /** Those, and slots whose pod has not been ready for minReadySeconds. */
  readonly unavailable: IndexSet
  /** Slots whose pod has another revision than `update`, and is not terminating. */
  outdated: IndexSet
  /** Name of the update revision for which `outdated` holds. */
  update: string
  /** Ordinals of the condemned pods that have changed since they were last looked at. */
  readonly condemnedTodo: Set<number>
  readonly tally: Tally
}

/** A pod outside of the slots. */
export interface CondemnedPod {
  readonly ordinal: number
  readonly pod: Pod
}

/** What is counted over all pods, slots and condemned ones (S-42). */
export interface Tally {
  replicas: number
  ready: number
  available: number
  /** Pods that are not terminating, by revision. */
  readonly byRevision: Map<string, number>
  /** All pods, by revision: what keeps a revision alive (S-101). */
  readonly carriers: Map<string, number>
  /** Ready pods that have to stay ready for a while to be available. */
  readonly waiting: Set<Pod>
  /** What each pod has been counted as. */
  readonly counted: Map<Pod, Counted>
}

interface Counted {
  readonly ready: boolean
  readonly available: boolean
  readonly terminating: boolean
  readonly revision: string
}

const known = memoryOf<WorkloadSet, Members>('the pods of a StatefulSet')

/** getPodsForStatefulSet: claims pods (S-12b), and splits them into slots and condemned ones (S-12d). */
export function getPodsForStatefulSet(
  cluster: Cluster,
  set: WorkloadSet,
  changes: SetChanges,
  { thorough = false }: Pick<SyncContext, 'thorough'>,
): Members {
  const spec = specOf(cluster, set)
  const memory = cluster.memory.of(known)
  const before = memory.get(set)
  if (before === undefined || changes.everything || thorough) {
    const members = newMembers(spec)
    for (const pod of claim(cluster, set, spec, possiblePods(cluster, set)))
      put(cluster, members, ordinalOf(set.metadata.name, pod.metadata.name) ?? 0, pod)
    memory.set(set, members)
    return members
  }
  const claimed = new Set(claim(cluster, set, spec, changes.pods))
  for (const pod of changes.pods) {
    const ordinal = ordinalOf(set.metadata.name, pod.metadata.name)
    if (ordinal === undefined) continue
    if (claimed.has(pod)) put(cluster, before, ordinal, pod)
    else if (before.byOrdinal.get(ordinal) === pod) take(before, ordinal, pod)
  }
  for (const pod of before.tally.waiting) {
    const ordinal = ordinalOf(set.metadata.name, pod.metadata.name)
    if (ordinal !== undefined && isAvailable(pod, spec.minReadySeconds, cluster.queue.now))
      put(cluster, before, ordinal, pod, true)
  }
  return before
}

function claim(cluster: Cluster, set: WorkloadSet, spec: StatefulSetSpec, pods: Iterable<Pod>): Pod[] {
  return claimPods(
    cluster,
    set,
    spec.selector,
    pods,
    (pod) => ordinalOf(set.metadata.name, pod.metadata.name) !== undefined,
  )
}

function newMembers(spec: StatefulSetSpec): Members {
  const members: Members = {
    spec,
    byOrdinal: new Map(),
    slots: new Array<Pod | undefined>(spec.replicas).fill(undefined),
    condemned: [],
    todo: newIndexSet(spec.replicas),
    unhealthy: newIndexSet(spec.replicas),
    unavailable: newIndexSet(spec.replicas),
    outdated: newIndexSet(spec.replicas),
    update: '',
    condemnedTodo: new Set(),
    tally: {
      replicas: 0,
      ready: 0,
      available: 0,
      byRevision: new Map(),
      carriers: new Map(),
      waiting: new Set(),
      counted: new Map(),
    },
  }
  for (let index = 0; index < spec.replicas; index++) markEmpty(members, index)
  return members
}

function markEmpty(members: Members, index: number): void {
  members.slots[index] = undefined
  for (const set of [members.todo, members.unhealthy, members.unavailable]) putIndex(set, index, true)
  removeIndex(members.outdated, index)
}

/** A pod is there, or has changed; `aged` where only time has passed for it. */
function put(cluster: Cluster, members: Members, ordinal: number, pod: Pod, aged = false): void {
  const { spec } = members
  const before = members.byOrdinal.get(ordinal)
  if (before !== undefined && before !== pod) take(members, ordinal, before)
  const isNew = before !== pod
  members.byOrdinal.set(ordinal, pod)
  const counted: Counted = {
    ready: isReady(pod),
    available: isAvailable(pod, spec.minReadySeconds, cluster.queue.now),
    terminating: isTerminating(pod),
    revision: revisionOf(pod),
  }
  recount(members.tally, pod, counted)
  if (!hasSlot(spec, ordinal)) {
    if (isNew) condemn(members, ordinal, pod)
    if (!aged) members.condemnedTodo.add(ordinal)
    return
  }
  const index = ordinal - spec.start
  members.slots[index] = pod
  if (!aged) putIndex(members.todo, index, true)
  putIndex(members.unhealthy, index, counted.terminating || !counted.ready)
  putIndex(members.unavailable, index, counted.terminating || !counted.available)
  putIndex(members.outdated, index, !counted.terminating && counted.revision !== members.update)
}

function condemn(members: Members, ordinal: number, pod: Pod): void {
  members.condemned.splice(placeOf(members, ordinal), 0, { ordinal, pod })
}

/** The place of an ordinal among the condemned pods, or the one where it would be. */
function placeOf({ condemned }: Members, ordinal: number): number {
  let low = 0
  let high = condemned.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((condemned[middle]?.ordinal ?? -1) > ordinal) low = middle + 1
    else high = middle
  }
  return low
}

function take(members: Members, ordinal: number, pod: Pod): void {
  members.byOrdinal.delete(ordinal)
  recount(members.tally, pod, undefined)
  members.condemnedTodo.delete(ordinal)
  if (hasSlot(members.spec, ordinal)) markEmpty(members, ordinal - members.spec.start)
  else members.condemned.splice(placeOf(members, ordinal), 1)
}

function recount(tally: Tally, pod: Pod, now: Counted | undefined): void {
  const before = tally.counted.get(pod)
  if (before !== undefined) count(tally, before, -1)
  tally.waiting.delete(pod)
  if (now === undefined) {
    tally.counted.delete(pod)
    return
  }
  count(tally, now, 1)
  tally.counted.set(pod, now)
  if (pod.ready && !now.available) tally.waiting.add(pod)
}

function count(tally: Tally, { ready, available, terminating, revision }: Counted, by: 1 | -1): void {
  tally.replicas += by
  if (ready) tally.ready += by
  if (ready && available) tally.available += by
  countRevision(tally.carriers, revision, by)
  if (!terminating) countRevision(tally.byRevision, revision, by)
}

function countRevision(counts: Map<string, number>, revision: string, by: number): void {
  const number = (counts.get(revision) ?? 0) + by
  if (number === 0) counts.delete(revision)
  else counts.set(revision, number)
}

/** Tells the members which revision they are to be updated to. */
export function setUpdateRevision(members: Members, revision: string): void {
  if (members.update === revision) return
  members.update = revision
  members.outdated = newIndexSet(members.spec.replicas)
  for (const [index, pod] of members.slots.entries()) {
    if (pod !== undefined && !isTerminating(pod) && revisionOf(pod) !== revision)
      putIndex(members.outdated, index, true)
  }
}

/** The slots at which there is something to do, lowest first. */
export function slotsToWorkAt({ todo }: Members): Iterable<number> {
  return [...indexesUp(todo)]
}

/** The same with the slots that have to be waited for; a slot that is done with on the way is not met again. */
export function* slotsToWorkOrWaitAt({ todo, unavailable }: Members): Iterable<number> {
  for (let from = 0; ; from++) {
    const index = Math.min(nextIndex(todo, from) ?? Infinity, nextIndex(unavailable, from) ?? Infinity)
    if (index === Infinity) return
    yield index
    from = index
  }
}

/** The pod of a slot is as it should be: it need not be looked at until it changes. */
export function slotIsInLine({ todo }: Members, index: number): void {
  removeIndex(todo, index)
}

/** The places in `condemned` of the pods that have changed since they were last looked at, highest ordinal first. */
export function changedCondemned(members: Members): readonly number[] {
  return [...members.condemnedTodo].map((ordinal) => placeOf(members, ordinal)).sort((a, b) => a - b)
}

/** All condemned pods have been looked at. */
export function condemnedLookedAt({ condemnedTodo }: Members): void {
  condemnedTodo.clear()
}
