/**
 * What the API server refuses in a HorizontalPodAutoscaler (pkg/apis/autoscaling/validation), of autoscaling/v1 and v2.
 */
import { asObject, isObject, valueAt, type JsonObject } from '../../kubernetes/json.js'
import { compareQuantities } from '../../kubernetes/quantity.js'
import type { Target } from '../../kubernetes/target.js'
import { atLeast } from '../../kubernetes/versions.js'
import type { Cause } from '../answer.js'
import { child, invalid, notSupported, required, rootField, standingAt, type Field } from '../field.js'
import { goValue } from '../go-value.js'
import { validateObjectMeta, validateObjectMetaUpdate } from '../object-meta.js'
import { isSet, number, objectsAt, text } from '../pod-template/read.js'
import type { Strategy, Subject } from '../strategy.js'
import { validateMetrics } from './metrics.js'
import { validateReference } from './object-reference.js'

const metadata = rootField('metadata')
const spec = rootField('spec')

export const autoscalerStrategy: Strategy = {
  validate(subject) {
    const meta = asObject(subject.stored.metadata)
    return [
      ...validateObjectMeta(meta, { namespaced: true, nameRule: 'dns-subdomain' }, metadata, subject.target),
      ...validateSpec(subject),
    ]
  },
  validateUpdate(subject, old) {
    const [meta, before] = [asObject(subject.stored.metadata), asObject(old.stored.metadata)]
    return [...validateObjectMetaUpdate(meta, before, metadata, subject.target), ...validateSpec(subject, old)]
  },
  warningsOnCreate: () => [],
  warningsOnUpdate: () => [],
}

function validateSpec({ stored, submitted, target }: Subject, old?: Subject): Cause[] {
  const autoscaler = asObject(stored.spec)
  const before = old === undefined ? undefined : asObject(old.stored.spec)
  const faults: Cause[] = []
  const minReplicas = isSet(autoscaler, 'minReplicas') ? number(autoscaler, 'minReplicas') : undefined
  const maxReplicas = number(autoscaler, 'maxReplicas')
  const lowerBound = target.gates.HPAScaleToZero === true || before?.minReplicas === 0 ? 0 : 1
  const bounds: Cause[] = []
  if (minReplicas !== undefined && minReplicas < lowerBound) {
    bounds.push(invalid(child(spec, 'minReplicas'), minReplicas, `must be greater than or equal to ${lowerBound}`))
  }
  bounds.push(...validateMaxReplicas(maxReplicas, target))
  // since 1.37 the schema's own rules hold these, and come last
  const fromSchema = atLeast(target.version, 37)
  if (!fromSchema) faults.push(...bounds)
  if (minReplicas !== undefined && maxReplicas < minReplicas) {
    faults.push(invalid(child(spec, 'maxReplicas'), maxReplicas, 'must be greater than or equal to `minReplicas`'))
  }
  const reference = asObject(autoscaler.scaleTargetRef)
  const referenceBefore = asObject(before?.scaleTargetRef)
  const kept =
    before !== undefined &&
    ['apiVersion', 'kind'].every((name) => text(referenceBefore, name) === text(reference, name))
  const allowEmptyGroup = text(reference, 'kind') === 'ReplicationController'
  faults.push(
    ...validateReference(reference, child(spec, 'scaleTargetRef'), target, { skipApiVersion: kept, allowEmptyGroup }),
  )

  // autoscaling/v1 has one number for what is a metric in v2
  const v1Target = autoscaler.targetCPUUtilizationPercentage
  if (typeof v1Target === 'number' && v1Target < 1) {
    const at = standingAt('spec.metrics[0].resource.target.averageUtilization', [
      'spec',
      'targetCPUUtilizationPercentage',
    ])
    faults.push(invalid(at, goValue('*int32', v1Target, target), 'must be greater than 0'))
  }
  faults.push(...validateMetrics(autoscaler, child(spec, 'metrics'), target))
  for (const direction of ['scaleUp', 'scaleDown']) {
    const rules = asObject(autoscaler.behavior)[direction]
    // an empty list is refused, and would be filled in if it were stored
    const policies = valueAt(submitted, ['spec', 'behavior', direction, 'policies'])
    const asSent = Array.isArray(policies) && policies.length === 0 && isObject(rules) ? { ...rules, policies } : rules
    if (isObject(asSent)) faults.push(...validateScalingRules(asSent, child(spec, 'behavior', direction), target))
  }
  return fromSchema ? [...faults, ...bounds] : faults
}

function validateMaxReplicas(maxReplicas: number, target: Target): Cause[] {
  const at = child(spec, 'maxReplicas')
  if (maxReplicas > 0) return []
  if (!atLeast(target.version, 36)) return [invalid(at, maxReplicas, 'must be greater than 0')]
  if (maxReplicas < 0) return [invalid(at, maxReplicas, 'must be greater than or equal to 1')]
  return [required(at, atLeast(target.version, 37) ? '' : 'must be set and greater than 0')]
}

function validateScalingRules(rules: JsonObject, at: Field, target: Target): Cause[] {
  const faults: Cause[] = []
  const seconds = number(rules, 'stabilizationWindowSeconds')
  const quoted = goValue('*int32', seconds, target)
  if (seconds < 0)
    faults.push(invalid(child(at, 'stabilizationWindowSeconds'), quoted, 'must be greater than or equal to zero'))
  if (seconds > 3600)
    faults.push(invalid(child(at, 'stabilizationWindowSeconds'), quoted, 'must be less than or equal to 3600'))
  if (isSet(rules, 'selectPolicy') && !['Disabled', 'Max', 'Min'].includes(text(rules, 'selectPolicy'))) {
    faults.push(notSupported(child(at, 'selectPolicy'), text(rules, 'selectPolicy'), ['Disabled', 'Max', 'Min']))
  }
  const policies = objectsAt(rules, 'policies')
  if (policies.length === 0) faults.push(required(child(at, 'policies'), 'must specify at least one Policy'))
  faults.push(...policies.flatMap((policy, index) => validateScalingPolicy(policy, child(at, 'policies', index))))
  const { tolerance } = rules
  if (atLeast(target.version, 33) && typeof tolerance === 'string' && compareQuantities(tolerance, 0) < 0) {
    faults.push(invalid(child(at, 'tolerance'), tolerance, 'must be greater than or equal to 0'))
  }
  return faults
}

function validateScalingPolicy(policy: JsonObject, at: Field): Cause[] {
  const faults: Cause[] = []
  if (!['Percent', 'Pods'].includes(text(policy, 'type')))
    faults.push(notSupported(child(at, 'type'), text(policy, 'type'), ['Percent', 'Pods']))
  const [value, period] = [number(policy, 'value'), number(policy, 'periodSeconds')]
  if (value <= 0) faults.push(invalid(child(at, 'value'), value, 'must be greater than zero'))
  if (period <= 0) faults.push(invalid(child(at, 'periodSeconds'), period, 'must be greater than zero'))
  if (period > 1800) faults.push(invalid(child(at, 'periodSeconds'), period, 'must be less than or equal to 1800'))
  return faults
}
