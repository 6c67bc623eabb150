/** What a PodDisruptionBudget answers to an eviction. */
import { matchesSelector } from '../../kubernetes/label-selector.js'
import { asNumber, asObject, isObject, type JsonObject, type JsonValue } from '../../kubernetes/json.js'
import type { Cluster, Pod } from '../cluster.js'
import { controllerOf } from '../objects/index.js'

/**
 * The server's refusal to evict a pod; undefined where it may go. A pod that is not ready may go where its budget is
 * met without it (IfHealthyBudget).
 */
export function disruptionRefusal(cluster: Cluster, pod: Pod): string | undefined {
  if (pod.phase === 'Succeeded' || pod.phase === 'Failed' || pod.metadata.deletionTimestamp !== undefined)
    return undefined
  const budgets = [...cluster.objects.others.values()].filter(
    ({ kind, metadata, object }) =>
      kind === 'PodDisruptionBudget' &&
      metadata.namespace === pod.metadata.namespace &&
      matchesSelector(selectorOf(object), pod.metadata.labels),
  )
  if (budgets.length > 1)
    return 'This pod has more than one PodDisruptionBudget, which the eviction subresource does not support.'
  const [budget] = budgets
  if (budget === undefined) return undefined
  const { healthy, wanted } = healthOf(cluster, budget.object, pod.metadata.namespace)
  if (
    !pod.ready &&
    (asObject(budget.object['spec'])['unhealthyPodEvictionPolicy'] === 'AlwaysAllow' || healthy >= wanted)
  )
    return undefined
  return healthy > wanted ? undefined : "Cannot evict pod as it would violate the pod's disruption budget."
}

function selectorOf(budget: JsonObject): JsonObject | undefined {
  const selector = asObject(budget['spec'])['selector']
  return isObject(selector) ? selector : undefined
}

/** getExpectedPodCount and countHealthyPods of the disruption controller. */
function healthOf(cluster: Cluster, budget: JsonObject, namespace: string): { healthy: number; wanted: number } {
  const { minAvailable, maxUnavailable } = asObject(budget['spec'])
  const pods = [...cluster.objects.pods.values()].filter(
    (pod) => pod.metadata.namespace === namespace && matchesSelector(selectorOf(budget), pod.metadata.labels),
  )
  const healthy = pods.filter((pod) => pod.ready && pod.metadata.deletionTimestamp === undefined).length
  if (typeof minAvailable === 'number') return { healthy, wanted: minAvailable }
  const owners = new Set(pods.map((pod) => controllerOf(pod)?.uid))
  const sets = [...cluster.objects.sets.values()].filter((set) => owners.has(set.metadata.uid))
  const expected = sets.reduce(
    (sum, set) => sum + (asNumber(set.spec['replicas']) ?? asNumber(set.status['desiredNumberScheduled']) ?? 0),
    0,
  )
  if (minAvailable !== undefined && minAvailable !== null) return { healthy, wanted: scaled(minAvailable, expected) }
  return { healthy, wanted: Math.max(0, expected - scaled(maxUnavailable ?? 0, expected)) }
}

/** GetScaledValueFromIntOrPercent, rounded up. */
function scaled(value: JsonValue, of: number): number {
  if (typeof value === 'number') return value
  const match = /^(\d+)%$/.exec(String(value))
  return match === null ? 0 : Math.ceil((Number(match[1]) * of) / 100)
}
