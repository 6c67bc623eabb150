/** The metrics of a HorizontalPodAutoscaler (validateMetrics). */
import { asObject, entryOf, isObject, type JsonObject } from '../../kubernetes/json.js'
import { pathSegmentFaults } from '../../kubernetes/path-segment.js'
import { compareQuantities } from '../../kubernetes/quantity.js'
import type { Target } from '../../kubernetes/target.js'
import type { Cause } from '../answer.js'
import { child, forbidden, invalid, notSupported, required, type Field } from '../field.js'
import { goValue } from '../go-value.js'
import { invalidEach, validateDnsLabel } from '../pod-template/fields.js'
import { isSet, number, objectsAt, text } from '../pod-template/read.js'
import { validateContainerResourceName } from '../pod-template/resources.js'
import { validateReference } from './object-reference.js'

/** The type of a metric, and the field that holds it. In the order in which the server looks at the fields. */
const sources: Readonly<Record<string, string>> = {
  Object: 'object',
  External: 'external',
  Pods: 'pods',
  Resource: 'resource',
  ContainerResource: 'containerResource',
}
const sourceTypes = Object.keys(sources).sort()

export function validateMetrics(autoscaler: JsonObject, at: Field, target: Target): Cause[] {
  const metrics = objectsAt(autoscaler, 'metrics')
  const faults = metrics.flatMap((metric, index) => validateMetric(metric, child(at, index), target))
  const canIdle = metrics.some(({ type }) => type === 'Object' || type === 'External')
  if (autoscaler.minReplicas === 0 && !canIdle) {
    faults.push(
      forbidden(at, 'must specify at least one Object or External metric to support scaling to zero replicas'),
    )
  }
  return faults
}

function validateMetric(metric: JsonObject, at: Field, target: Target): Cause[] {
  const type = text(metric, 'type')
  const faults: Cause[] = []
  if (type === '') faults.push(required(child(at, 'type'), 'must specify a metric source type'))
  if (!sourceTypes.includes(type)) faults.push(notSupported(child(at, 'type'), type, sourceTypes))
  const present = Object.values(sources).filter((name) => isSet(metric, name))
  const [first] = present
  if (first !== undefined) faults.push(...validateSource(first, asObject(metric[first]), child(at, first), target))

  const expected = entryOf(sources, type)
  if (expected === undefined) faults.push(notSupported(child(at, 'type'), type, sourceTypes))
  else if (!isObject(metric[expected]))
    faults.push(required(child(at, expected), 'must populate information for the given metric source'))
  if (present.length > 1) {
    const others = present.filter((name) => name !== expected)
    faults.push(...others.map((name) => forbidden(child(at, name), 'must populate the given metric source only')))
  }
  return faults
}

function validateSource(kind: string, source: JsonObject, at: Field, target: Target): Cause[] {
  const faults: Cause[] = []
  if (kind === 'object') {
    const options = { skipApiVersion: false, allowEmptyGroup: true }
    faults.push(...validateReference(asObject(source.describedObject), child(at, 'describedObject'), target, options))
  }
  if (kind === 'object' || kind === 'external' || kind === 'pods')
    faults.push(...validateIdentifier(asObject(source.metric), child(at, 'metric')))
  else faults.push(...validateResource(kind, source, at, target))
  const [metricTarget, place] = [asObject(source.target), child(at, 'target')]
  return [...faults, ...validateTarget(metricTarget, place, target), ...validateTargetOf(kind, metricTarget, place)]
}

function validateIdentifier(metric: JsonObject, at: Field): Cause[] {
  const name = text(metric, 'name')
  const place = child(at, 'name')
  return name === ''
    ? [required(place, 'must specify a metric name')]
    : invalidEach(place, name, pathSegmentFaults(name))
}

function validateResource(kind: string, source: JsonObject, at: Field, target: Target): Cause[] {
  const faults: Cause[] = []
  const [name, container] = [text(source, 'name'), text(source, 'container')]
  if (name === '') faults.push(required(child(at, 'name'), 'must specify a resource name'))
  else if (kind === 'containerResource') faults.push(...validateContainerResourceName(name, child(at, 'name'), target))
  if (kind !== 'containerResource') return faults
  const place = child(at, 'container')
  return [
    ...faults,
    ...(container === '' ? [required(place, 'must specify a container')] : validateDnsLabel(container, place)),
  ]
}

function validateTarget(metricTarget: JsonObject, at: Field, target: Target): Cause[] {
  const type = text(metricTarget, 'type')
  const faults: Cause[] = []
  if (type === '') faults.push(required(child(at, 'type'), 'must specify a metric target type'))
  if (!['Utilization', 'Value', 'AverageValue'].includes(type)) {
    faults.push(invalid(child(at, 'type'), type, 'must be either Utilization, Value, or AverageValue'))
  }
  for (const name of ['value', 'averageValue']) {
    const amount = metricTarget[name]
    if (typeof amount !== 'string' || compareQuantities(amount, 0) > 0) continue
    faults.push(invalid(child(at, name), goValue('*resource.Quantity', amount, target), 'must be positive'))
  }
  if (isSet(metricTarget, 'averageUtilization') && number(metricTarget, 'averageUtilization') < 1) {
    const quoted = goValue('*int32', number(metricTarget, 'averageUtilization'), target)
    faults.push(invalid(child(at, 'averageUtilization'), quoted, 'must be greater than 0'))
  }
  return faults
}

function validateTargetOf(kind: string, target: JsonObject, at: Field): Cause[] {
  const [value, average, utilization] = [
    isSet(target, 'value'),
    isSet(target, 'averageValue'),
    isSet(target, 'averageUtilization'),
  ]
  if (kind === 'object')
    return value || average
      ? []
      : [required(child(at, 'averageValue'), 'must set either a target value or averageValue')]
  if (kind === 'pods')
    return average ? [] : [required(child(at, 'averageValue'), 'must specify a positive target averageValue')]
  if (kind === 'external') {
    if (!value && !average)
      return [required(child(at, 'averageValue'), 'must set either a target value for metric or a per-pod target')]
    return value && average
      ? [forbidden(child(at, 'value'), 'may not set both a target value for metric and a per-pod target')]
      : []
  }
  if (!utilization && !average)
    return [required(child(at, 'averageUtilization'), 'must set either a target raw value or a target utilization')]
  return utilization && average
    ? [forbidden(child(at, 'averageValue'), 'may not set both a target raw value and a target utilization')]
    : []
}
