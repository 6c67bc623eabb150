/** The lint's findings as people know them from ESLint: a file, below it a line each, and a count at the end. */
import { createColors } from 'picocolors'
import type { LintMessage, LintResult } from './lint-result.js'
import { counted } from '../words/counted.js'
import type { LintReportOptions } from './report-options.js'
import { shortenValues } from './shorten-values.js'
import { widest } from './words.js'

/** Longer messages run on: the rule's name then stands right behind them. */
const widestMessage = 140

/** Empty where nothing was found. */
export function lintText(
  results: readonly LintResult[],
  { colours, nameOf }: Pick<LintReportOptions, 'colours' | 'nameOf'>,
): string {
  const paint = createColors(colours)
  const blocks = results
    .filter(({ messages }) => messages.length > 0)
    .map(({ filePath, messages }) => `${paint.underline(nameOf(filePath))}\n${rows(messages, paint)}`)
  if (blocks.length === 0) return ''
  const sum = (count: (result: LintResult) => number) => results.reduce((total, result) => total + count(result), 0)
  const errors = sum(({ errorCount }) => errorCount)
  const warnings = sum(({ warningCount }) => warningCount)
  const fixable = sum(({ fixableErrorCount, fixableWarningCount }) => fixableErrorCount + fixableWarningCount)
  const summary = `✖ ${counted(errors + warnings, 'problem')} (${counted(errors, 'error')}, ${counted(warnings, 'warning')})${fixable > 0 ? `, ${fixable} fixable with --fix` : ''}`
  const colour = errors > 0 ? paint.red : paint.yellow
  return `${blocks.join('\n')}\n${colour(paint.bold(summary))}\n`
}

function rows(messages: readonly LintMessage[], paint: ReturnType<typeof createColors>): string {
  const places = messages.map(({ line, column }) => `${line}:${column}`)
  const placeWidth = widest(places)
  const texts = messages.map(({ message }) => shortenValues(message))
  const messageWidth = widest(texts.filter(({ length }) => length <= widestMessage))
  return messages
    .map(({ severity, ruleId }, index) => {
      const place = (places[index] ?? '').padStart(placeWidth)
      const level = severity === 2 ? paint.red('error  ') : paint.yellow('warning')
      return (
        `  ${paint.dim(place)}  ${level}  ${(texts[index] ?? '').padEnd(messageWidth)}   ${paint.dim(ruleId ?? '')}`.trimEnd() +
        '\n'
      )
    })
    .join('')
}
