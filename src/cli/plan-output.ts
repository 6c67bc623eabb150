/** A plan in the format that is asked for. */
import type { Plan } from '../planner/index.js'
import type { ChangePlan } from '../report/change-plan.js'
import { changeReporters, planReporters } from '../report/reporters.js'
import type { ShowOptions } from './options.js'
import type { CommandWorld } from './world.js'

/** One plan, or those of a change. */
export type Planned = Plan | ChangePlan

/** All plans of what was planned. */
export function plansIn(planned: Planned): readonly Plan[] {
  return 'plans' in planned ? planned.plans.map(({ plan }) => plan) : [planned]
}

/** Writes it; into a file without colours, unless they are asked for. */
export async function printed(planned: Planned, options: ShowOptions, world: CommandWorld): Promise<string> {
  const report = {
    full: options.full === true,
    width: Math.max(options.width ?? Math.min(world.columns ?? 100, 100), 60),
    colours: options.outputFile === undefined ? world.colours : options.color === true,
  }
  if ('plans' in planned) return (await changeReporters[options.format]())(planned, report)
  return (await planReporters[options.format]())(planned, report)
}

/** Whether a plan says that nothing becomes other than it was. */
export function changesNothing(planned: Planned): boolean {
  return plansIn(planned).every(({ steps }) =>
    steps.every(
      ({ outcome, touched = [] }) =>
        outcome === 'nothing' && touched.every(({ verb }) => verb === 'unchanged' || verb === 'shown'),
    ),
  )
}
