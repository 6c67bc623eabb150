import type { Cluster, WorkloadSet } from '../cluster.js'

/** What a sync is told beside the cluster. */
export interface SyncContext {
  /** Where Kubernetes may take any node: these first, in this order, then the rest by name. */
  readonly prefer: readonly string[]
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
