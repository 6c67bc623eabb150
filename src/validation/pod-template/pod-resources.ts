/**
 * The rules for what a pod as a whole asks for and may use (validatePodResources): from 1.32 on, gate
 * PodLevelResources.
 */
import { asObject, type JsonObject } from '../../kubernetes/json.js'
import {
  compareQuantities,
  formatQuantity,
  parseQuantity,
  zeroQuantity,
  type Quantity,
} from '../../kubernetes/quantity.js'
import { atLeast } from '../../kubernetes/versions.js'
import type { Cause } from '../answer.js'
import { child, forbidden, invalid, keyed, type Field } from '../field.js'
import { isSidecar } from './containers-of.js'
import type { PodContext } from './context.js'
import { writtenAs } from './fields.js'
import { isSet, objectAt, objectsAt, text } from './read.js'
import { isHugePages } from './resource-names.js'
import { validatePodResourceName, validateResources } from './resources.js'

export function validatePodResources(spec: JsonObject, at: Field, context: PodContext): Cause[] {
  const resources = objectAt(spec, 'resources')
  if (resources === undefined) return []
  const since34 = atLeast(context.target.version, 34)
  const place = child(at, 'resources')
  if (since34 && text(asObject(spec.os), 'name') === 'windows')
    return [forbidden(place, 'may not be set for a windows pod')]
  const causes = isSet(resources, 'claims')
    ? [forbidden(child(place, 'claims'), `claims ${since34 ? 'may not' : 'cannot'} be set for Resources at pod-level`)]
    : []
  return [
    ...causes,
    ...validateResources(resources, validatePodResourceName, place, context),
    ...validateConsistency(spec, resources, place, since34),
  ]
}

/** The pod has to have what its containers have (validatePodResourceConsistency). */
function validateConsistency(spec: JsonObject, resources: JsonObject, at: Field, since34: boolean): Cause[] {
  const causes: Cause[] = []
  const [limits, requests] = [asObject(resources.limits), asObject(resources.requests)]
  for (const [name, sum] of aggregate(spec, 'requests')) {
    if (since34 && !Object.hasOwn(requests, name)) continue
    const own = Object.hasOwn(requests, name) ? text(requests, name) : '0'
    if (compareQuantities(sum, own) > 0) {
      causes.push(
        invalid(
          keyed(child(at, 'requests'), name),
          own,
          `must be greater than or equal to aggregate container requests of ${formatQuantity(sum)}`,
        ),
      )
    }
  }
  if (since34) {
    for (const [name, sum] of aggregate(spec, 'limits')) {
      if (!isHugePages(name) || !Object.hasOwn(limits, name) || compareQuantities(sum, text(limits, name)) <= 0)
        continue
      causes.push(
        invalid(
          keyed(child(at, 'limits'), name),
          text(limits, name),
          `must be greater than or equal to aggregate container limits of ${formatQuantity(sum)}`,
        ),
      )
    }
  }
  for (const [index, container] of objectsAt(spec, 'containers').entries()) {
    const own = asObject(asObject(container.resources).limits)
    for (const name of Object.keys(own)) {
      if (!Object.hasOwn(limits, name) || compareQuantities(text(own, name), text(limits, name)) <= 0) continue
      // the server takes the container for a part of the pod's resources
      const written = child(keyed(child(at, 'containers', index), name), 'limits')
      const place: Field = {
        field: '',
        path: [...at.path.slice(0, -1), 'containers', index, 'resources', 'limits', name],
      }
      causes.push(
        invalid(
          writtenAs(place, written),
          text(own, name),
          `must be less than or equal to pod limits of ${text(limits, name)}`,
        ),
      )
    }
  }
  return causes
}

/**
 * What the containers of a pod need at most at one time (AggregateContainerRequests): sidecars run beside what comes
 * after them.
 */
function aggregate(spec: JsonObject, list: 'requests' | 'limits'): Map<string, Quantity> {
  const amountsOf = (container: JsonObject): [string, Quantity][] =>
    Object.entries(asObject(asObject(container.resources)[list])).map(([name, amount]) => [
      name,
      parseQuantity(typeof amount === 'number' ? amount : String(amount)),
    ])
  const total = new Map<string, Quantity>()
  for (const container of objectsAt(spec, 'containers')) addAll(total, amountsOf(container))
  const sidecars = new Map<string, Quantity>()
  const starting = new Map<string, Quantity>()
  for (const container of objectsAt(spec, 'initContainers')) {
    if (isSidecar(container)) {
      addAll(total, amountsOf(container))
      addAll(sidecars, amountsOf(container))
      keepGreatest(starting, sidecars)
      continue
    }
    const together = new Map<string, Quantity>()
    addAll(together, amountsOf(container))
    addAll(together, sidecars)
    keepGreatest(starting, together)
  }
  keepGreatest(total, starting)
  return total
}

function addAll(sum: Map<string, Quantity>, amounts: Iterable<[string, Quantity]>): void {
  for (const [name, amount] of amounts) {
    const before = sum.get(name)
    sum.set(name, before === undefined ? amount : add(before, amount))
  }
}

function keepGreatest(greatest: Map<string, Quantity>, amounts: Iterable<[string, Quantity]>): void {
  for (const [name, amount] of amounts) {
    if (compareQuantities(amount, greatest.get(name) ?? zeroQuantity) > 0 || !greatest.has(name))
      greatest.set(name, amount)
  }
}

/** Quantity.Add: the sum is written in the form of the first one, unless that is zero. */
function add(left: Quantity, right: Quantity): Quantity {
  const scale = Math.min(left.scale, right.scale)
  const value = left.value * 10n ** BigInt(left.scale - scale) + right.value * 10n ** BigInt(right.scale - scale)
  return {
    value,
    scale,
    isDecimal: left.isDecimal || right.isDecimal,
    format: left.value === 0n ? right.format : left.format,
    spelling: '',
  }
}
