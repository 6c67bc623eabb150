/** A change as a text for a terminal: the plan of each place, and what there is to know besides. */
import { changeNotes, shownBase, type ChangePlan } from './change-plan.js'
import { palette } from './palette.js'
import { planText } from './plan-text.js'
import type { ReportOptions } from './report-options.js'
import { wrap } from './words.js'

/** Writes a change for people. */
export function changeText(change: ChangePlan, options: ReportOptions): string {
  const paint = palette(options.colours)
  const { plans } = change
  const blocks = plans.map(({ place, plan }) => {
    const heading = plans.length > 1 ? `${paint.strong(`== ${place === '' ? 'everything else' : place}`)}\n` : ''
    return heading + planText(plan, options).trimEnd()
  })
  if (plans.length === 0) blocks.push(`No StatefulSet or DaemonSet has changed since ${shownBase(change)}.`)
  const notes = changeNotes(change).map((note) => wrap(`note  ${note}`, options.width).join('\n      '))
  const compared = plans.length === 0 ? [] : [paint.faint(`Compared with ${shownBase(change)}.`)]
  return `${[...blocks, ...(notes.length === 0 ? [] : [notes.join('\n')]), ...compared].join('\n\n')}\n`
}
