/** manage: pods per node (docs/semantics/daemonset.md, section 4). */
import type { Cluster, Pod, WorkloadSet } from '../../cluster.js'
import type { SyncContext } from '../controller.js'
import { takeAny } from './choice.js'
import type { Fleet } from './fleet.js'
import { burstReplicas, syncNodes, type PodDeletion, type Written } from './sync-nodes.js'

/**
 * Creates a pod on every node that should have one and has none, and deletes every pod that should not be where it is.
 * If it wrote anything, the rolling step waits until the watch has shown it (D-15).
 */
export function manage(
  cluster: Cluster,
  set: WorkloadSet,
  fleet: Fleet,
  context: SyncContext,
  noteFailed: (node: string, pod: Pod) => void,
): Written {
  const { names, choice } = takeAny(fleet.toCreate, burstReplicas, context)
  const creations = names.map((node) => ({ node, choice }))
  const deletions = podsToDelete(fleet, context, noteFailed)
  return syncNodes(cluster, set, fleet.view, creations, deletions)
}

function podsToDelete(fleet: Fleet, context: SyncContext, noteFailed: (node: string, pod: Pod) => void): PodDeletion[] {
  const { names, choice } = takeAny(fleet.toDelete, burstReplicas, context)
  const deletions: PodDeletion[] = []
  for (const name of names) {
    for (const { pod, why, failed } of fleet.nodes.get(name)?.verdict?.surplus ?? []) {
      if (deletions.length === burstReplicas) return deletions
      if (failed === true) noteFailed(name, pod)
      deletions.push({ pod, choice, why })
    }
  }
  return deletions
}
