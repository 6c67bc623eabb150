import { asString, type JsonObject } from '../kubernetes/json.js'
import { daemonSetStrategy, statefulSetStrategy } from './apps/strategy.js'
import { autoscalerStrategy } from './other-kinds/autoscaler.js'
import { claimStrategy } from './other-kinds/claim.js'
import { disruptionBudgetStrategy } from './other-kinds/disruption-budget.js'
import { serviceStrategy } from './other-kinds/service.js'
import type { Strategy } from './strategy.js'

const strategies: Readonly<Record<string, Strategy>> = {
  'apps/v1 StatefulSet': statefulSetStrategy,
  'apps/v1 DaemonSet': daemonSetStrategy,
  'v1 Service': serviceStrategy,
  'v1 PersistentVolumeClaim': claimStrategy,
  'policy/v1 PodDisruptionBudget': disruptionBudgetStrategy,
  'autoscaling/v1 HorizontalPodAutoscaler': autoscalerStrategy,
  'autoscaling/v2 HorizontalPodAutoscaler': autoscalerStrategy,
}

/**
 * How the server treats an object's kind; undefined for one that Rollcast does not validate, or that no server serves.
 */
export function strategyOf(object: JsonObject): Strategy | undefined {
  const key = `${asString(object.apiVersion) ?? ''} ${asString(object.kind) ?? ''}`
  return Object.hasOwn(strategies, key) ? strategies[key] : undefined
}
