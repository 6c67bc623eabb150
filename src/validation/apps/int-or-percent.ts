/** maxUnavailable and maxSurge as the API server checks them (V-3, V-15, V-51 … V-55). */
import { parseIntOrPercent } from '../../kubernetes/int-or-percent.js'
import type { JsonValue } from '../../kubernetes/json.js'
import type { Target } from '../../kubernetes/target.js'
import type { Cause } from '../answer.js'
import { invalid, type Field } from '../field.js'
import { goValue } from '../go-value.js'
import { validateNonnegative } from '../pod-template/fields.js'

const percentDetail =
  "a valid percent string must be a numeric string followed by an ending '%' (e.g. '1%',  or '93%', regex used for validation is '[0-9]+%')"

/**
 * The number in front of the percent sign, or the number itself; a text that is no number either counts as 0 (V-55).
 */
export function intOrPercentValue(value: JsonValue | undefined): number {
  const parsed = parseIntOrPercent(value)
  if (parsed === undefined) return 0
  if (parsed.form !== 'text') return parsed.value
  return /^[+-]?[0-9]+$/.test(parsed.text) ? Number(parsed.text) : 0
}

/** V-3: an int >= 0, or a percentage. */
export function validatePositiveIntOrPercent(value: JsonValue | undefined, at: Field, target: Target): Cause[] {
  if (typeof value !== 'string') return validateNonnegative(typeof value === 'number' ? value : 0, at)
  return parseIntOrPercent(value)?.form === 'text'
    ? [invalid(at, goValue('intstr.IntOrString', value, target), percentDetail)]
    : []
}

export function isNotMoreThan100Percent(value: JsonValue | undefined, at: Field, target: Target): Cause[] {
  const parsed = parseIntOrPercent(value)
  if (parsed?.form !== 'percent' || parsed.value <= 100) return []
  return [invalid(at, goValue('intstr.IntOrString', value, target), 'must not be greater than 100%')]
}
