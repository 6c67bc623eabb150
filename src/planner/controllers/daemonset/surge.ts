/** rollingUpdate with surge (docs/semantics/daemonset.md, section 6). */
import type { Cluster, WorkloadSet } from '../../cluster.js'
import type { SyncContext } from '../controller.js'
import { takeAny, type Taken } from './choice.js'
import type { Fleet } from './fleet.js'
import { burstReplicas, syncNodes, type PodCreation, type PodDeletion, type Written } from './sync-nodes.js'
import { addOldPods } from './rolling-update.js'

/**
 * Makes new pods beside old ones: wherever the old one is not available, and on as many other nodes as the budget
 * leaves, any of them (D-42). Old pods go once the new one is available; where no pod should run any more, only as far
 * as others are available (D-43).
 */
export function rollWithSurge(
  cluster: Cluster,
  set: WorkloadSet,
  fleet: Fleet,
  maxSurge: number,
  context: SyncContext,
): Written | 'failed' {
  const { surging, counts } = fleet
  // nodeLister.Get fails on an old pod whose node is gone, and with it the whole step
  if (surging.lost.size > 0) return 'failed'
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
