import type { Cluster, Node, PersistentVolumeClaim, Pod, SetChanges, SetKey, WorkloadSet } from '../cluster.js'
import { writable, type WritableChanges } from './writable.js'
import { controllerOf, keyOf, keyOfSet, setKey, possibleAdopters } from '../objects/index.js'

/** The set's controller has something to look at. */
export function wake(cluster: Cluster, key: SetKey): void {
  if (cluster.objects.sets.has(key)) writable(cluster).queue.woken.add(key)
}

/** Wakes the set once `seconds` have passed, if nothing does so before; the earliest of several times holds. */
export function wakeAfter(cluster: Cluster, key: SetKey, seconds: number): void {
  const at = cluster.queue.now + seconds
  const before = cluster.queue.timers.get(key)
  if (before === undefined || at < before) writable(cluster).queue.timers.set(key, at)
}

function changesOf(cluster: Cluster, key: SetKey): WritableChanges {
  const { changes: all } = writable(cluster).queue
  let changes = all.get(key) as WritableChanges | undefined
  if (changes === undefined) {
    changes = { pods: new Set(), nodes: new Map(), everything: false }
    all.set(key, changes)
  }
  return changes
}

/** Takes the list of what has changed about a set since it was last taken. */
export function takeChanges(cluster: Cluster, key: SetKey): SetChanges {
  const changes = changesOf(cluster, key)
  writable(cluster).queue.changes.delete(key)
  return changes
}

/** The set itself changed, or is new. */
export function setChanged(cluster: Cluster, set: WorkloadSet): void {
  const key = keyOfSet(set)
  changesOf(cluster, key).everything = true
  wake(cluster, key)
}

/** Only the set's status changed: its controller is woken, and finds nothing else to look at. */
export function statusChanged(cluster: Cluster, set: WorkloadSet): void {
  wake(cluster, keyOfSet(set))
}

/**
 * A node came, changed or went: every DaemonSet is woken. Of several changes of one node the first state before counts.
 */
export function nodeChanged(cluster: Cluster, name: string, before: Node | undefined): void {
  for (const [key, set] of cluster.objects.sets) {
    if (set.kind !== 'DaemonSet') continue
    const { nodes } = changesOf(cluster, key)
    if (!nodes.has(name)) nodes.set(name, before)
    wake(cluster, key)
  }
}

/** The set that a pod's controller reference resolves to: by name, and the uid has to be the same. */
export function controllingSet(cluster: Cluster, pod: Pod): WorkloadSet | undefined {
  const owner = controllerOf(pod)
  if (owner === undefined) return undefined
  const set = cluster.objects.sets.get(setKey(owner.kind, pod.metadata.namespace, owner.name))
  return set?.metadata.uid === owner.uid ? set : undefined
}

/** Wakes the set that controls the pod. */
export function wakeController(cluster: Cluster, pod: Pod): void {
  const set = controllingSet(cluster, pod)
  if (set === undefined) return
  const key = keyOfSet(set)
  changesOf(cluster, key).pods.add(pod)
  wake(cluster, key)
}

/** Wakes every set that may want to adopt a pod without a controller (S-88). */
export function wakeAdopters(cluster: Cluster, pod: Pod): void {
  for (const set of possibleAdopters(cluster, pod)) {
    const key = keyOfSet(set)
    changesOf(cluster, key).pods.add(pod)
    wake(cluster, key)
  }
}

/**
 * A claim came or changed: the pods that use it are looked at in their set's next sync, which it does not bring about
 * (claims wake nobody).
 */
export function claimChanged(cluster: Cluster, claim: PersistentVolumeClaim): void {
  for (const pod of cluster.index.podsUsing.get(keyOf(claim)) ?? []) {
    const set = controllingSet(cluster, pod)
    if (set !== undefined) changesOf(cluster, keyOfSet(set)).pods.add(pod)
  }
}

/** A set is gone: nothing of it is to be looked at any more. */
export function forgetSet(cluster: Cluster, key: SetKey): void {
  writable(cluster).queue.woken.delete(key)
  writable(cluster).queue.timers.delete(key)
  writable(cluster).queue.failures.delete(key)
  writable(cluster).queue.changes.delete(key)
}
