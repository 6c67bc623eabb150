/**
 * The rules for topology spread constraints (validateTopologySpreadConstraints), and for keys that a selector gets from
 * the pod.
 */
import { asObject, type JsonObject } from '../../kubernetes/json.js'
import type { Target } from '../../kubernetes/target.js'
import type { Cause } from '../answer.js'
import { child, duplicate, forbidden, invalid, required, type Field } from '../field.js'
import { validateLabelName, validateLabelSelector } from '../labels.js'
import { validateOneOf, validatePositive, writtenAs } from './fields.js'
import type { PodValidationOptions } from './validation-options.js'
import { isSet, number, objectAt, objectsAt, stringsAt, text } from './read.js'

export function validateTopologySpreadConstraints(
  constraints: readonly JsonObject[],
  at: Field,
  target: Target,
  options: PodValidationOptions,
): Cause[] {
  return constraints.flatMap((constraint, index) => {
    const place = child(at, index)
    const [topologyKey, action] = [text(constraint, 'topologyKey'), text(constraint, 'whenUnsatisfiable')]
    const causes = validatePositive(number(constraint, 'maxSkew'), child(place, 'maxSkew'))
    if (topologyKey === '') causes.push(required(child(place, 'topologyKey'), 'can not be empty'))
    causes.push(
      ...validateOneOf(action, ['DoNotSchedule', 'ScheduleAnyway'], child(place, 'whenUnsatisfiable'), target),
    )
    if (
      constraints
        .slice(index + 1)
        .some((other) => text(other, 'topologyKey') === topologyKey && text(other, 'whenUnsatisfiable') === action)
    ) {
      causes.push(
        duplicate(writtenAs(place, child(place, '{topologyKey, whenUnsatisfiable}')), `{${topologyKey}, ${action}}`),
      )
    }
    causes.push(...validateMinDomains(constraint, action, child(place, 'minDomains')))
    for (const key of ['nodeAffinityPolicy', 'nodeTaintsPolicy']) {
      if (isSet(constraint, key))
        causes.push(...validateOneOf(text(constraint, key), ['Honor', 'Ignore'], child(place, key), target))
    }
    const rule = options.matchLabelKeysByTheOldRule ? validateMatchLabelKeysByTheOldRule : validateMatchLabelKeys
    causes.push(...rule(constraint, place, target))
    if (!options.allowInvalidTopologySpreadConstraintLabelSelector) {
      causes.push(
        ...validateLabelSelector(objectAt(constraint, 'labelSelector'), child(place, 'labelSelector'), target),
      )
    }
    return causes
  })
}

function validateMinDomains(constraint: JsonObject, action: string, at: Field): Cause[] {
  if (!isSet(constraint, 'minDomains')) return []
  const minDomains = number(constraint, 'minDomains')
  const causes = validatePositive(minDomains, at)
  if (action !== 'DoNotSchedule')
    causes.push(invalid(at, minDomains, `can only use minDomains if whenUnsatisfiable=DoNotSchedule, not ${action}`))
  return causes
}

/** Before 1.34, or where the stored object keeps the old rule only (ValidateMatchLabelKeysInTopologySpread). */
export function validateMatchLabelKeysByTheOldRule(constraint: JsonObject, at: Field, target: Target): Cause[] {
  const keys = stringsAt(constraint, 'matchLabelKeys')
  if (keys.length === 0) return []
  const place = child(at, 'matchLabelKeys')
  const selector = objectAt(constraint, 'labelSelector')
  const causes = selector === undefined ? [forbidden(place, 'must not be specified when labelSelector is not set')] : []
  const selected = new Set(
    selector === undefined
      ? []
      : [
          ...Object.keys(asObject(selector.matchLabels)),
          ...objectsAt(selector, 'matchExpressions').map((requirement) => text(requirement, 'key')),
        ],
  )
  for (const [index, key] of keys.entries()) {
    causes.push(...validateLabelName(key, child(place, index), target))
    if (selected.has(key))
      causes.push(invalid(child(place, index), key, 'exists in both matchLabelKeys and labelSelector'))
  }
  return causes
}

/** From 1.34 on: the rule for the keys of an affinity term, without the keys to mismatch. */
export function validateMatchLabelKeys(constraint: JsonObject, at: Field, target: Target): Cause[] {
  const { mismatchLabelKeys: _, ...without } = constraint
  return validateMatchAndMismatchLabelKeys(without, at, target)
}

/** The keys of an affinity term (ValidateMatchLabelKeysAndMismatchLabelKeys). */
export function validateMatchAndMismatchLabelKeys(term: JsonObject, at: Field, target: Target): Cause[] {
  const selector = objectAt(term, 'labelSelector')
  const [match, mismatch] = [stringsAt(term, 'matchLabelKeys'), stringsAt(term, 'mismatchLabelKeys')]
  const causes = [
    ...validateLabelKeys(match, selector, child(at, 'matchLabelKeys'), target),
    ...validateLabelKeys(mismatch, selector, child(at, 'mismatchLabelKeys'), target),
  ]
  if (selector !== undefined) {
    // a key of the selector is found where it stands a second time: the server has put the pod's keys into the selector
    // by then
    const seen = new Set(Object.keys(asObject(selector.matchLabels)))
    for (const requirement of objectsAt(selector, 'matchExpressions')) {
      const key = text(requirement, 'key')
      const index = match.lastIndexOf(key)
      if (index >= 0 && seen.has(key)) {
        causes.push(
          invalid(
            writtenAs(child(at, 'matchLabelKeys', index), child(at, index)),
            key,
            'exists in both matchLabelKeys and labelSelector',
          ),
        )
      }
      seen.add(key)
    }
  }
  for (const [index, key] of match.entries()) {
    if (mismatch.includes(key))
      causes.push(
        invalid(child(at, 'matchLabelKeys', index), key, 'exists in both matchLabelKeys and mismatchLabelKeys'),
      )
  }
  return causes
}

function validateLabelKeys(
  keys: readonly string[],
  selector: JsonObject | undefined,
  at: Field,
  target: Target,
): Cause[] {
  if (keys.length === 0) return []
  if (selector === undefined) return [forbidden(at, 'must not be specified when labelSelector is not set')]
  return keys.flatMap((key, index) => validateLabelName(key, child(at, index), target))
}
