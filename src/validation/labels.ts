/**
 * The rules for labels, annotations and label selectors (k8s.io/apimachinery/pkg/apis/meta/v1/validation and
 * pkg/api/validation).
 */
import { asObject, type JsonObject, type JsonValue } from '../kubernetes/json.js'
import { byteLength, labelValueFaults, qualifiedNameFaults } from '../kubernetes/names.js'
import type { Target } from '../kubernetes/target.js'
import { atLeast } from '../kubernetes/versions.js'
import type { Cause } from './answer.js'
import { child, forbidden, invalid, required, tooLong, type Field } from './field.js'
import { goValue } from './go-value.js'
import { invalidEach } from './pod-template/fields.js'
import { entriesOf, objectsAt, stringsAt, text } from './pod-template/read.js'

/** A label's key. */
export function validateLabelName(name: string, at: Field, target: Target): Cause[] {
  return invalidEach(at, name, qualifiedNameFaults(name, target))
}

/** Labels. The server reports their faults at the map, with the bad key or value as the value (V-4b). */
export function validateLabels(labels: JsonValue | undefined, at: Field, target: Target): Cause[] {
  return entriesOf(labels).flatMap(([name, value]) => {
    const place: Field = { field: at.field, path: [...at.path, name] }
    return [...validateLabelName(name, place, target), ...invalidEach(place, value, labelValueFaults(value, target))]
  })
}

/** The number of bytes that annotations may hold in all. */
const annotationsLimit = 256 * 1024

/** Annotations: their keys (without regard to case), and how much they hold. */
export function validateAnnotations(annotations: JsonValue | undefined, at: Field, target: Target): Cause[] {
  const causes = entriesOf(annotations).flatMap(([name]) =>
    invalidEach({ field: at.field, path: [...at.path, name] }, name, qualifiedNameFaults(name.toLowerCase(), target)),
  )
  return [...causes, ...validateAnnotationsSize(annotations, at, target)]
}

/** How much annotations hold (ValidateAnnotationsSize). */
export function validateAnnotationsSize(annotations: JsonValue | undefined, at: Field, target: Target): Cause[] {
  const size = entriesOf(annotations).reduce((sum, [name, value]) => sum + byteLength(name) + byteLength(value), 0)
  return size > annotationsLimit ? [tooLongBytes(at, annotationsLimit, target)] : []
}

/** Too long by a number of bytes: the words changed with 1.32. */
export function tooLongBytes(at: Field, limit: number, target: Target): Cause {
  return tooLong(
    at,
    atLeast(target.version, 32) ? `may not be more than ${limit} bytes` : `must have at most ${limit} bytes`,
  )
}

export interface LabelSelectorOptions {
  /** Values that are no label values are allowed: the stored object has some already. */
  readonly allowInvalidLabelValue?: boolean
}

interface RequirementOptions extends LabelSelectorOptions {
  readonly comparesNumbers?: boolean
}

/** A label selector. Where it has no fault, the server can also interpret it (metav1.LabelSelectorAsSelector). */
export function validateLabelSelector(
  selector: JsonObject | undefined,
  at: Field,
  target: Target,
  options: LabelSelectorOptions = {},
): Cause[] {
  if (selector === undefined) return []
  return [
    ...validateLabels(asObject(selector.matchLabels), child(at, 'matchLabels'), target),
    ...objectsAt(selector, 'matchExpressions').flatMap((requirement, index) =>
      validateRequirement(requirement, child(at, 'matchExpressions', index), target, options),
    ),
  ]
}

/**
 * One requirement of a selector: its operator, its key, its values.
 * @param options.comparesNumbers a node's labels are also selected by Gt and Lt.
 */
export function validateRequirement(
  requirement: JsonObject,
  at: Field,
  target: Target,
  options: RequirementOptions,
): Cause[] {
  const values = stringsAt(requirement, 'values')
  const causes: Cause[] = []
  switch (requirement.operator) {
    case 'In':
    case 'NotIn':
      if (values.length === 0)
        causes.push(required(child(at, 'values'), "must be specified when `operator` is 'In' or 'NotIn'"))
      break
    case 'Exists':
    case 'DoesNotExist':
      if (values.length > 0)
        causes.push(
          forbidden(child(at, 'values'), "may not be specified when `operator` is 'Exists' or 'DoesNotExist'"),
        )
      break
    default:
      if (options.comparesNumbers !== true || (requirement.operator !== 'Gt' && requirement.operator !== 'Lt')) {
        causes.push(
          invalid(
            child(at, 'operator'),
            goValue('string', requirement.operator, target),
            'not a valid selector operator',
          ),
        )
      } else if (values.length !== 1)
        causes.push(required(child(at, 'values'), "must be specified single value when `operator` is 'Lt' or 'Gt'"))
  }
  causes.push(...validateLabelName(text(requirement, 'key'), child(at, 'key'), target))
  if (options.allowInvalidLabelValue !== true) {
    for (const [index, value] of values.entries())
      causes.push(...invalidEach(child(at, 'values', index), value, labelValueFaults(value, target)))
  }
  return causes
}
