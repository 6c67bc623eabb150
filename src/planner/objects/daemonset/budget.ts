/** How many nodes a rolling update may touch at a time (D-26, D-40). */
import { scaleIntOrPercent } from '../../../kubernetes/int-or-percent.js'
import { asObject, isObject, type JsonObject, type JsonValue } from '../../../kubernetes/json.js'

export interface RollingBudget {
  readonly maxSurge: number
  readonly maxUnavailable: number
}

function scaled(spec: JsonObject, field: 'maxSurge' | 'maxUnavailable', nodes: number): number {
  const strategy = asObject(spec['updateStrategy'])
  const rolling = strategy['rollingUpdate']
  if (strategy['type'] !== 'RollingUpdate' || !isObject(rolling)) return 0
  return scaleIntOrPercent(rolling[field] as JsonValue | undefined, nodes, 'up') ?? 0
}

/** The controller's function of that name: percentages are of the nodes that should run a pod, rounded up. */
export function updatedDesiredNodeCounts(spec: JsonObject, desired: number): RollingBudget {
  const maxSurge = scaled(spec, 'maxSurge', desired)
  const maxUnavailable = scaled(spec, 'maxUnavailable', desired)
  return { maxSurge, maxUnavailable: desired > 0 && maxSurge === 0 && maxUnavailable === 0 ? 1 : maxUnavailable }
}

/** util.AllowsSurge */
export function allowsSurge(spec: JsonObject): boolean {
  return scaled(spec, 'maxSurge', 1) > 0
}
