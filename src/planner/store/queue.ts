/** The clock, and the taking of work off the queues. */
import type { Cluster, ObjectKey, SetKey } from '../cluster.js'
import { wake, wakeAfter } from './waking.js'
import { writable } from './writable.js'

/** Lets time pass until a moment, in seconds of the simulation; it never goes back. */
export function advanceTo(cluster: Cluster, moment: number): void {
  const { queue } = writable(cluster)
  queue.now = Math.max(queue.now, moment)
}

/** Wakes the sets whose time has come. */
export function wakeDue(cluster: Cluster): void {
  const { now, timers } = writable(cluster).queue
  for (const [key, at] of timers) {
    if (at > now) continue
    timers.delete(key)
    wake(cluster, key)
  }
}

/** When the next set is woken by time alone; undefined where none is. */
export function nextTimer(cluster: Cluster): number | undefined {
  let next: number | undefined
  for (const at of cluster.queue.timers.values()) if (next === undefined || at < next) next = at
  return next
}

/** Takes the woken sets off the queue, one by one, also those that are woken meanwhile. */
export function* takeWoken(cluster: Cluster): Iterable<SetKey> {
  const { woken } = writable(cluster).queue
  for (const key of woken) {
    woken.delete(key)
    yield key
  }
}

/** Takes the uids that the garbage collector has to look at off its queue, also those that come meanwhile. */
export function* takeUncollected(cluster: Cluster): Iterable<string> {
  const { uncollected } = writable(cluster).queue
  for (const uid of uncollected) {
    uncollected.delete(uid)
    yield uid
  }
}

/** Takes the claims that the PVC protection controller has to look at off its queue. */
export function* takeUnprotected(cluster: Cluster): Iterable<ObjectKey> {
  const { unprotected } = writable(cluster).queue
  for (const key of unprotected) {
    unprotected.delete(key)
    yield key
  }
}

/**
 * Delay before a failed sync is tried again: 5 ms, doubled with each failure in a row, at most 1000 s (client-go's rate
 * limiter).
 */
function backOff(failures: number): number {
  return Math.min(0.005 * 2 ** Math.min(failures, 30), 1000)
}

/** A sync is over: one that failed is tried again, later with each failure in a row. */
export function syncEnded(cluster: Cluster, key: SetKey, outcome: 'done' | 'failed'): void {
  const { failures } = writable(cluster).queue
  if (outcome === 'done') {
    failures.delete(key)
    return
  }
  const before = failures.get(key) ?? 0
  failures.set(key, before + 1)
  wakeAfter(cluster, key, backOff(before))
}

/** The set makes and deletes the same pod over and over: it is not synced any more until `startAnew`. */
export function markEndless(cluster: Cluster, key: SetKey): void {
  writable(cluster).queue.endless.add(key)
}

/** A step begins: what went on without end is tried again. */
export function startAnew(cluster: Cluster): void {
  writable(cluster).queue.endless.clear()
}

/** From here on no pod of this image or revision gets ready; undefined: no name is taken to be broken any more. */
export function assumeBrokenName(cluster: Cluster, name: string | undefined): void {
  const { assumed } = writable(cluster)
  if (name === undefined) delete assumed.brokenNames
  else assumed.brokenNames = new Set([...(assumed.brokenNames ?? []), name])
}

/** From here on pods of these revisions alone get ready (`Assumed`); undefined: all do. */
export function assumeHealthy(cluster: Cluster, revisions: ReadonlySet<string> | undefined): void {
  const { assumed } = writable(cluster)
  if (revisions === undefined) delete assumed.healthyRevisions
  else assumed.healthyRevisions = new Set(revisions)
}
