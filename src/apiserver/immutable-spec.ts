/**
 * What of a pod's and of a claim's spec may change once it is there (ValidatePodUpdate,
 * ValidatePersistentVolumeClaimUpdate).
 */
import { asList, asObject, equalJson, type JsonObject } from '../kubernetes/json.js'

/**
 * The server's refusal; undefined where the change is allowed.
 * (The server adds the differing lines of its own form of the spec, which are left out here.)
 */
export function immutableSpecFault(kind: string, before: JsonObject, after: JsonObject): string | undefined {
  if (kind === 'Pod' && !equalJson(withoutMutable(before), withoutMutable(after))) {
    return 'Forbidden: pod updates may not change fields other than `spec.containers[*].image`,`spec.initContainers[*].image`,`spec.activeDeadlineSeconds`,`spec.tolerations` (only additions to existing tolerations),`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it was previously negative)'
  }
  if (kind === 'PersistentVolumeClaim' && !equalJson(before, after)) {
    return 'Forbidden: spec is immutable after creation except resources.requests and volumeAttributesClassName for bound claims'
  }
  return undefined
}

function withoutMutable(spec: JsonObject): JsonObject {
  const { containers, initContainers, activeDeadlineSeconds: _, tolerations: __, nodeName: ___, ...rest } = spec
  const imageless = (list: JsonObject[string]): JsonObject[] =>
    asList(list).map((container) => ({ ...asObject(container), image: '', imagePullPolicy: '' }))
  return { ...rest, containers: imageless(containers), initContainers: imageless(initContainers) }
}
