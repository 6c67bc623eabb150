/** What the API server refuses in a StatefulSet (ValidateStatefulSetSpec): V-10 … V-33, in the server's order. */
import { asList, asObject, isObject, valueAt, type JsonObject, type JsonValue } from '../../kubernetes/json.js'
import { matchesSelector } from '../../kubernetes/label-selector.js'
import type { Target } from '../../kubernetes/target.js'
import { atLeast } from '../../kubernetes/versions.js'
import type { Cause } from '../answer.js'
import { validateClaimSpec } from '../claim-template.js'
import { child, forbidden, invalid, notSupported, required, rootField, standingAt, type Field } from '../field.js'
import { goValue } from '../go-value.js'
import { validateAnnotations, validateLabels, validateLabelSelector } from '../labels.js'
import { validateDnsLabel, validateNonnegative } from '../pod-template/fields.js'
import {
  validatePodSpecificAnnotations,
  validatePodTemplateSpec,
  type PodValidationOptions,
} from '../pod-template/index.js'
import { number, text } from '../pod-template/read.js'
import type { Subject } from '../strategy.js'
import { withEmpties } from '../with-empties.js'
import { intOrPercentValue, isNotMoreThan100Percent, validatePositiveIntOrPercent } from './int-or-percent.js'
import { joinClaimTemplates } from './joined-volumes.js'

/** StatefulSetValidationOptions: what an update does not check again (V-75, V-76). */
export interface StatefulSetOptions {
  readonly allowInvalidServiceName?: boolean
  readonly skipPodTemplateSpec?: boolean
  readonly skipClaimTemplates?: boolean
  readonly allowRecreate?: boolean
}

const spec = rootField('spec')

export function validateStatefulSetSpec(
  subject: Subject,
  podOptions: PodValidationOptions,
  options: StatefulSetOptions,
): Cause[] {
  const { stored, target } = subject
  const set = asObject(stored.spec)
  const faults: Cause[] = []

  const policy = text(set, 'podManagementPolicy')
  if (policy !== 'OrderedReady' && policy !== 'Parallel') {
    faults.push(invalid(child(spec, 'podManagementPolicy'), policy, "must be 'OrderedReady' or 'Parallel'"))
  }
  faults.push(...validateUpdateStrategy(subject, options.allowRecreate ?? false))
  faults.push(...validateRetentionPolicy(set.persistentVolumeClaimRetentionPolicy))
  if (atLeast(target.version, 34) && options.skipClaimTemplates !== true) {
    asList(set.volumeClaimTemplates).forEach((template, index) => {
      faults.push(
        ...validateClaimSpec(
          asObject(asObject(template).spec),
          child(spec, 'volumeClaimTemplates', index, 'spec'),
          target,
        ),
      )
    })
  }
  for (const name of ['replicas', 'minReadySeconds'])
    faults.push(...validateNonnegative(number(set, name), child(spec, name)))
  faults.push(...validateNonnegative(number(asObject(set.ordinals), 'start'), child(spec, 'ordinals', 'start')))

  const serviceName = text(set, 'serviceName')
  if (serviceName !== '' && atLeast(target.version, 33) && options.allowInvalidServiceName !== true) {
    faults.push(...validateDnsLabel(serviceName, child(spec, 'serviceName')))
  }
  return [...faults, ...validateSelectorAndTemplate(subject, podOptions, options)]
}

/** V-12 … V-15. */
function validateUpdateStrategy({ stored, submitted, target }: Subject, allowRecreate: boolean): Cause[] {
  const at = child(spec, 'updateStrategy')
  const strategy = asObject(valueAt(stored, ['spec', 'updateStrategy']))
  const rollingUpdate = isObject(strategy.rollingUpdate) ? strategy.rollingUpdate : undefined
  if (strategy.type === 'RollingUpdate') {
    return rollingUpdate === undefined ? [] : validateRollingUpdate(rollingUpdate, child(at, 'rollingUpdate'), target)
  }
  if (strategy.type === 'OnDelete' || (strategy.type === 'Recreate' && allowRecreate)) {
    if (rollingUpdate === undefined) return []
    const quoted = goValue('*apps.RollingUpdateStatefulSetStrategy', rollingUpdate, target)
    return [invalid(child(at, 'rollingUpdate'), quoted, "only allowed for updateStrategy 'RollingUpdate'")]
  }
  const value = goValue(
    'apps.StatefulSetUpdateStrategy',
    withEmpties(strategy, valueAt(submitted, ['spec', 'updateStrategy'])),
    target,
  )
  return [
    invalid(
      at,
      value,
      allowRecreate ? "must be 'RollingUpdate', 'OnDelete', or 'Recreate'" : "must be 'RollingUpdate' or 'OnDelete'",
    ),
  ]
}

function validateRollingUpdate(rollingUpdate: JsonObject, at: Field, target: Target): Cause[] {
  const faults = validateNonnegative(number(rollingUpdate, 'partition'), child(at, 'partition'))
  const { maxUnavailable } = rollingUpdate
  if (maxUnavailable === undefined) return faults
  const field = child(at, 'maxUnavailable')
  faults.push(...validatePositiveIntOrPercent(maxUnavailable, field, target))
  if (intOrPercentValue(maxUnavailable) === 0)
    faults.push(invalid(field, goValue('intstr.IntOrString', maxUnavailable, target), 'cannot be 0'))
  return [...faults, ...isNotMoreThan100Percent(maxUnavailable, field, target)]
}

/** V-20. */
function validateRetentionPolicy(policy: JsonValue | undefined): Cause[] {
  if (!isObject(policy)) return []
  return ['whenDeleted', 'whenScaled'].flatMap((half) => {
    const value = text(policy, half)
    if (value === 'Retain' || value === 'Delete') return []
    return [notSupported(child(spec, 'persistentVolumeClaimRetentionPolicy', half), value, ['Retain', 'Delete'])]
  })
}

/** V-22 … V-28. */
function validateSelectorAndTemplate(
  subject: Subject,
  podOptions: PodValidationOptions,
  options: StatefulSetOptions,
): Cause[] {
  const { stored, submitted, target } = subject
  const at = child(spec, 'selector')
  const selector = valueAt(stored, ['spec', 'selector'])
  const faults: Cause[] = []
  const ownFaults = isObject(selector) ? validateLabelSelector(selector, at, target) : []
  const quoted = () =>
    goValue('*v1.LabelSelector', withEmpties(selector, valueAt(submitted, ['spec', 'selector'])), target)
  if (!isObject(selector)) faults.push(required(at, ''))
  else {
    faults.push(...ownFaults)
    if (isEmptySelector(selector)) faults.push(invalid(at, quoted(), 'empty selector is invalid for statefulset'))
  }
  // a selector with faults is no usable one (LabelSelectorAsSelector): the template is not looked at then
  if (ownFaults.length > 0) faults.push(invalid(at, quoted(), ''))
  else faults.push(...validateTemplate(subject, isObject(selector) ? selector : undefined, podOptions, options))

  const podSpec = asObject(valueAt(stored, ['spec', 'template', 'spec']))
  const template = child(spec, 'template', 'spec')
  const restartPolicy = text(podSpec, 'restartPolicy')
  if (restartPolicy !== 'Always') faults.push(notSupported(child(template, 'restartPolicy'), restartPolicy, ['Always']))
  if (podSpec.activeDeadlineSeconds !== undefined) {
    faults.push(
      forbidden(child(template, 'activeDeadlineSeconds'), 'activeDeadlineSeconds in StatefulSet is not Supported'),
    )
  }
  return faults
}

/** A selector without a requirement selects everything. */
export function isEmptySelector(selector: JsonObject): boolean {
  return Object.keys(asObject(selector.matchLabels)).length + asList(selector.matchExpressions).length === 0
}

/** ValidatePodTemplateSpecForStatefulSet: V-24, V-25, V-28, V-31, V-32. */
function validateTemplate(
  { stored, submitted, target }: Subject,
  selector: JsonObject | undefined,
  podOptions: PodValidationOptions,
  options: StatefulSetOptions,
): Cause[] {
  const at = child(spec, 'template')
  const template = asObject(valueAt(stored, ['spec', 'template']))
  const metadata = asObject(template.metadata)
  const faults: Cause[] = []
  if (selector === undefined || (!isEmptySelector(selector) && !matchesSelector(selector, asObject(metadata.labels)))) {
    const labels = withEmpties(metadata.labels, valueAt(submitted, ['spec', 'template', 'metadata', 'labels']))
    faults.push(
      invalid(
        child(at, 'metadata', 'labels'),
        goValue('map[string]string', labels, target),
        '`selector` does not match template `labels`',
      ),
    )
  }
  if (atLeast(target.version, 34) && options.skipPodTemplateSpec !== true) {
    const joined = joinClaimTemplates(asObject(stored.spec))
    faults.push(...validatePodTemplateSpec(joined.template, at, target, podOptions).map(joined.relocate))
  }
  // the server names these without `metadata` (V-25)
  const labels = standingAt(`${at.field}.labels`, [...at.path, 'metadata', 'labels'])
  const annotations = standingAt(`${at.field}.annotations`, [...at.path, 'metadata', 'annotations'])
  faults.push(
    ...validateLabels(metadata.labels, labels, target),
    ...validateAnnotations(metadata.annotations, annotations, target),
  )
  return [
    ...faults,
    ...validatePodSpecificAnnotations(
      asObject(metadata.annotations),
      asObject(template.spec),
      annotations,
      target,
      podOptions,
    ),
  ]
}
