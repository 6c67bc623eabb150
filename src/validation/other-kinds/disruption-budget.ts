/** What the API server refuses in a PodDisruptionBudget (pkg/apis/policy/validation). */
import { asObject, isObject } from '../../kubernetes/json.js'
import type { Cause } from '../answer.js'
import { isNotMoreThan100Percent, validatePositiveIntOrPercent } from '../apps/int-or-percent.js'
import { child, invalid, notSupported, rootField } from '../field.js'
import { goValue } from '../go-value.js'
import { validateLabelSelector } from '../labels.js'
import { isSet, text } from '../pod-template/read.js'
import type { Strategy, Subject } from '../strategy.js'
import { withEmpties } from '../with-empties.js'

const spec = rootField('spec')
const evictionPolicies = ['AlwaysAllow', 'IfHealthyBudget']

export const disruptionBudgetStrategy: Strategy = {
  validate: validateDisruptionBudget,
  validateUpdate: validateDisruptionBudget,
  warningsOnCreate: () => [],
  warningsOnUpdate: () => [],
}

function validateDisruptionBudget({ stored, submitted, target }: Subject): Cause[] {
  const budget = asObject(stored.spec)
  const faults: Cause[] = []
  if (isSet(budget, 'minAvailable') && isSet(budget, 'maxUnavailable')) {
    const quoted = goValue('policy.PodDisruptionBudgetSpec', withEmpties(budget, submitted.spec), target)
    faults.push(invalid(spec, quoted, 'minAvailable and maxUnavailable cannot be both set'))
  }
  for (const name of ['minAvailable', 'maxUnavailable']) {
    if (!isSet(budget, name)) continue
    const at = child(spec, name)
    faults.push(
      ...validatePositiveIntOrPercent(budget[name], at, target),
      ...isNotMoreThan100Percent(budget[name], at, target),
    )
  }
  if (isObject(budget.selector)) faults.push(...validateLabelSelector(budget.selector, child(spec, 'selector'), target))
  const policy = text(budget, 'unhealthyPodEvictionPolicy')
  if (isSet(budget, 'unhealthyPodEvictionPolicy') && !evictionPolicies.includes(policy)) {
    faults.push(notSupported(child(spec, 'unhealthyPodEvictionPolicy'), policy, evictionPolicies))
  }
  return faults
}
