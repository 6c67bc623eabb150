/** Which labels a label selector selects (metav1.LabelSelectorAsSelector). */
import { asList, asObject, asString, isObject, type JsonObject, type JsonValue } from './json.js'

/**
 * Tells whether labels match a selector. A missing selector matches nothing, an empty one everything; a requirement
 * that the API server cannot interpret matches nothing.
 */
export function matchesSelector(
  selector: JsonObject | undefined,
  labels: Readonly<Record<string, JsonValue | undefined>>,
): boolean {
  if (selector === undefined) return false
  const has = (key: string): boolean => Object.hasOwn(labels, key)
  for (const [key, value] of Object.entries(asObject(selector.matchLabels))) {
    if (!has(key) || labels[key] !== value) return false
  }
  for (const requirement of asList(selector.matchExpressions)) {
    if (!isObject(requirement) || !meets(requirement, labels, has)) return false
  }
  return true
}

function meets(
  requirement: JsonObject,
  labels: Readonly<Record<string, JsonValue | undefined>>,
  has: (key: string) => boolean,
): boolean {
  const key = asString(requirement.key) ?? ''
  const values = asList(requirement.values)
  switch (requirement.operator) {
    case 'In':
      return has(key) && values.includes(labels[key] ?? null)
    case 'NotIn':
      return !has(key) || !values.includes(labels[key] ?? null)
    case 'Exists':
      return has(key)
    case 'DoesNotExist':
      return !has(key)
    default:
      return false
  }
}

/**
 * A label that everything carries which a selector selects, so that it can be found by an index; undefined where the
 * selector asks for no label in particular.
 */
export function requiredLabel(selector: JsonObject | undefined): readonly [key: string, value: string] | undefined {
  for (const [key, value] of Object.entries(asObject(selector?.['matchLabels'])))
    if (typeof value === 'string') return [key, value]
  for (const requirement of asList(selector?.['matchExpressions']).map(asObject)) {
    const [value, ...others] = asList(requirement['values'])
    const key = asString(requirement['key'])
    if (requirement['operator'] === 'In' && key !== undefined && typeof value === 'string' && others.length === 0)
      return [key, value]
  }
  return undefined
}
