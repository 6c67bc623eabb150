/** A change as markdown, for the comment on a pull request. */
import { changeNotes, shownBase, type ChangePlan } from './change-plan.js'
import { escapeMarkdown, planMarkdown } from './plan-markdown.js'
import type { ReportOptions } from './report-options.js'

/** Writes a change as markdown. */
export function changeMarkdown(change: ChangePlan, options: ReportOptions): string {
  const { plans } = change
  const blocks = plans.map(({ place, plan }) => {
    const heading = plans.length > 1 ? `## ${place === '' ? 'Everything else' : escapeMarkdown(place)}\n\n` : ''
    return heading + planMarkdown(plan, options).trimEnd()
  })
  const notes = changeNotes(change).map((note) => `> **Note**: ${escapeMarkdown(note)}`)
  const compared =
    plans.length === 0
      ? `No StatefulSet or DaemonSet has changed since ${escapeMarkdown(shownBase(change))}.`
      : `Compared with ${escapeMarkdown(shownBase(change))}.`
  return `${[...blocks, ...notes, compared].join('\n\n')}\n`
}
