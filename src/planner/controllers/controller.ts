import type { Cluster, WorkloadSet } from '../cluster.js'

/** What a sync is told beside the cluster: one for each step and set. */
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
}

/** The choices of a step: where Kubernetes leaves something open. */
export interface Choices {
  /** What the controller of a set is told. */
  contextOf(set: WorkloadSet): SyncContext
  /** Pod name → node: where the scheduler may take any of several nodes, this one. */
  readonly places: Readonly<Record<string, string>>
}

/** What a step says of its choices. */
export interface ChoicesGiven {
  readonly prefer?: readonly string[] | undefined
  readonly places?: Readonly<Record<string, string>> | undefined
  readonly thorough?: boolean
}

/**
 * The choices of a step that prefers these nodes (`node-3` for every set, `agent@node-3` for one), and puts pods on
 * those.
 */
export function newChoices({ prefer = [], places = {}, thorough = false }: ChoicesGiven): Choices {
  const contextFor = (nodes: readonly string[]): SyncContext => ({ ...newSyncContext(nodes), thorough })
  const shared = contextFor(prefer)
  const own = new Map<string, SyncContext>()
  const contextOf = ({ metadata: { name } }: WorkloadSet): SyncContext => {
    if (!prefer.some((word) => word.includes('@'))) return shared
    let context = own.get(name)
    if (context === undefined) {
      const mine = prefer.filter((word) => !word.includes('@') || word.startsWith(`${name}@`))
      own.set(name, (context = contextFor(mine.map((word) => word.slice(word.indexOf('@') + 1)))))
    }
    return context
  }
  return { contextOf, places }
}

/** The context of a sync that prefers these nodes. */
export function newSyncContext(prefer: readonly string[] = []): SyncContext {
  const preferred = new Map<string, number[]>()
  for (const [place, name] of prefer.entries()) preferred.set(name, [...(preferred.get(name) ?? []), place])
  return { preferred }
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
