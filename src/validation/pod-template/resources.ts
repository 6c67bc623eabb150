/** The rules for what containers ask for and may use (validateResourceRequirements). */
import { asObject, type JsonObject } from '../../kubernetes/json.js'
import { qualifiedNameFaults } from '../../kubernetes/names.js'
import { compareQuantities, parseQuantity } from '../../kubernetes/quantity.js'
import type { Target } from '../../kubernetes/target.js'
import { atLeast } from '../../kubernetes/versions.js'
import type { Cause } from '../answer.js'
import {
  child,
  duplicate,
  forbidden,
  invalid,
  keyed,
  notFound,
  notSupported,
  quoteText,
  required,
  written,
  type Field,
} from '../field.js'
import { goValue } from '../go-value.js'
import type { PodContext } from './context.js'
import { invalidEach, validateDnsLabel } from './fields.js'
import { objectsAt, text } from './read.js'
import {
  isDivisibleHugePages,
  isExtendedResource,
  isHugePages,
  isIntegerResource,
  isNativeResource,
  isOvercommitAllowed,
  isStandardContainerResource,
  isStandardResource,
  isWholeAmount,
} from './resource-names.js'

type NameRule = (name: string, at: Field, target: Target) => Cause[]

/** A container's resources. */
export function validateContainerResources(resources: JsonObject, at: Field, context: PodContext): Cause[] {
  return validateResources(resources, validateContainerResourceName, at, context)
}

/** Names, amounts, requests against limits, huge pages, claims. */
export function validateResources(resources: JsonObject, nameRule: NameRule, at: Field, context: PodContext): Cause[] {
  const causes: Cause[] = []
  const [limits, requests] = [asObject(resources.limits), asObject(resources.requests)]
  for (const name of Object.keys(limits)) {
    causes.push(...validateAmount(name, text(limits, name), nameRule, keyed(child(at, 'limits'), name), context))
    causes.push(...validateHugePages(name, text(limits, name), keyed(child(at, 'limits'), name), context))
  }
  for (const name of Object.keys(requests)) {
    const amount = text(requests, name)
    causes.push(...validateAmount(name, amount, nameRule, keyed(child(at, 'requests'), name), context))
    causes.push(...validateRequestAgainstLimit(name, amount, limits, at))
    causes.push(...validateHugePages(name, amount, keyed(child(at, 'requests'), name), context))
  }
  const names = [...Object.keys(limits), ...Object.keys(requests)]
  if (names.some(isHugePages) && !names.some((name) => name === 'cpu' || name === 'memory'))
    causes.push(forbidden(at, 'HugePages require cpu or memory'))
  return [...causes, ...validateClaimNames(objectsAt(resources, 'claims'), child(at, 'claims'), context)]
}

function validateAmount(name: string, amount: string, nameRule: NameRule, at: Field, { target }: PodContext): Cause[] {
  const causes = nameRule(name, at, target)
  if (compareQuantities(amount, 0) < 0) causes.push(invalid(at, amount, 'must be greater than or equal to 0'))
  if (isIntegerResource(name, target) && !isWholeAmount(amount))
    causes.push(invalid(at, quotedAmount(amount, target), 'must be an integer'))
  return causes
}

/** An amount in a message: up to 1.33 as Go writes the struct. */
function quotedAmount(amount: string, target: Target): unknown {
  if (atLeast(target.version, 34)) return amount
  const { value, scale, isDecimal, format, spelling } = parseQuantity(amount)
  const [fast, slow] = isDecimal
    ? ['value:0, scale:0', '(*inf.Dec)(0xc000000000)']
    : [`value:${value}, scale:${scale}`, '(*inf.Dec)(nil)']
  const text = `resource.Quantity{i:resource.int64Amount{${fast}}, d:resource.infDecAmount{Dec:${slow}}, s:${quoteText(spelling)}, Format:${quoteText(format)}}`
  return { [written]: text }
}

function validateRequestAgainstLimit(name: string, amount: string, limits: JsonObject, at: Field): Cause[] {
  const overcommit = isOvercommitAllowed(name)
  const place: Field = { field: child(at, 'requests').field, path: [...at.path, 'requests', name] }
  if (!Object.hasOwn(limits, name)) {
    return overcommit
      ? []
      : [
          required(
            { field: child(at, 'limits').field, path: place.path },
            'Limit must be set for non overcommitable resources',
          ),
        ]
  }
  const limit = text(limits, name)
  const order = compareQuantities(amount, limit)
  if (order !== 0 && !overcommit) return [invalid(place, amount, `must be equal to ${name} limit of ${limit}`)]
  return order > 0 ? [invalid(place, amount, `must be less than or equal to ${name} limit of ${limit}`)] : []
}

function validateHugePages(name: string, amount: string, at: Field, { options }: PodContext): Cause[] {
  if (!isHugePages(name) || options.allowIndivisibleHugePagesValues || isDivisibleHugePages(name, amount)) return []
  return [invalid(at, amount, `${amount} is not positive integer multiple of ${name}`)]
}

function validateResourceName(name: string, at: Field, target: Target): Cause[] {
  const causes = invalidEach(at, goValue('core.ResourceName', name, target), qualifiedNameFaults(name, target))
  if (causes.length > 0) return causes
  return name.includes('/') || isStandardResource(name)
    ? []
    : [invalid(at, goValue('core.ResourceName', name, target), 'must be a standard resource type or fully qualified')]
}

export function validateContainerResourceName(name: string, at: Field, target: Target): Cause[] {
  const causes = validateResourceName(name, at, target)
  if (!name.includes('/')) {
    if (!isStandardContainerResource(name))
      causes.push(invalid(at, goValue('core.ResourceName', name, target), 'must be a standard resource for containers'))
  } else if (!isNativeResource(name) && !isExtendedResource(name, target)) {
    causes.push(
      invalid(at, goValue('core.ResourceName', name, target), "doesn't follow extended resource name standard"),
    )
  }
  return causes
}

/** What a pod as a whole may ask for; huge pages from 1.33 on. */
export function validatePodResourceName(name: string, at: Field, target: Target): Cause[] {
  const causes = validateResourceName(name, at, target)
  const withHugePages = atLeast(target.version, 33)
  if (causes.length > 0 || ['cpu', 'memory'].includes(name) || (withHugePages && isHugePages(name))) return causes
  return [
    notSupported(
      at,
      goValue('core.ResourceName', name, target),
      withHugePages ? ['cpu', 'hugepages-', 'memory'] : ['cpu', 'memory'],
    ),
  ]
}

/** The claims that a container uses are claims of its pod (validateResourceClaimNames). */
function validateClaimNames(claims: readonly JsonObject[], at: Field, { target, claimNames }: PodContext): Cause[] {
  const causes: Cause[] = []
  const names = new Set<string>()
  for (const [index, claim] of claims.entries()) {
    const place = child(at, index)
    const name = text(claim, 'name')
    if (name === '') {
      causes.push(required(place, ''))
      continue
    }
    if (names.has(name)) causes.push(duplicate(place, name))
    else causes.push(...takeClaim(name, atLeast(target.version, 31) ? text(claim, 'request') : '', names, place))
    if (!claimNames.has(name)) {
      const known = claimNames.size === 0 ? ' which is empty' : `: ${[...claimNames].sort().join(', ')}`
      const cause = notFound(place, name)
      causes.push({
        ...cause,
        message: `${cause.message}: must be one of the names in pod.spec.resourceClaims${known}`,
      })
    }
  }
  return causes
}

/** One request of a claim, or all of them: not both, and none twice. */
function takeClaim(name: string, request: string, names: Set<string>, at: Field): Cause[] {
  const key = request === '' ? name : `${name}/${request}`
  const causes = request === '' ? [] : validateDnsLabel(request, child(at, 'request'))
  if (names.has(key)) causes.push(duplicate(at, key))
  else if (request === '') {
    for (const taken of names)
      if (taken.includes('/') && taken.slice(0, taken.indexOf('/')) === name) causes.push(duplicate(at, name))
  }
  names.add(key)
  return causes
}
