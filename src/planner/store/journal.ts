import type { Cluster } from '../cluster.js'
import type { PlanEvent } from '../plan.js'

/** What an event may carry beside the bare fact. */
export type EventNote = Pick<PlanEvent, 'choice' | 'why'>

/** Puts one event into the journal, under the actor and the group of the moment. */
export function emit(cluster: Cluster, event: PlanEvent, note?: EventNote): void {
  const whole =
    cluster.group === undefined && note === undefined
      ? event
      : { ...event, ...(cluster.group === undefined ? {} : { group: cluster.group }), ...note }
  cluster.journal.push({ event: whole, actor: cluster.actor })
}

/**
 * Runs `work` so that the events of it are one group: they happen in no defined order (a batch of parallel calls,
 * S-15). Groups do not nest: the outer one holds.
 */
export function inGroup<T>(cluster: Cluster, work: () => T): T {
  if (cluster.group !== undefined) return work()
  cluster.group = ++cluster.lastGroup
  try {
    return work()
  } finally {
    delete cluster.group
  }
}

/**
 * Makes one group of what the given actors have written since the journal had `from` entries: it turns out to have no
 * defined order.
 */
export function groupSince(cluster: Cluster, from: number, actors: readonly string[]): void {
  const group = ++cluster.lastGroup
  for (let index = from; index < cluster.journal.length; index++) {
    const entry = cluster.journal[index]
    if (entry !== undefined && actors.includes(entry.actor))
      cluster.journal[index] = { ...entry, event: { ...entry.event, group } }
  }
}

/** Runs `work` in somebody's name: `user`, `node`, `StatefulSet/default/web`, `garbage-collector`, `pvc-protection`. */
export function actAs<T>(cluster: Cluster, actor: string, work: () => T): T {
  const before = cluster.actor
  cluster.actor = actor
  try {
    return work()
  } finally {
    cluster.actor = before
  }
}

/** The namespace as an event shows it: only where it is not `default`. */
export function shownNamespace(namespace: string): { namespace?: string } {
  return namespace === 'default' ? {} : { namespace }
}
