import type { Cluster, ControllerRevision, WorkloadSet } from '../cluster.js'
import { assumeBrokenName, assumeHealthy } from '../store/index.js'
import { historyOf, revisionLabel } from '../objects/index.js'

/**
 * From here on no pod of a new revision gets ready. Healthy are the revisions that are there; but where a rollout is
 * under way, the newest one is what it is about. So going back to what ran before heals. With a name: no pod that is
 * made with that image, or of that revision.
 */
export function assumeBroken(cluster: Cluster, broken: boolean | string): void {
  if (typeof broken === 'string') {
    assumeBrokenName(cluster, broken)
    return
  }
  if (!broken) {
    assumeHealthy(cluster, undefined)
    assumeBrokenName(cluster, undefined)
    return
  }
  const healthy = new Set<string>()
  for (const set of cluster.objects.sets.values()) {
    const revisions = historyOf(cluster, set)
    const newest = revisions.at(-1)
    for (const revision of revisions)
      if (revision !== newest || !isUnderWay(cluster, set, revision))
        healthy.add(`${set.metadata.namespace}/${labelOf(set, revision)}`)
  }
  assumeHealthy(cluster, healthy)
}

/** Whether pods of other revisions than this one are still there. */
function isUnderWay(cluster: Cluster, set: WorkloadSet, revision: ControllerRevision): boolean {
  const label = labelOf(set, revision)
  for (const pod of cluster.index.podsOf.get(set.metadata.uid) ?? [])
    if (pod.metadata.labels[revisionLabel] !== label) return true
  return false
}

/** The revision as the label of a pod names it: a StatefulSet's by its name, a DaemonSet's by its hash. */
function labelOf(set: WorkloadSet, revision: ControllerRevision): string {
  return set.kind === 'StatefulSet'
    ? revision.metadata.name
    : (revision.metadata.labels[revisionLabel] ?? revision.metadata.name.slice(set.metadata.name.length + 1))
}
