/** The rules for affinity (validateAffinity). */
import { asObject, type JsonObject } from '../../kubernetes/json.js'
import { dnsLabelFaults } from '../../kubernetes/names.js'
import type { Target } from '../../kubernetes/target.js'
import type { Cause } from '../answer.js'
import { child, invalid, required, type Field } from '../field.js'
import { validateLabelName, validateLabelSelector } from '../labels.js'
import { invalidEach, writtenAs } from './fields.js'
import { validateNodeSelectorTerm } from './node-selector.js'
import type { PodValidationOptions } from './validation-options.js'
import { number, objectAt, objectsAt, stringsAt, text } from './read.js'
import { validateMatchAndMismatchLabelKeys } from './topology-spread.js'

const requiredTerms = 'requiredDuringSchedulingIgnoredDuringExecution'
const preferredTerms = 'preferredDuringSchedulingIgnoredDuringExecution'

export function validateAffinity(
  affinity: JsonObject,
  at: Field,
  target: Target,
  options: PodValidationOptions,
): Cause[] {
  const node = objectAt(affinity, 'nodeAffinity')
  const causes = node === undefined ? [] : validateNodeAffinity(node, child(at, 'nodeAffinity'), target, options)
  for (const kind of ['podAffinity', 'podAntiAffinity']) {
    const terms = objectAt(affinity, kind)
    if (terms !== undefined) causes.push(...validatePodAffinity(terms, child(at, kind), target, options))
  }
  return causes
}

function validateNodeAffinity(affinity: JsonObject, at: Field, target: Target, options: PodValidationOptions): Cause[] {
  const causes: Cause[] = []
  const required_ = objectAt(affinity, requiredTerms)
  if (required_ !== undefined) {
    const terms = objectsAt(required_, 'nodeSelectorTerms')
    const place = child(at, requiredTerms, 'nodeSelectorTerms')
    if (terms.length === 0) causes.push(required(place, 'must have at least one node selector term'))
    for (const [index, term] of terms.entries()) {
      causes.push(
        ...validateNodeSelectorTerm(
          term,
          options.allowInvalidLabelValueInRequiredNodeAffinity,
          child(place, index),
          target,
        ),
      )
    }
  }
  for (const [index, term] of objectsAt(affinity, preferredTerms).entries()) {
    const place = child(at, preferredTerms, index)
    causes.push(
      ...validateWeight(term, place),
      ...validateNodeSelectorTerm(asObject(term.preference), true, child(place, 'preference'), target),
    )
  }
  return causes
}

function validateWeight(term: JsonObject, at: Field): Cause[] {
  const weight = number(term, 'weight')
  return weight <= 0 || weight > 100 ? [invalid(child(at, 'weight'), weight, 'must be in the range 1-100')] : []
}

function validatePodAffinity(affinity: JsonObject, at: Field, target: Target, options: PodValidationOptions): Cause[] {
  const { allowInvalidLabelValueInSelector: anyValue } = options
  return [
    ...objectsAt(affinity, requiredTerms).flatMap((term, index) =>
      validatePodAffinityTerm(term, anyValue, child(at, requiredTerms, index), target),
    ),
    ...objectsAt(affinity, preferredTerms).flatMap((weighted, index) => {
      const place = child(at, preferredTerms, index)
      return [
        ...validateWeight(weighted, place),
        ...validatePodAffinityTerm(
          asObject(weighted.podAffinityTerm),
          anyValue,
          child(place, 'podAffinityTerm'),
          target,
        ),
      ]
    }),
  ]
}

function validatePodAffinityTerm(term: JsonObject, anyValue: boolean, at: Field, target: Target): Cause[] {
  const causes = validatePodAffinityTermSelectors(term, anyValue, at, target)
  for (const [index, name] of stringsAt(term, 'namespaces').entries()) {
    // the server calls the list `namespace`
    causes.push(
      ...invalidEach(writtenAs(child(at, 'namespaces', index), child(at, 'namespace')), name, dnsLabelFaults(name)),
    )
  }
  causes.push(...validateMatchAndMismatchLabelKeys(term, at, target))
  const topologyKey = text(term, 'topologyKey')
  if (topologyKey === '') causes.push(required(child(at, 'topologyKey'), 'can not be empty'))
  return [...causes, ...validateLabelName(topologyKey, child(at, 'topologyKey'), target)]
}

/** The selectors of a term (ValidatePodAffinityTermSelector). */
export function validatePodAffinityTermSelectors(
  term: JsonObject,
  anyValue: boolean,
  at: Field,
  target: Target,
): Cause[] {
  return ['labelSelector', 'namespaceSelector'].flatMap((key) =>
    validateLabelSelector(objectAt(term, key), child(at, key), target, { allowInvalidLabelValue: anyValue }),
  )
}
