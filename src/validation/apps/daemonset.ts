/** What the API server refuses in a DaemonSet (ValidateDaemonSetSpec): V-40 … V-55, in the server's order. */
import { asObject, isObject, valueAt } from '../../kubernetes/json.js'
import { matchesSelector } from '../../kubernetes/label-selector.js'
import type { Cause } from '../answer.js'
import { child, forbidden, invalid, notSupported, required, rootField } from '../field.js'
import { goValue } from '../go-value.js'
import { validateLabelSelector } from '../labels.js'
import { validateNonnegative } from '../pod-template/fields.js'
import { validatePodTemplateSpec, type PodValidationOptions } from '../pod-template/index.js'
import { number, text } from '../pod-template/read.js'
import type { Subject } from '../strategy.js'
import { withEmpties } from '../with-empties.js'
import { intOrPercentValue, isNotMoreThan100Percent, validatePositiveIntOrPercent } from './int-or-percent.js'
import { isEmptySelector } from './statefulset.js'

const spec = rootField('spec')

export function validateDaemonSetSpec(subject: Subject, podOptions: PodValidationOptions): Cause[] {
  const { stored, target } = subject
  const set = asObject(stored.spec)
  const template = child(spec, 'template')
  const faults = [
    ...validateSelector(subject, podOptions),
    ...validatePodTemplateSpec(asObject(set.template), template, target, podOptions),
  ]

  const podSpec = asObject(valueAt(set, ['template', 'spec']))
  const restartPolicy = text(podSpec, 'restartPolicy')
  if (restartPolicy !== 'Always')
    faults.push(notSupported(child(template, 'spec', 'restartPolicy'), restartPolicy, ['Always']))
  if (podSpec.activeDeadlineSeconds !== undefined) {
    faults.push(
      forbidden(
        child(template, 'spec', 'activeDeadlineSeconds'),
        'activeDeadlineSeconds in DaemonSet is not Supported',
      ),
    )
  }
  faults.push(...validateNonnegative(number(set, 'minReadySeconds'), child(spec, 'minReadySeconds')))
  faults.push(...validateUpdateStrategy(subject))
  return [...faults, ...validateNonnegative(number(set, 'revisionHistoryLimit'), child(spec, 'revisionHistoryLimit'))]
}

/** V-41 … V-43: a missing selector selects nothing, so it shows as one that does not match the template's labels. */
function validateSelector({ stored, submitted, target }: Subject, podOptions: PodValidationOptions): Cause[] {
  const at = child(spec, 'selector')
  const value = valueAt(stored, ['spec', 'selector'])
  const selector = isObject(value) ? value : undefined
  const faults: Cause[] = []
  if (selector !== undefined) {
    faults.push(
      ...validateLabelSelector(selector, at, target, {
        allowInvalidLabelValue: podOptions.allowInvalidLabelValueInSelector,
      }),
    )
  }
  const isUsable = selector === undefined || validateLabelSelector(selector, at, target).length === 0
  const labels = valueAt(stored, ['spec', 'template', 'metadata', 'labels'])
  if (isUsable && !matchesSelector(selector, asObject(labels))) {
    const quoted = withEmpties(labels, valueAt(submitted, ['spec', 'template', 'metadata', 'labels']))
    const place = child(spec, 'template', 'metadata', 'labels')
    faults.push(
      invalid(place, goValue('map[string]string', quoted, target), '`selector` does not match template `labels`'),
    )
  }
  if (selector !== undefined && isEmptySelector(selector)) {
    const quoted = withEmpties(selector, valueAt(submitted, ['spec', 'selector']))
    faults.push(invalid(at, goValue('*v1.LabelSelector', quoted, target), 'empty selector is invalid for daemonset'))
  }
  return faults
}

/** V-49 … V-55. */
function validateUpdateStrategy({ stored, target }: Subject): Cause[] {
  const at = child(spec, 'updateStrategy')
  const strategy = asObject(valueAt(stored, ['spec', 'updateStrategy']))
  if (strategy.type === 'OnDelete') return []
  if (strategy.type !== 'RollingUpdate') {
    return [notSupported(at, goValue('*apps.DaemonSetUpdateStrategy', strategy, target), ['RollingUpdate', 'OnDelete'])]
  }
  const rollingUpdate = child(at, 'rollingUpdate')
  if (!isObject(strategy.rollingUpdate)) return [required(rollingUpdate, '')]

  const { maxUnavailable, maxSurge } = strategy.rollingUpdate
  const [unavailable, surge] = [child(rollingUpdate, 'maxUnavailable'), child(rollingUpdate, 'maxSurge')]
  const faults = [
    ...validatePositiveIntOrPercent(maxUnavailable, unavailable, target),
    ...validatePositiveIntOrPercent(maxSurge, surge, target),
    ...isNotMoreThan100Percent(maxUnavailable, unavailable, target),
    ...isNotMoreThan100Percent(maxSurge, surge, target),
  ]
  const [hasUnavailable, hasSurge] = [intOrPercentValue(maxUnavailable) !== 0, intOrPercentValue(maxSurge) !== 0]
  if (hasUnavailable && hasSurge) {
    faults.push(
      invalid(surge, goValue('intstr.IntOrString', maxSurge, target), 'may not be set when maxUnavailable is non-zero'),
    )
  }
  if (!hasUnavailable && !hasSurge) faults.push(required(unavailable, 'cannot be 0 when maxSurge is 0'))
  return faults
}
