/** rollingUpdate without surge (section 5). */
import type { Cluster, WorkloadSet } from '../cluster.js'
import type { SyncContext } from './controller.js'
import { takeAny } from './daemonset-choice.js'
import type { Fleet } from './daemonset-fleet.js'
import { syncNodes, type PodDeletion } from './daemonset-sync-nodes.js'

/**
 * Deletes old pods: all that are not available, whatever the budget says, and of the others any as many as the budget leaves (D-28).
 * Section 4 makes their successors once they are gone (D-30).
 */
export function rollWithoutSurge(cluster: Cluster, set: WorkloadSet, fleet: Fleet, maxUnavailable: number, context: SyncContext): void {
  const { allowed, candidates, unavailable } = fleet.rolling
  const { names, choice } = takeAny(candidates, maxUnavailable - unavailable, context)
  const deletions: PodDeletion[] = []
  for (const name of [...allowed].sort()) addOldPod(deletions, fleet, name, 'it is out of date and not available: replaced outside the budget')
  for (const name of names) addOldPod(deletions, fleet, name, undefined, choice)
  syncNodes(cluster, set, fleet.view, [], deletions)
}

/** Adds the node's one old pod. */
export function addOldPod(deletions: PodDeletion[], fleet: Fleet, name: string, why?: string, choice?: PodDeletion['choice']): void {
  const pairing = fleet.nodes.get(name)?.verdict?.pairing
  if (pairing?.kind === 'old' || pairing?.kind === 'both') deletions.push({ pod: pairing.oldPod, choice, why })
}
