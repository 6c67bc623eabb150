/** The rules for tolerations (ValidateTolerations). */
import type { JsonObject } from '../../kubernetes/json.js'
import { decimalIntegerFaults, labelValueFaults } from '../../kubernetes/names.js'
import type { Target } from '../../kubernetes/target.js'
import { atLeast } from '../../kubernetes/versions.js'
import type { Cause } from '../answer.js'
import { child, invalid, notSupported, quoteText, type Field } from '../field.js'
import { goValue } from '../go-value.js'
import { validateLabelName } from '../labels.js'
import { invalidEach, validateOneOf } from './fields.js'
import type { PodValidationOptions } from './validation-options.js'
import { isSet, text } from './read.js'

export function validateTolerations(
  tolerations: readonly JsonObject[],
  at: Field,
  target: Target,
  options: PodValidationOptions,
): Cause[] {
  return tolerations.flatMap((toleration, index) => validateToleration(toleration, child(at, index), target, options))
}

function validateToleration(toleration: JsonObject, at: Field, target: Target, options: PodValidationOptions): Cause[] {
  const [key, operator, effect] = [text(toleration, 'key'), text(toleration, 'operator'), text(toleration, 'effect')]
  const causes: Cause[] = []
  if (key !== '') causes.push(...validateLabelName(key, child(at, 'key'), target))
  if (key === '' && operator !== 'Exists') {
    causes.push(
      invalid(
        child(at, 'operator'),
        goValue('string', operator, target),
        'operator must be Exists when `key` is empty, which means "match all values and all keys"',
      ),
    )
  }
  if (isSet(toleration, 'tolerationSeconds') && effect !== 'NoExecute') {
    causes.push(
      invalid(
        child(at, 'effect'),
        goValue('string', effect, target),
        "effect must be 'NoExecute' when `tolerationSeconds` is set",
      ),
    )
  }
  causes.push(...validateOperator(toleration, operator, child(at, 'operator'), child(at, 'value'), target, options))
  return effect === ''
    ? causes
    : [
        ...causes,
        ...validateOneOf(effect, ['NoSchedule', 'PreferNoSchedule', 'NoExecute'], child(at, 'effect'), target),
      ]
}

function validateOperator(
  toleration: JsonObject,
  operator: string,
  at: Field,
  valueAt: Field,
  target: Target,
  options: PodValidationOptions,
): Cause[] {
  const value = text(toleration, 'value')
  if (operator === 'Equal' || operator === '') {
    const faults = labelValueFaults(value, target)
    return faults.length > 0 ? [invalid(at, value, faults.join(';'))] : []
  }
  if (operator === 'Exists') {
    if (value === '') return []
    // up to 1.31 the value is the whole toleration
    return [
      invalid(
        at,
        atLeast(target.version, 32) ? value : goValue('core.Toleration', toleration, target),
        "value must be empty when `operator` is 'Exists'",
      ),
    ]
  }
  if ((operator === 'Lt' || operator === 'Gt') && atLeast(target.version, 35)) {
    if (!options.allowTaintTolerationComparisonOperators)
      return [notSupported(at, operator, ['Equal', 'Exists', 'Lt', 'Gt'])]
    const causes = invalidEach(valueAt, value, decimalIntegerFaults(value))
    const fault = int64Fault(value)
    return fault === undefined ? causes : [...causes, invalid(valueAt, value, fault)]
  }
  return validateOneOf(operator, ['Equal', 'Exists'], at, target)
}

/** Go's own words where a text is no number of 64 bits (strconv.ParseInt). */
function int64Fault(value: string): string | undefined {
  if (!/^[+-]?[0-9]+$/.test(value)) return `strconv.ParseInt: parsing ${quoteText(value)}: invalid syntax`
  const parsed = BigInt(value.startsWith('+') ? value.slice(1) : value)
  return BigInt.asIntN(64, parsed) === parsed
    ? undefined
    : `strconv.ParseInt: parsing ${quoteText(value)}: value out of range`
}
