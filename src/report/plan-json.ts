/** A plan as it is: the data itself (schemas/plan.schema.json). */
import type { Plan } from '../planner/plan.js'

/** One object, indented by one space. */
export function planJson(plan: Plan): string {
  return `${JSON.stringify(plan, null, 1)}\n`
}
