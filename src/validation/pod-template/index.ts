/** What the API server refuses in a pod template, and what it warns of: pkg/apis/core/validation and pkg/api/pod. */
import { asObject, type JsonObject } from '../../kubernetes/json.js'
import type { Target } from '../../kubernetes/target.js'
import { atLeast } from '../../kubernetes/versions.js'
import type { Cause } from '../answer.js'
import { child, forbidden, type Field } from '../field.js'
import { validateAnnotations, validateLabels } from '../labels.js'
import { withEmpties } from '../with-empties.js'
import { validatePodSpecificAnnotations, validateProfileAnnotationsMatch } from './annotations.js'
import { validateEvictionResponders } from './eviction-responders.js'
import { writtenAs } from './fields.js'
import type { PodValidationOptions } from './validation-options.js'
import { validatePodSpec } from './pod-spec.js'
import { isSet, objectsAt } from './read.js'

export { validatePodSpecificAnnotations } from './annotations.js'
export { podValidationOptions } from './options.js'
export type { PodValidationOptions } from './validation-options.js'
export { podTemplateWarnings } from './warnings.js'

/**
 * The faults of a pod template (ValidatePodTemplateSpec), in the server's order.
 * @param template the template as it would be stored.
 * @param options of podValidationOptions().
 */
export function validatePodTemplateSpec(
  template: JsonObject,
  at: Field,
  target: Target,
  options: PodValidationOptions,
): Cause[] {
  const metadata = asObject(template.metadata)
  const spec = withEmptyLists(asObject(template.spec), asObject(options.submitted?.spec))
  const specAt = child(at, 'spec')
  // V-25: the server leaves `metadata` out
  const [labelsAt, annotationsAt] = ['labels', 'annotations'].map((key) =>
    writtenAs(child(at, 'metadata', key), child(at, key)),
  ) as [Field, Field]
  const annotations = asObject(metadata.annotations)
  const causes = [
    ...validateLabels(metadata.labels, labelsAt, target),
    ...validateAnnotations(metadata.annotations, annotationsAt, target),
    ...validatePodSpecificAnnotations(annotations, spec, annotationsAt, target, options),
    ...validatePodSpec(spec, specAt, target, options),
    ...validateProfileAnnotationsMatch(annotations, spec, specAt, target),
  ]
  if (objectsAt(spec, 'ephemeralContainers').length > 0)
    causes.push(forbidden(child(specAt, 'ephemeralContainers'), 'ephemeral containers not allowed in pod template'))
  return atLeast(target.version, 37) ? [...causes, ...validateEvictionResponders(spec, specAt, target)] : causes
}

/** What neither a pod's own resources nor an ephemeral container may have, an empty list already being too much. */
function withEmptyLists(spec: JsonObject, submitted: JsonObject): JsonObject {
  const lists: JsonObject = {
    resources: asObject(submitted.resources),
    ephemeralContainers: objectsAt(submitted, 'ephemeralContainers').map((container) =>
      Object.fromEntries(
        ['ports', 'resizePolicy', 'restartPolicyRules', 'resources'].map((key) => [key, container[key] ?? null]),
      ),
    ),
  }
  return {
    ...spec,
    ...Object.fromEntries(
      Object.keys(lists)
        .filter((key) => isSet(spec, key))
        .map((key) => [key, withEmpties(spec[key], lists[key]) ?? null]),
    ),
  }
}
