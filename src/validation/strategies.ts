import type { JsonObject } from '../kubernetes/json.js'
import { answeredKindOf, type AnsweredKind } from '../kubernetes/kinds.js'
import { daemonSetStrategy, statefulSetStrategy } from './apps/strategy.js'
import { autoscalerStrategy } from './other-kinds/autoscaler.js'
import { claimStrategy } from './other-kinds/claim.js'
import { disruptionBudgetStrategy } from './other-kinds/disruption-budget.js'
import { serviceStrategy } from './other-kinds/service.js'
import type { Strategy } from './strategy.js'

const strategies: Readonly<Record<AnsweredKind, Strategy>> = {
  StatefulSet: statefulSetStrategy,
  DaemonSet: daemonSetStrategy,
  Service: serviceStrategy,
  PersistentVolumeClaim: claimStrategy,
  PodDisruptionBudget: disruptionBudgetStrategy,
  HorizontalPodAutoscaler: autoscalerStrategy,
}

/**
 * How the server treats an object's kind; undefined for one that Rollcast does not validate, or that no server serves.
 */
export function strategyOf(object: JsonObject): Strategy | undefined {
  const kind = answeredKindOf(object)
  return kind === undefined ? undefined : strategies[kind]
}
