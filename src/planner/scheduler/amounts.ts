/**
 * What pods ask for and what nodes have to give, in the whole numbers that the scheduler counts with
 * (component-helpers' resource.PodRequests, framework.Resource).
 */
import { asList, asObject, isObject, type JsonObject, type JsonValue } from '../../kubernetes/json.js'
import { compareQuantities, parseQuantity, QuantityError, roundUpQuantity } from '../../kubernetes/quantity.js'

/** Resource name → amount: `cpu` in thousandths of a processor, everything else in whole units, rounded up. */
export type Amounts = ReadonlyMap<string, number>

/** Amounts of resources in billionths, exact: sums of quantities are rounded once, at the end. */
type Sum = Map<string, bigint>

const billionths = -9

function billionthsOf(value: JsonValue | undefined): bigint {
  if (typeof value !== 'string' && typeof value !== 'number') return 0n
  try {
    const { value: amount, scale } = roundUpQuantity(parseQuantity(value), billionths)
    return amount * 10n ** BigInt(scale - billionths)
  } catch (error) {
    // the server would have refused it; it counts for nothing
    if (error instanceof QuantityError) return 0n
    throw error
  }
}

function listed(list: JsonValue | undefined): Sum {
  return new Map(Object.entries(asObject(list)).map(([name, amount]) => [name, billionthsOf(amount)]))
}

function add(sum: Sum, more: Sum): void {
  for (const [name, amount] of more) sum.set(name, (sum.get(name) ?? 0n) + amount)
}

function raise(sum: Sum, least: Sum): void {
  for (const [name, amount] of least) if (amount > (sum.get(name) ?? -1n)) sum.set(name, amount)
}

function rounded(sum: Sum): Amounts {
  const amounts = new Map<string, number>()
  for (const [name, amount] of sum) {
    const unit = name === 'cpu' ? 1_000_000n : 1_000_000_000n
    amounts.set(name, Number((amount + unit - 1n) / unit))
  }
  return amounts
}

/** Requests of a container of a pod: where only a limit is set, the request is that (SetDefaults_Pod). */
function containerRequests(container: JsonObject): Sum {
  const resources = asObject(container['resources'])
  return listed({ ...asObject(resources['limits']), ...asObject(resources['requests']) })
}

/**
 * All containers together. Init containers run one after the other, beside the sidecars that were started before them;
 * what the largest of them needs is the least that the pod needs (AggregateContainerRequests).
 */
function containersTogether(spec: JsonObject): Sum {
  const sum: Sum = new Map()
  for (const container of asList(spec['containers'])) add(sum, containerRequests(asObject(container)))
  const sidecars: Sum = new Map()
  const starting: Sum = new Map()
  for (const item of asList(spec['initContainers'])) {
    const container = asObject(item)
    const needs = containerRequests(container)
    if (container['restartPolicy'] === 'Always') {
      add(sum, needs)
      add(sidecars, needs)
      raise(starting, sidecars)
    } else {
      add(needs, sidecars)
      raise(starting, needs)
    }
  }
  raise(sum, starting)
  return sum
}

function isPodLevel(name: string): boolean {
  return name === 'cpu' || name === 'memory' || name.startsWith('hugepages-')
}

/**
 * The requests of the pod as a whole. Where only a limit is set for it, what its containers ask for together is the
 * request, or else the limit (DefaultPodLevelResources).
 */
function podLevelRequests(spec: JsonObject, containers: Sum): Sum {
  const resources = asObject(spec['resources'])
  const requests = listed(resources['requests'])
  for (const [name, amount] of listed(resources['limits'])) {
    if (!requests.has(name))
      requests.set(name, (name.startsWith('hugepages-') ? undefined : containers.get(name)) ?? amount)
  }
  return new Map([...requests].filter(([name]) => isPodLevel(name)))
}

/**
 * What the scheduler looks for on a node for a pod (PodRequests).
 * @param podLevel whether `spec.resources` counts (gate PodLevelResources).
 */
export function podRequests(spec: JsonObject, podLevel: boolean): Amounts {
  const sum = containersTogether(spec)
  if (podLevel && isObject(spec['resources']))
    for (const [name, amount] of podLevelRequests(spec, sum)) sum.set(name, amount)
  add(sum, listed(spec['overhead']))
  return rounded(sum)
}

/** What a node has to give: `status.allocatable`. */
export function allocatableAmounts(allocatable: Readonly<Record<string, string>>): Amounts {
  return rounded(listed(allocatable))
}

/** Whether two lists of allocatable resources say the same, however they spell it. */
export function sameAllocatable(
  a: Readonly<Record<string, string>> | undefined,
  b: Readonly<Record<string, string>> | undefined,
): boolean {
  if (a === b) return true
  if (a === undefined || b === undefined || Object.keys(a).length !== Object.keys(b).length) return false
  return Object.entries(a).every(([name, amount]) => {
    const other = Object.hasOwn(b, name) ? b[name] : undefined
    return other !== undefined && (other === amount || compareQuantities(other, amount) === 0)
  })
}
