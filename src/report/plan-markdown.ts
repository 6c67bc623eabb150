/** A plan as markdown, for the comment on a pull request. */
import type { Finding, Plan } from '../planner/plan.js'
import { countParts, headParts, oldLine, otherMoveText, stopLine } from './lines.js'
import type { ReportOptions } from './report-options.js'
import { findingsBeside, readyText, rowsOf, waitText } from './rows.js'
import type { SetReport } from './set-report.js'
import { isQuiet, stepReports, type StepReport } from './step-report.js'
import { summaryOf } from './summary.js'

/** Writes a plan as markdown. */
export function planMarkdown(plan: Plan, options: Pick<ReportOptions, 'full'>): string {
  const reports = stepReports(plan)
  const several = reports.length > 1
  const blocks = reports.map((report, index) => stepBlock(report, several ? index + 1 : undefined, options))
  const stop = stopLine(reports)
  const assumed = (plan.assumed ?? []).map((text) => `> **Note**: ${escapeMarkdown(text)}`)
  return `${[...blocks, ...assumed, `**${[...countParts(reports), stop].join(' ').trim()}**`].join('\n\n')}\n`
}

function stepBlock(report: StepReport, number: number | undefined, options: Pick<ReportOptions, 'full'>): string {
  const { step } = report
  const blocks: string[] = []
  if (number !== undefined) blocks.push(`### Step ${number}: \`${report.title}\``)
  if (report.refusal !== undefined) blocks.push(`**Refused**\n\n${fenced(report.refusal)}`)
  for (const warning of step.warnings) blocks.push(`**Warning**: ${escapeMarkdown(warning)}`)
  for (const set of report.sets)
    if (step.outcome !== 'refused' || set.moves.length > 0) blocks.push(...setBlocks(set, options))
  const others = [
    ...report.others.map((move) => `- ${escapeMarkdown(otherMoveText(move).trim())}`),
    ...report.otherLines.map((line) => `- ${escapeMarkdown(line)}`),
  ]
  if (others.length > 0) blocks.push(others.join('\n'))
  if (isQuiet(report) && report.sets.length === 0) blocks.push('Nothing happens: no pod and no claim changes.')
  for (const finding of report.findings) blocks.push(findingBlock(finding))
  return blocks.join('\n\n')
}

function setBlocks(report: SetReport, options: Pick<ReportOptions, 'full'>): string[] {
  const rows = rowsOf(report, options.full)
  const table = rows.map(
    (row) =>
      `| ${[row.number, row.sign === ' ' ? '' : `\`${row.sign}\``, row.what, row.detail, waitText(row.wait), readyText(row.ready)].map(escapeMarkdown).join(' | ')} |`,
  )
  const old = oldLine(report)
  return [
    `**${escapeMarkdown(summaryOf(report))}**`,
    escapeMarkdown(headParts(report).join(' · ')),
    ...(rows.length === 0
      ? []
      : [['| # | | what | with | waits for | ready |', '|--:|:-:|---|---|---|---|', ...table].join('\n')]),
    ...(old === '' ? [] : [escapeMarkdown(old)]),
    ...findingsBeside(rows, report).map(findingBlock),
  ]
}

function findingBlock(finding: Finding): string {
  const label = { error: 'Error', warning: 'Warning', info: 'Note' }[finding.severity]
  const commands = finding.commands ?? []
  return `> **${label}**: ${escapeMarkdown(finding.message).replaceAll('\n', '\n> ')}${commands.length === 0 ? '' : `\n>\n${commands.map((command) => `>     ${command}`).join('\n')}`}`
}

function fenced(text: string): string {
  return `\`\`\`\n${text}\n\`\`\``
}

/** Keeps a text from being read as markdown; `|` would end a cell. */
export function escapeMarkdown(text: string): string {
  return text.replaceAll('|', String.raw`\|`).replace(/([<*_])/g, String.raw`\$1`)
}
