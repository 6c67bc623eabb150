import type { Cluster, JournalEntry } from '../cluster.js'
import type { PlanEvent } from '../plan.js'
import { writable } from './writable.js'

/** What an event may carry beside the bare fact. */
export type EventNote = Pick<PlanEvent, 'choice' | 'node' | 'why'>

/** Puts one event into the journal, under the actor and the group of the moment. */
export function emit(cluster: Cluster, event: PlanEvent, note?: EventNote): void {
  const whole =
    cluster.journal.group === undefined && note === undefined
      ? event
      : { ...event, ...(cluster.journal.group === undefined ? {} : { group: cluster.journal.group }), ...note }
  writable(cluster).journal.entries.push({ event: whole, actor: cluster.journal.actor })
}

/**
 * Runs `work` so that the events of it are one group: they happen in no defined order (a batch of parallel calls,
 * S-15). Groups do not nest: the outer one holds.
 */
export function inGroup<T>(cluster: Cluster, work: () => T): T {
  return cluster.journal.group === undefined ? joinGroup(cluster, newGroup(cluster), work) : work()
}

/**
 * Makes one group of what the given actors have written since the journal had `from` entries: it turns out to have no
 * defined order.
 */
export function groupSince(cluster: Cluster, from: number, actors: readonly string[]): void {
  const group = newGroup(cluster)
  const { entries } = writable(cluster).journal
  for (let index = from; index < entries.length; index++) {
    const entry = entries[index]
    if (entry !== undefined && actors.includes(entry.actor))
      entries[index] = { ...entry, event: { ...entry.event, group } }
  }
}

/** A new group, for events that turn out to have no order among them; see `joinGroup`. */
export function newGroup(cluster: Cluster): number {
  return ++writable(cluster).journal.lastGroup
}

/** Runs `work` so that the events of it join a group, unless they are of another one already. */
export function joinGroup<T>(cluster: Cluster, group: number, work: () => T): T {
  if (cluster.journal.group !== undefined) return work()
  writable(cluster).journal.group = group
  try {
    return work()
  } finally {
    delete writable(cluster).journal.group
  }
}

/** Takes the events out of the journal. */
export function takeJournal(cluster: Cluster): readonly JournalEntry[] {
  const { entries } = cluster.journal
  writable(cluster).journal.entries = []
  return entries
}

/** Runs `work` in somebody's name: `user`, `node`, `StatefulSet/default/web`, `garbage-collector`, `pvc-protection`. */
export function actAs<T>(cluster: Cluster, actor: string, work: () => T): T {
  const before = cluster.journal.actor
  writable(cluster).journal.actor = actor
  try {
    return work()
  } finally {
    writable(cluster).journal.actor = before
  }
}
