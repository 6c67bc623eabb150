/**
 * What a PodDisruptionBudget answers to an eviction: the disruption controller's arithmetic (disruption.go) and the
 * eviction subresource (registry/core/pod/storage/eviction.go).
 */
import { matchesSelector } from '../../kubernetes/label-selector.js'
import { asNumber, asObject, asString, isObject, type JsonObject, type JsonValue } from '../../kubernetes/json.js'
import type { Cluster, OtherObject, Pod } from '../cluster.js'
import { controllerOf } from '../objects/index.js'

/** What a budget counts. */
export interface BudgetCount {
  /** The budget's name. */
  readonly name: string
  readonly expected: number
  /** So many pods have to stay healthy (`desiredHealthy`). */
  readonly wanted: number
  /** So many are (`currentHealthy`). */
  readonly healthy: number
  /** Why it cannot count; it lets no healthy pod go then. */
  readonly failure?: string
}

/** An eviction that the server refuses. */
export interface EvictionRefusal {
  readonly message: string
  /** kubectl tries again (TooManyRequests). */
  readonly again: boolean
  readonly budget?: BudgetCount
}

/** The server's answer to an eviction; undefined where the pod may go. */
export function evictionRefusal(cluster: Cluster, pod: Pod): EvictionRefusal | undefined {
  // canIgnorePDB: such a pod is not disrupted any more
  if (pod.phase !== 'Running' || pod.metadata.deletionTimestamp !== undefined) return undefined
  const budgets = [...cluster.objects.others.values()].filter(
    ({ kind, metadata, object }) =>
      kind === 'PodDisruptionBudget' &&
      metadata.namespace === pod.metadata.namespace &&
      matchesSelector(selectorOf(object), pod.metadata.labels),
  )
  if (budgets.length > 1) {
    return {
      message: 'This pod has more than one PodDisruptionBudget, which the eviction subresource does not support.',
      again: false,
    }
  }
  const [budget] = budgets
  if (budget === undefined) return undefined
  const count = countOf(cluster, budget)
  if (!pod.ready) {
    if (asObject(budget.object['spec'])['unhealthyPodEvictionPolicy'] === 'AlwaysAllow') return undefined
    if (count.failure === undefined && count.healthy >= count.wanted && count.wanted > 0) return undefined
  }
  if (count.failure === undefined && count.expected > 0 && count.healthy > count.wanted) return undefined
  return { message: "Cannot evict pod as it would violate the pod's disruption budget.", again: true, budget: count }
}

function selectorOf(budget: JsonObject): JsonObject | undefined {
  const selector = asObject(budget['spec'])['selector']
  return isObject(selector) ? selector : undefined
}

/** getExpectedPodCount and countHealthyPods: percentages are of what the pods' controllers are scaled to, rounded up. */
function countOf(cluster: Cluster, { metadata, object }: OtherObject): BudgetCount {
  const { minAvailable, maxUnavailable } = asObject(object['spec'])
  const pods = [...cluster.objects.pods.values()].filter(
    (pod) => pod.metadata.namespace === metadata.namespace && matchesSelector(selectorOf(object), pod.metadata.labels),
  )
  const healthy = pods.filter((pod) => pod.ready && pod.metadata.deletionTimestamp === undefined).length
  const { name } = metadata
  const isSet = maxUnavailable !== undefined && maxUnavailable !== null
  if (!isSet && typeof minAvailable === 'number') return { name, expected: pods.length, wanted: minAvailable, healthy }
  const scale = expectedScale(cluster, pods)
  if (typeof scale === 'string') return { name, expected: 0, wanted: 0, healthy, failure: scale }
  const wanted = isSet ? Math.max(0, scale - scaled(maxUnavailable, scale)) : scaled(minAvailable ?? 0, scale)
  return { name, expected: scale, wanted, healthy }
}

/** getExpectedScale: a DaemonSet has no scale, and a budget over its pods cannot count with one. */
function expectedScale(cluster: Cluster, pods: readonly Pod[]): number | string {
  const scales = new Map<string, number>()
  for (const pod of pods) {
    const owner = controllerOf(pod)
    if (owner === undefined) continue
    const set = cluster.objects.sets.get(`${owner.kind}/${pod.metadata.namespace}/${owner.name}`)
    const replicas = set?.metadata.uid === owner.uid ? asNumber(set.spec['replicas']) : undefined
    if (replicas === undefined)
      return `found no controllers with a scale for pod ${JSON.stringify(pod.metadata.name.replace(/@.*/, ''))}`
    scales.set(owner.uid, replicas)
  }
  return [...scales.values()].reduce((sum, replicas) => sum + replicas, 0)
}

/** GetScaledValueFromIntOrPercent, rounded up. */
function scaled(value: JsonValue, of: number): number {
  if (typeof value === 'number') return value
  const match = /^(\d+)%$/.exec(asString(value) ?? '')
  return match === null ? 0 : Math.ceil((Number(match[1]) * of) / 100)
}
