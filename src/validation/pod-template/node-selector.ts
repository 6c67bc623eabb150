/** The rules for node selector terms (ValidateNodeSelectorTerm). */
import type { JsonObject } from '../../kubernetes/json.js'
import { dnsSubdomainFaults, labelValueFaults } from '../../kubernetes/names.js'
import type { Target } from '../../kubernetes/target.js'
import type { Cause } from '../answer.js'
import { child, forbidden, invalid, required, type Field } from '../field.js'
import { goValue } from '../go-value.js'
import { validateLabelName } from '../labels.js'
import { invalidEach } from './fields.js'
import { objectsAt, stringsAt, text } from './read.js'

/** @param anyValue values need not be label values: preferred affinity, and what was stored before the rule came. */
export function validateNodeSelectorTerm(term: JsonObject, anyValue: boolean, at: Field, target: Target): Cause[] {
  return [
    ...objectsAt(term, 'matchExpressions').flatMap((requirement, index) => validateExpression(requirement, anyValue, child(at, 'matchExpressions', index), target)),
    ...objectsAt(term, 'matchFields').flatMap((requirement, index) => validateField(requirement, child(at, 'matchFields', index), target)),
  ]
}

function validateExpression(requirement: JsonObject, anyValue: boolean, at: Field, target: Target): Cause[] {
  const values = stringsAt(requirement, 'values')
  const causes: Cause[] = []
  switch (requirement.operator) {
    case 'In':
    case 'NotIn':
      if (values.length === 0) causes.push(required(child(at, 'values'), "must be specified when `operator` is 'In' or 'NotIn'"))
      break
    case 'Exists':
    case 'DoesNotExist':
      if (values.length > 0) causes.push(forbidden(child(at, 'values'), "may not be specified when `operator` is 'Exists' or 'DoesNotExist'"))
      break
    case 'Gt':
    case 'Lt':
      if (values.length !== 1) causes.push(required(child(at, 'values'), "must be specified single value when `operator` is 'Lt' or 'Gt'"))
      break
    default:
      causes.push(invalid(child(at, 'operator'), goValue('string', requirement.operator, target), 'not a valid selector operator'))
  }
  causes.push(...validateLabelName(text(requirement, 'key'), child(at, 'key'), target))
  if (!anyValue) for (const [index, value] of values.entries()) causes.push(...invalidEach(child(at, 'values', index), value, labelValueFaults(value, target)))
  return causes
}

function validateField(requirement: JsonObject, at: Field, target: Target): Cause[] {
  const values = stringsAt(requirement, 'values')
  const causes: Cause[] = []
  if (requirement.operator !== 'In' && requirement.operator !== 'NotIn') {
    causes.push(invalid(child(at, 'operator'), goValue('string', requirement.operator, target), 'not a valid selector operator'))
  } else if (values.length !== 1) {
    causes.push(required(child(at, 'values'), "must be only one value when `operator` is 'In' or 'NotIn' for node field selector"))
  }
  if (requirement.key !== 'metadata.name') return [...causes, invalid(child(at, 'key'), text(requirement, 'key'), 'not a valid field selector key')]
  return [...causes, ...values.flatMap((value, index) => invalidEach(child(at, 'values', index), value, dnsSubdomainFaults(value)))]
}
