/** A plan as a text for a terminal. Everything in it is read from the plan's data. */
import type { Finding, Plan } from '../planner/plan.js'
import { palette, type Palette } from './palette.js'
import type { ReportOptions } from './report-options.js'
import { findingsBeside, readyText, rowsOf, waitText, type Brevity, type Row } from './rows.js'
import { isQuiet, stepReports, type StepReport } from './step-report.js'
import type { SetReport } from './set-report.js'
import { shortenValues } from './shorten-values.js'
import { summaryOf } from './summary.js'
import { countParts, headParts, legend, oldLine, otherMoveText, stopLine } from './lines.js'
import { widest, wrap } from './words.js'

/** Writes a plan for people. */
export function planText(plan: Plan, options: ReportOptions): string {
  const paint = palette(options.colours)
  const reports = stepReports(plan)
  const several = reports.length > 1
  const blocks = reports.map((report, index) => stepText(report, several ? index + 1 : undefined, options, paint))
  const stop = stopLine(reports)
  const closing = [
    ...sideBySide(countParts(reports), ' ', options.width),
    ...(stop === '' ? [] : [paint.strong(stop)]),
    ...sideBySide(legend(reports), gap, options.width).map((line) => paint.faint(line)),
  ]
  const assumed = (plan.assumed ?? []).map((text) => wrap(`note  ${text}`, options.width).join('\n      '))
  return `${[...blocks, ...(assumed.length > 0 ? [assumed.join('\n')] : []), closing.join('\n')].join('\n\n')}\n`
}

function stepText(report: StepReport, number: number | undefined, options: ReportOptions, paint: Palette): string {
  const lines: string[] = []
  if (number !== undefined)
    lines.push(...wrap(`Step ${number}  ${report.title}`, options.width).map((line) => paint.strong(line)))
  const { step } = report
  if (report.refusal !== undefined)
    lines.push(
      `${paint.error('refused')}  ${wrap(shortenValues(report.refusal), options.width - 9).join('\n         ')}`,
    )
  for (const warning of step.warnings)
    lines.push(`${paint.warning('warning')}  ${wrap(warning, options.width - 9).join('\n         ')}`)
  let shown = 0
  for (const set of report.sets) {
    if (step.outcome === 'refused' && set.moves.length === 0) continue
    if (shown > 0) lines.push('')
    shown++
    lines.push(...setText(set, options, paint))
  }
  for (const move of report.others)
    lines.push(
      ...wrap(otherMoveText(move), options.width - 5).map((line, index) => `${index === 0 ? '   ' : '     '}${line}`),
    )
  if (report.otherLines.length > 0) lines.push(...(report.sets.length > 0 ? [''] : []), ...report.otherLines)
  if (isQuiet(report) && shown === 0) lines.push('Nothing happens: no pod and no claim changes.')
  for (const finding of report.findings) lines.push(...findingText(finding, options, paint))
  return lines.join('\n')
}

function setText(report: SetReport, options: ReportOptions, paint: Palette): string[] {
  const lines = wrap(summaryOf(report, options.width), options.width).map((line) => paint.strong(line))
  lines.push(...sideBySide(headParts(report), gap, options.width))
  const rows = rowsOf(report, options.full)
  if (rows.length > 0) lines.push('', ...layout(rows, options.width, paint))
  const old = oldLine(report)
  if (old !== '') lines.push('', old)
  const findings = findingsBeside(rows, report).flatMap((finding) => findingText(finding, options, paint))
  return [...lines, ...(findings.length > 0 ? [''] : []), ...findings]
}

/** Parts side by side; one that does not fit any more begins a line. */
function sideBySide(parts: readonly string[], between: string, width: number): string[] {
  const lines: string[] = []
  for (const part of parts) {
    const last = lines.at(-1)
    if (last !== undefined && last.length + between.length + part.length <= width)
      lines[lines.length - 1] = `${last}${between}${part}`
    else lines.push(part)
  }
  return lines.flatMap((line) => (line.length > width ? wrap(line, width) : [line]))
}

function findingText(finding: Finding, { width }: ReportOptions, paint: Palette): string[] {
  const label = { error: paint.error('error'), warning: paint.warning('warning'), info: 'note' }[finding.severity]
  const indent = ' '.repeat(finding.severity.replace('info', 'note').length + 2)
  const [first = '', ...rest] = wrap(finding.message, width - indent.length)
  return [
    `${label}  ${first}`,
    ...rest.map((line) => `${indent}${line}`),
    ...(finding.commands ?? []).map((command) => `${indent}  ${command}`),
  ]
}

const gap = '   '

/**
 * Lines up the rows. Where the width does not do, the words get fewer first; then what comes with a row goes over
 * several lines.
 */
function layout(rows: readonly Row[], width: number, paint: Palette): string[] {
  const number = Math.max(4, widest(rows.map((row) => row.number)) + 2)
  const what = widest(rows.map((row) => row.what))
  const lead = number + 4 + what
  const cellsOf = (brevity: Brevity): Cells[] =>
    rows.map((row) => [row.detail, waitText(row.wait, brevity), readyText(row.ready, brevity)])
  const wide = { cells: cellsOf('whole'), gap }
  const ways = [wide, { cells: cellsOf('shorter'), gap }, { cells: cellsOf('shortest'), gap: '  ' }]
  const fits = (way: typeof wide, least: number): boolean => {
    const [detail, wait, ready] = widths(way.cells)
    return lead + total([Math.min(detail, least), wait, ready], way.gap) <= width
  }
  const way =
    ways.find((each) => fits(each, Infinity)) ??
    ways.slice(1).find((each) => fits(each, leastDetail)) ??
    ways[2] ??
    wide
  const [detail, wait, ready] = widths(way.cells)
  const detailWidth = Math.min(detail, Math.max(width - lead - total([0, wait, ready], way.gap) - way.gap.length, 12))
  return rows.flatMap((row, index) => {
    const [text, waits, isReady] = way.cells[index] ?? ['', '', '']
    const [first = '', ...rest] = wrap(text, detailWidth)
    const columns = [
      row.what.padEnd(what),
      ...(detail > 0 ? [first.padEnd(detailWidth)] : []),
      ...(wait > 0 ? [waits.padEnd(wait)] : []),
      isReady,
    ]
    return [
      `${row.number.padStart(number)}  ${signed(row.sign, paint)} ${columns.join(way.gap)}`.trimEnd(),
      ...rest.map((line) => `${' '.repeat(lead + way.gap.length)}${line}`),
    ]
  })
}

/** Below this, what comes with a row is hard to read: words are left out first. */
const leastDetail = 24

type Cells = readonly [detail: string, wait: string, ready: string]

function widths(cells: readonly Cells[]): [number, number, number] {
  const column = (at: 0 | 1 | 2): number => widest(cells.map((cell) => cell[at]))
  return [column(0), column(1), column(2)]
}

function total(columns: readonly number[], between: string): number {
  return columns.reduce((sum, column) => sum + (column > 0 ? column + between.length : 0), 0)
}

function signed(sign: Row['sign'], paint: Palette): string {
  return sign === '+'
    ? paint.create(sign)
    : sign === '-'
      ? paint.remove(sign)
      : sign === '~'
        ? paint.replace(sign)
        : sign
}
