/** Finding what a set selects, and what selects a pod, without going through all of them. */
import { asObject } from '../../kubernetes/json.js'
import { matchesSelector, requiredLabel } from '../../kubernetes/label-selector.js'
import type { Cluster, ControllerRevision, Pod, WorkloadSet } from '../cluster.js'

/** The key of a namespace's objects with a label; without one, of all of them. */
export function labelKey(namespace: string, label?: readonly [key: string, value: string]): string {
  return label === undefined ? namespace : `${namespace}/${label[0]}=${label[1]}`
}

/** The key under which a set is found by the pods that it may adopt. */
export function adopterKey({ metadata, spec }: WorkloadSet): string {
  return labelKey(metadata.namespace, requiredLabel(asObject(spec['selector'])))
}

/** The pods that a set controls, and those without a controller that it may want to adopt. */
export function* possiblePods(cluster: Cluster, set: WorkloadSet): Iterable<Pod> {
  yield* [...(cluster.index.podsOf.get(set.metadata.uid) ?? [])]
  yield* [...(cluster.index.orphans.get(adopterKey(set)) ?? [])]
}

/** The sets that may want to adopt a pod, or a revision, without a controller (S-88). */
export function* possibleAdopters(cluster: Cluster, { metadata }: Pod | ControllerRevision): Iterable<WorkloadSet> {
  const keys = [
    labelKey(metadata.namespace),
    ...Object.entries(metadata.labels).map((label) => labelKey(metadata.namespace, label)),
  ]
  for (const key of keys)
    for (const set of cluster.index.adopters.get(key) ?? [])
      if (matchesSelector(asObject(set.spec['selector']), metadata.labels)) yield set
}
