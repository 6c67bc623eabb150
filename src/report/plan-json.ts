/** A plan as it is: the data itself (schemas/plan.schema.json). */
import type { Plan } from '../planner/plan.js'
import type { ChangePlan } from './change-plan.js'

/** One object, indented by one space. */
export function planJson(plan: Plan): string {
  return `${JSON.stringify(plan, null, 1)}\n`
}

/** The plans of a change (schemas/change.schema.json). */
export function changeJson(change: ChangePlan): string {
  return `${JSON.stringify(change, null, 1)}\n`
}
