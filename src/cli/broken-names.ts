/** That no pod of a name gets ready, where no pod has it, would be a slip that a plan which goes through hides. */
import { asList, asObject, asString, valueAt, type JsonObject } from '../kubernetes/json.js'
import type { Plan, Step } from '../planner/index.js'
import { CannotRun } from './cannot-run.js'

/** @throws {CannotRun} where `--assume 'broken NAME'` names neither an image nor a revision of the plan. */
export function requireKnownNames(steps: readonly Step[], planned: Plan): void {
  if (planned.steps.some(({ outcome }) => outcome === 'refused')) return
  const states = [...(planned.before === undefined ? [] : [planned.before]), ...planned.steps.map(({ final }) => final)]
  const history = states.flatMap((state) => state.history)
  const images = new Set(history.flatMap(({ data }) => imagesIn(data)))
  for (const step of steps) {
    if (step.do !== 'assumeBroken' || typeof step.broken !== 'string' || images.has(step.broken)) continue
    const name = step.broken
    if (history.some((revision) => revision.name === name || revision.name.endsWith(`-${name}`))) continue
    throw new CannotRun(
      `--assume "broken ${name}": no pod of this plan has that image or revision. Its images: ${[...images].join(', ')}.`,
    )
  }
}

/** The images of a revision's containers. */
function imagesIn(data: string): string[] {
  const containers = valueAt(JSON.parse(data) as JsonObject, ['spec', 'template', 'spec', 'containers'])
  return asList(containers).flatMap((container) => asString(asObject(container).image) ?? [])
}
