/** rollingUpdate with surge (section 6). */
import type { Cluster, WorkloadSet } from '../cluster.js'
import type { SyncContext, SyncOutcome } from './controller.js'
import { takeAny } from './daemonset-choice.js'
import type { Fleet } from './daemonset-fleet.js'
import { syncNodes, type PodCreation, type PodDeletion } from './daemonset-sync-nodes.js'
import { addOldPod } from './daemonset-update.js'

/**
 * Makes new pods beside old ones: wherever the old one is not available, and on as many other nodes as the budget leaves, any of them
 * (D-42). Old pods go once the new one is available; where no pod should run any more, only as far as others are available (D-43).
 */
export function rollWithSurge(cluster: Cluster, set: WorkloadSet, fleet: Fleet, maxSurge: number, context: SyncContext): SyncOutcome {
  const { surging, counts } = fleet
  // nodeLister.Get fails on an old pod whose node is gone, and with it the whole step
  if (surging.lost.size > 0) return 'failed'
  const deletions: PodDeletion[] = []
  for (const name of [...surging.done].sort()) addOldPod(deletions, fleet, name, 'it is out of date, and the new pod is available or none should run here')
  const spare = takeAny(surging.misplaced, surging.available - counts.desired, context)
  for (const name of spare.names) addOldPod(deletions, fleet, name, 'no pod should run here any more, and enough others are available', spare.choice)
  const { names, choice } = takeAny(surging.candidates, maxSurge - surging.surging, context)
  const creations: PodCreation[] = [
    ...[...surging.allowed].sort().map((node) => ({ node, why: 'the old pod is not available: a new one is made outside the budget' })),
    ...names.map((node) => ({ node, choice })),
  ]
  syncNodes(cluster, set, fleet.view, creations, deletions)
  return 'done'
}
