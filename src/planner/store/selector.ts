import { asList, asObject, type JsonObject } from '../../kubernetes/json.js'

/** Tells whether a label selector of the API selects these labels; an empty one selects everything. */
export function matchesSelector(selector: JsonObject, labels: Readonly<Record<string, string>>): boolean {
  for (const [key, value] of Object.entries(asObject(selector['matchLabels']))) if (labels[key] !== value) return false
  return asList(selector['matchExpressions']).every((expression) => {
    const { key, operator, values } = asObject(expression)
    const value = typeof key === 'string' ? labels[key] : undefined
    const listed = value !== undefined && asList(values).includes(value)
    if (operator === 'In') return listed
    if (operator === 'NotIn') return !listed
    if (operator === 'Exists') return value !== undefined
    return operator === 'DoesNotExist' && value === undefined
  })
}
