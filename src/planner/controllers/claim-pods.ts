/** Adoption and release of pods (docs/semantics/statefulset.md, section 11; PodControllerRefManager). */
import { matchesSelector } from '../../kubernetes/label-selector.js'
import type { JsonObject } from '../../kubernetes/json.js'
import type { Cluster, Pod, WorkloadSet } from '../cluster.js'
import { inGroup, setPodOwners } from '../store/index.js'
import { controllerOf, controllerReference } from '../objects/index.js'

/**
 * Those of the pods that are the set's; matching pods without a controller are adopted, pods that no longer match are
 * released.
 */
export function claimPods(
  cluster: Cluster,
  set: WorkloadSet,
  selector: JsonObject,
  pods: Iterable<Pod>,
  isMember: (pod: Pod) => boolean = () => true,
): Pod[] {
  const matches = (pod: Pod): boolean => matchesSelector(selector, pod.metadata.labels) && isMember(pod)
  const isDeleted = set.metadata.deletionTimestamp !== undefined
  const claimed: Pod[] = []
  const adopted: Pod[] = []
  const released: Pod[] = []
  for (const pod of pods) {
    if (pod.removed === true) continue
    const controller = controllerOf(pod)
    if (controller !== undefined) {
      if (controller.uid !== set.metadata.uid) continue
      if (matches(pod)) claimed.push(pod)
      else if (!isDeleted) released.push(pod)
    } else if (!isDeleted && pod.metadata.deletionTimestamp === undefined && matches(pod)) adopted.push(pod)
  }
  if (adopted.length + released.length > 0) {
    inGroup(cluster, () => {
      for (const pod of adopted) setPodOwners(cluster, pod, [...pod.metadata.ownerReferences, controllerReference(set)])
      for (const pod of released)
        setPodOwners(
          cluster,
          pod,
          pod.metadata.ownerReferences.filter((owner) => owner.uid !== set.metadata.uid),
        )
    })
  }
  return [...claimed, ...adopted]
}
