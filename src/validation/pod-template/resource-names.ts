/** Which names a resource may have, and what follows from a name (pkg/apis/core/helper). */
import { qualifiedNameFaults } from '../../kubernetes/names.js'
import { compareQuantities, parseQuantity, roundUpQuantity, type Quantity } from '../../kubernetes/quantity.js'
import type { Target } from '../../kubernetes/target.js'

const computeNames = ['cpu', 'memory', 'ephemeral-storage']
const counted = [
  'pods',
  'resourcequotas',
  'services',
  'replicationcontrollers',
  'secrets',
  'configmaps',
  'persistentvolumeclaims',
  'services.nodeports',
  'services.loadbalancers',
]
const standardNames = new Set([
  ...computeNames,
  ...computeNames.map((name) => `requests.${name}`),
  ...computeNames.map((name) => `limits.${name}`),
  'storage',
  'requests.storage',
  ...counted,
])

export function isHugePages(name: string): boolean {
  return name.startsWith('hugepages-')
}

/** The amount as Go's Value() gives it: whole, rounded away from zero. */
function wholeValue(quantity: Quantity): bigint {
  const rounded = roundUpQuantity(quantity, 0)
  return rounded.value * 10n ** BigInt(Math.max(rounded.scale, 0))
}

/** Tells whether an amount has no fraction (of a byte), counted in thousandths. */
export function isWholeAmount(amount: string): boolean {
  const milli = roundUpQuantity(parseQuantity(amount), -3)
  return milli.scale >= 0 || milli.value % 10n ** BigInt(-milli.scale) === 0n
}

/** Huge pages come in multiples of the page size that their name tells (IsHugePageResourceValueDivisible). */
export function isDivisibleHugePages(name: string, amount: string): boolean {
  let page: Quantity
  try {
    page = parseQuantity(name.slice('hugepages-'.length))
  } catch {
    return false
  }
  if (compareQuantities(page, 0) <= 0 || !isWholeAmount(name.slice('hugepages-'.length))) return false
  return wholeValue(parseQuantity(amount)) % wholeValue(page) === 0n
}

/** A name without a prefix, or with one of Kubernetes' own. */
export function isNativeResource(name: string): boolean {
  return !name.includes('/') || name.includes('kubernetes.io/')
}

/** A name of a vendor: `example.com/gpu`. */
export function isExtendedResource(name: string, target: Target): boolean {
  return (
    !isNativeResource(name) &&
    !name.startsWith('requests.') &&
    qualifiedNameFaults(`requests.${name}`, target).length === 0
  )
}

export function isStandardResource(name: string): boolean {
  return standardNames.has(name) || isHugePages(name) || name.startsWith('requests.hugepages-')
}

export function isStandardContainerResource(name: string): boolean {
  return computeNames.includes(name) || isHugePages(name)
}

/** Only whole amounts make sense of it. */
export function isIntegerResource(name: string, target: Target): boolean {
  return counted.includes(name) || isExtendedResource(name, target)
}

/** More may be allowed than is asked for. */
export function isOvercommitAllowed(name: string): boolean {
  return isNativeResource(name) && !isHugePages(name)
}
