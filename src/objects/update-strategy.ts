/**
 * A set's update strategy as the controllers see it, with the server's defaults (docs/semantics/validation.md, section
 * 6).
 */
import { parseIntOrPercent } from '../kubernetes/int-or-percent.js'
import { asNumber, asObject, asString, type JsonObject, type JsonValue } from '../kubernetes/json.js'

export const rollingUpdatePath = ['spec', 'updateStrategy', 'rollingUpdate'] as const

export interface UpdateStrategy {
  /** `RollingUpdate` where the manifest names none. */
  readonly type: string
  /** The block as it stands in the manifest; undefined where there is none. */
  readonly rollingUpdate: JsonObject | undefined
}

export function updateStrategyOf(object: JsonObject): UpdateStrategy {
  const { type, rollingUpdate } = asObject(asObject(object.spec).updateStrategy)
  return {
    type: asString(type) || 'RollingUpdate',
    rollingUpdate: typeof rollingUpdate === 'object' && rollingUpdate !== null ? asObject(rollingUpdate) : undefined,
  }
}

/** `0`, `0%` and `000%`: as a budget, none at all (V-55). */
export function isZeroBudget(value: JsonValue | undefined): boolean {
  const parsed = parseIntOrPercent(value)
  return parsed !== undefined && parsed.form !== 'text' && parsed.value === 0
}

/** A number or a percentage above zero. */
export function isPositiveBudget(value: JsonValue | undefined): boolean {
  const parsed = parseIntOrPercent(value)
  return parsed !== undefined && parsed.form !== 'text' && parsed.value > 0
}

/** How many pods a StatefulSet wants; 1 where the manifest does not say it. */
export function replicasOf(object: JsonObject): number {
  return asNumber(asObject(object.spec).replicas) ?? 1
}
