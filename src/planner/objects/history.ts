import type { Cluster, ControllerRevision, WorkloadSet } from '../cluster.js'

/** The revisions that a set controls, oldest first: the last one is that of the present template. */
export function historyOf(cluster: Cluster, set: WorkloadSet): ControllerRevision[] {
  return [...(cluster.index.revisionsOf.get(set.metadata.uid) ?? [])].sort((a, b) => a.revision - b.revision)
}

/** What a set may count as its history: what it controls, and what nobody in its namespace does. */
export function* possibleHistory(cluster: Cluster, { metadata }: WorkloadSet): Iterable<ControllerRevision> {
  yield* cluster.index.revisionsOf.get(metadata.uid) ?? []
  yield* cluster.index.orphanRevisions.get(metadata.namespace) ?? []
}
