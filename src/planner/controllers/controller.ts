import type { Cluster, WorkloadSet } from '../cluster.js'

/** What a sync is told beside the cluster: one for each step. */
export interface SyncContext {
  /**
   * Looks at every pod and node in each sync, as Kubernetes' own controllers do, and not at those alone that have
   * changed: what is written is the same, and takes longer. For tests.
   */
  readonly thorough?: boolean
  /**
   * Where Kubernetes may take any node: these first, in this order, then the rest by name. A name that is listed several
   * times has several places: each time it is taken, it uses up one of them but the last.
   */
  readonly preferred: Map<string, number[]>
  /** Pod name → node: where the scheduler may take any of several nodes, this one. */
  readonly places: Readonly<Record<string, string>>
}

/** The context of a step that prefers these nodes, and puts pods on those. */
export function newSyncContext(
  prefer: readonly string[] = [],
  places: Readonly<Record<string, string>> = {},
): SyncContext {
  const preferred = new Map<string, number[]>()
  for (const [place, name] of prefer.entries()) preferred.set(name, [...(preferred.get(name) ?? []), place])
  return { preferred, places }
}

/**
 * `failed`: the controller gave up in the middle (the API server refused a write) and tries again with exponential
 * back-off.
 */
export type SyncOutcome = 'done' | 'failed'

/**
 * One sync: one run of a controller's work for one set. It reads what is in the cluster, writes through `store/`, and
 * is run again whenever something of the set has changed (`takeChanges`), when a time set with `wakeAfter` has come, or
 * after it failed.
 */
export type Sync = (cluster: Cluster, set: WorkloadSet, context: SyncContext) => SyncOutcome
