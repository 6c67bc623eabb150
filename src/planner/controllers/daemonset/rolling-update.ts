/** rollingUpdate without surge (docs/semantics/daemonset.md, section 5). */
import type { Cluster, WorkloadSet } from '../../cluster.js'
import type { SyncContext } from '../controller.js'
import { takeAny, type Taken } from './choice.js'
import type { Fleet } from './fleet.js'
import { burstReplicas, syncNodes, type PodDeletion, type Written } from './sync-nodes.js'

/**
 * Deletes old pods: all that are not available, whatever the budget says, and of the others any as many as the budget
 * leaves (D-28). Section 4 makes their successors once they are gone (D-30).
 */
export function rollWithoutSurge(
  cluster: Cluster,
  set: WorkloadSet,
  fleet: Fleet,
  maxUnavailable: number,
  context: SyncContext,
): Written {
  const { allowed, candidates, unavailable } = fleet.rolling
  const deletions: PodDeletion[] = []
  addOldPods(
    deletions,
    fleet,
    takeAny(allowed, burstReplicas, context),
    'it is out of date and not available: replaced outside the budget',
  )
  addOldPods(
    deletions,
    fleet,
    takeAny(candidates, Math.min(maxUnavailable - unavailable, burstReplicas - deletions.length), context),
  )
  return syncNodes(cluster, set, fleet.view, [], deletions)
}

/** Adds each node's one old pod. */
export function addOldPods(deletions: PodDeletion[], fleet: Fleet, { names, choice }: Taken, why?: string): void {
  for (const name of names) {
    const pairing = fleet.nodes.get(name)?.verdict?.pairing
    if (pairing?.kind === 'old' || pairing?.kind === 'both') deletions.push({ pod: pairing.oldPod, choice, why })
  }
}
