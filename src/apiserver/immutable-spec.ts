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
  if (kind === 'Pod' && !equalJson(withoutMutable(before), withoutMutable(whileGated(before, after)))) {
    return 'Forbidden: pod updates may not change fields other than `spec.containers[*].image`,`spec.initContainers[*].image`,`spec.activeDeadlineSeconds`,`spec.tolerations` (only additions to existing tolerations),`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it was previously negative)'
  }
  if (kind === 'PersistentVolumeClaim' && !equalJson(before, after)) {
    return 'Forbidden: spec is immutable after creation except resources.requests and volumeAttributesClassName for bound claims'
  }
  return undefined
}

/**
 * The new spec with what a pod may still change that is held back by scheduling gates put back as it was: gates may go,
 * and nodeSelector may be narrowed (validateSchedulingGates, validateNodeSelectorMutation).
 */
function whileGated(before: JsonObject, after: JsonObject): JsonObject {
  const gates = asList(before['schedulingGates'])
  if (gates.length === 0) return after
  const left = asList(after['schedulingGates'])
  if (!left.every((gate) => gates.some((old) => equalJson(gate, old)))) return after
  const selector = asObject(before['nodeSelector'])
  const wanted = asObject(after['nodeSelector'])
  const narrowed = Object.entries(selector).every(([key, value]) => wanted[key] === value)
  const { nodeSelector: _, ...rest } = after
  const { nodeSelector } = narrowed ? before : after
  return { ...rest, schedulingGates: gates, ...(nodeSelector === undefined ? {} : { nodeSelector }) }
}

function withoutMutable(spec: JsonObject): JsonObject {
  const { containers, initContainers, activeDeadlineSeconds: _, tolerations: __, nodeName: ___, ...rest } = spec
  const imageless = (list: JsonObject[string]): JsonObject[] =>
    asList(list).map((container) => ({ ...asObject(container), image: '', imagePullPolicy: '' }))
  return { ...rest, containers: imageless(containers), initContainers: imageless(initContainers) }
}
