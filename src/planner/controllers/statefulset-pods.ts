/** The pods of a StatefulSet by slot, and the questions that the controller asks of one pod (statefulset.md section 0). */
import type { Cluster, Pod, SetChanges, WorkloadSet } from '../cluster.js'
import { revisionLabel } from '../store/index.js'
import { claimPods } from './claim-pods.js'
import { hasSlot, ordinalOf, specOf, type StatefulSetSpec } from './statefulset-spec.js'

/** S-2 */
export function isReady(pod: Pod): boolean {
  return pod.phase === 'Running' && pod.ready
}

/** S-3: the test looks at the condition, not at the phase. Times of conditions are whole seconds. */
export function isAvailable(pod: Pod, minReadySeconds: number, now: number): boolean {
  return pod.ready && (minReadySeconds === 0 || availableAt(pod, minReadySeconds) <= now)
}

/** When a ready pod becomes available. */
export function availableAt(pod: Pod, minReadySeconds: number): number {
  return Math.floor(pod.readySince ?? 0) + minReadySeconds
}

/** S-4 */
export function isTerminating(pod: Pod): boolean {
  return pod.metadata.deletionTimestamp !== undefined
}

/** S-5 */
export function isTerminal(pod: Pod): boolean {
  return pod.phase === 'Failed' || pod.phase === 'Succeeded'
}

/** S-7; empty where the pod has no such label. */
export function revisionOf(pod: Pod): string {
  return pod.metadata.labels[revisionLabel] ?? ''
}

/** A set's pods, laid out by slot. Kept from sync to sync, so that a sync looks only at pods that have changed. */
export interface Members {
  /** The spec for which the pods were laid out. */
  spec: StatefulSetSpec
  readonly byOrdinal: Map<number, Pod>
  /** By index (S-9); undefined where the slot is empty. */
  slots: (Pod | undefined)[]
  /** Highest ordinal first (S-10, S-23). */
  condemned: Pod[]
  /** Pods whose identity, storage and claims were found as they should be, and have not changed since. */
  readonly settled: WeakSet<Pod>
}

const known = new WeakMap<WorkloadSet, Members>()

/** S-12b and S-12d: claims pods, and splits them into slots and condemned ones. */
export function membersOf(cluster: Cluster, set: WorkloadSet, changes: SetChanges): Members {
  const spec = specOf(set)
  const before = known.get(set)
  if (before === undefined || changes.everything) {
    const members = layOut(spec, claim(cluster, set, spec, everyPod(cluster, set)), set.metadata.name)
    known.set(set, members)
    return members
  }
  const claimed = new Set(claim(cluster, set, spec, changes.pods))
  for (const pod of changes.pods) {
    before.settled.delete(pod)
    const ordinal = ordinalOf(set.metadata.name, pod.metadata.name)
    if (ordinal === undefined) continue
    if (claimed.has(pod)) put(before, ordinal, pod)
    else if (before.byOrdinal.get(ordinal) === pod) take(before, ordinal)
  }
  return before
}

function* everyPod(cluster: Cluster, set: WorkloadSet): Iterable<Pod> {
  yield* [...(cluster.index.podsOf.get(set.metadata.uid) ?? [])]
  yield* [...(cluster.index.orphans.get(set.metadata.namespace) ?? [])]
}

function claim(cluster: Cluster, set: WorkloadSet, spec: StatefulSetSpec, pods: Iterable<Pod>): Pod[] {
  return claimPods(cluster, set, spec.selector, pods, (pod) => ordinalOf(set.metadata.name, pod.metadata.name) !== undefined)
}

function layOut(spec: StatefulSetSpec, pods: readonly Pod[], setName: string): Members {
  const members: Members = { spec, byOrdinal: new Map(), slots: new Array<Pod | undefined>(spec.replicas).fill(undefined), condemned: [], settled: new WeakSet() }
  for (const pod of pods) {
    const ordinal = ordinalOf(setName, pod.metadata.name) ?? 0
    members.byOrdinal.set(ordinal, pod)
    if (hasSlot(spec, ordinal)) members.slots[ordinal - spec.start] = pod
  }
  condemn(members)
  return members
}

function condemn(members: Members): void {
  members.condemned = [...members.byOrdinal]
    .filter(([ordinal]) => !hasSlot(members.spec, ordinal))
    .sort(([a], [b]) => b - a)
    .map(([, pod]) => pod)
}

function put(members: Members, ordinal: number, pod: Pod): void {
  const isNew = members.byOrdinal.get(ordinal) !== pod
  members.byOrdinal.set(ordinal, pod)
  if (hasSlot(members.spec, ordinal)) members.slots[ordinal - members.spec.start] = pod
  else if (isNew) condemn(members)
}

function take(members: Members, ordinal: number): void {
  const pod = members.byOrdinal.get(ordinal)
  members.byOrdinal.delete(ordinal)
  if (hasSlot(members.spec, ordinal)) members.slots[ordinal - members.spec.start] = undefined
  else members.condemned = members.condemned.filter((each) => each !== pod)
}
