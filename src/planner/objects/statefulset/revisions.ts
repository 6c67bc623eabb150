/** The ControllerRevisions of a StatefulSet, and which of them a new pod is built from. */
import { asNumber, asObject, type JsonObject } from '../../../kubernetes/json.js'
import { matchesSelector } from '../../../kubernetes/label-selector.js'
import type { Cluster, ControllerRevision, WorkloadSet } from '../../cluster.js'
import { memoryOf, remember, possibleHistory } from '../index.js'
import { specOf, type StatefulSetSpec } from './spec.js'

/** Lists the revisions that are the set's or nobody's, oldest first. */
export function listRevisions(cluster: Cluster, set: WorkloadSet): ControllerRevision[] {
  const { selector } = specOf(cluster, set)
  return [...possibleHistory(cluster, set)]
    .filter((revision) => matchesSelector(selector, revision.metadata.labels))
    .sort(byNumber)
}

function byNumber(a: ControllerRevision, b: ControllerRevision): number {
  if (a.revision !== b.revision) return a.revision - b.revision
  if (a.metadata.creationTimestamp !== b.metadata.creationTimestamp)
    return a.metadata.creationTimestamp - b.metadata.creationTimestamp
  return a.metadata.name < b.metadata.name ? -1 : 1
}

const templates = memoryOf<ControllerRevision, JsonObject>('the template of a revision')

/** The pod template that a revision holds. */
export function templateOf(cluster: Cluster, revision: ControllerRevision): JsonObject {
  return remember(cluster, templates, revision, ({ data }) => {
    const template = { ...asObject(asObject(asObject(JSON.parse(data) as JsonObject)['spec'])['template']) }
    delete template['$patch']
    return template
  })
}

/**
 * newVersionedStatefulSetPod (S-35 to S-37): a new pod of a slot below this index is built from the current revision,
 * any other from the update revision.
 */
export function slotsAtCurrent(spec: StatefulSetSpec, { status }: WorkloadSet): number {
  return spec.partition ?? (spec.strategy === 'RollingUpdate' ? (asNumber(status['currentReplicas']) ?? 0) : 0)
}
