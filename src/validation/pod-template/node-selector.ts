/** The rules for node selector terms (ValidateNodeSelectorTerm). */
import type { JsonObject } from '../../kubernetes/json.js'
import { dnsSubdomainFaults } from '../../kubernetes/names.js'
import type { Target } from '../../kubernetes/target.js'
import type { Cause } from '../answer.js'
import { child, invalid, required, type Field } from '../field.js'
import { goValue } from '../go-value.js'
import { validateRequirement } from '../labels.js'
import { invalidEach } from './fields.js'
import { objectsAt, stringsAt, text } from './read.js'

/** @param anyValue values need not be label values: preferred affinity, and what was stored before the rule came. */
export function validateNodeSelectorTerm(term: JsonObject, anyValue: boolean, at: Field, target: Target): Cause[] {
  return [
    ...objectsAt(term, 'matchExpressions').flatMap((requirement, index) =>
      validateRequirement(requirement, child(at, 'matchExpressions', index), target, {
        allowInvalidLabelValue: anyValue,
        comparesNumbers: true,
      }),
    ),
    ...objectsAt(term, 'matchFields').flatMap((requirement, index) =>
      validateField(requirement, child(at, 'matchFields', index), target),
    ),
  ]
}

function validateField(requirement: JsonObject, at: Field, target: Target): Cause[] {
  const values = stringsAt(requirement, 'values')
  const causes: Cause[] = []
  if (requirement.operator !== 'In' && requirement.operator !== 'NotIn') {
    causes.push(
      invalid(child(at, 'operator'), goValue('string', requirement.operator, target), 'not a valid selector operator'),
    )
  } else if (values.length !== 1) {
    causes.push(
      required(
        child(at, 'values'),
        "must be only one value when `operator` is 'In' or 'NotIn' for node field selector",
      ),
    )
  }
  if (requirement.key !== 'metadata.name')
    return [...causes, invalid(child(at, 'key'), text(requirement, 'key'), 'not a valid field selector key')]
  return [
    ...causes,
    ...values.flatMap((value, index) => invalidEach(child(at, 'values', index), value, dnsSubdomainFaults(value))),
  ]
}
