/** The rolling step (rollingUpdate of daemon/update.go; docs/semantics/daemonset.md, sections 5 and 6). */
import type { Cluster, WorkloadSet } from '../../cluster.js'
import type { RollingBudget } from '../../objects/daemonset/budget.js'
import type { SyncContext } from '../controller.js'
import { takeAny, type Taken } from './choice.js'
import type { Fleet } from './fleet.js'
import { burstReplicas, syncNodes, type PodCreation, type PodDeletion, type Written } from './sync-nodes.js'

/** The controller's function of that name: with or without surge, as the budget has it. */
export function rollingUpdate(
  cluster: Cluster,
  set: WorkloadSet,
  fleet: Fleet,
  { maxSurge, maxUnavailable }: RollingBudget,
  context: SyncContext,
): Written | 'failed' {
  return maxSurge > 0
    ? rollWithSurge(cluster, set, fleet, maxSurge, context)
    : rollWithoutSurge(cluster, set, fleet, maxUnavailable, context)
}

/**
 * Deletes old pods: all that are not available, whatever the budget says, and of the others any as many as the budget
 * leaves (D-28). Section 4 makes their successors once they are gone (D-30).
 */
function rollWithoutSurge(
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

/**
 * Makes new pods beside old ones: wherever the old one is not available, and on as many other nodes as the budget
 * leaves, any of them (D-42). Old pods go once the new one is available; where no pod should run any more, only as far
 * as others are available (D-43).
 */
function rollWithSurge(
  cluster: Cluster,
  set: WorkloadSet,
  fleet: Fleet,
  maxSurge: number,
  context: SyncContext,
): Written | 'failed' {
  const { surging, counts } = fleet
  // nodeLister.Get fails on an old pod whose node is gone, and with it the whole step
  if (surging.lost.members.size > 0) return 'failed'
  const deletions: PodDeletion[] = []
  addOldPods(
    deletions,
    fleet,
    takeAny(surging.done, burstReplicas, context),
    'it is out of date, and the new pod is available or none should run here',
  )
  const spare = Math.min(surging.available - counts.desired, burstReplicas - deletions.length)
  addOldPods(
    deletions,
    fleet,
    takeAny(surging.misplaced, spare, context),
    'no pod should run here any more, and enough others are available',
  )
  const creations: PodCreation[] = []
  addNewPods(
    creations,
    takeAny(surging.allowed, burstReplicas, context),
    'the old pod is not available: a new one is made outside the budget',
  )
  addNewPods(
    creations,
    takeAny(surging.candidates, Math.min(maxSurge - surging.surging, burstReplicas - creations.length), context),
  )
  return syncNodes(cluster, set, fleet.view, creations, deletions)
}

function addNewPods(creations: PodCreation[], { names, choice }: Taken, why?: string): void {
  for (const node of names) creations.push({ node, choice, why })
}

/** Adds each node's one old pod. */
function addOldPods(deletions: PodDeletion[], fleet: Fleet, { names, choice }: Taken, why?: string): void {
  for (const name of names) {
    const pairing = fleet.nodes.get(name)?.verdict?.pairing
    if (pairing?.kind === 'old' || pairing?.kind === 'both') deletions.push({ pod: pairing.oldPod, choice, why })
  }
}
