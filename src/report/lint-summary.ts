/** What a lint found, counted by rule: the most frequent first. */
import { counted } from '../words/counted.js'
import type { LintResult } from './lint-result.js'

/** A line for each rule, and one for all; empty where nothing was found. */
export function lintSummary(results: readonly LintResult[]): string {
  const rules = new Map<string, { errors: number; warnings: number; files: Set<string> }>()
  for (const { filePath, messages } of results)
    for (const { ruleId, severity } of messages) {
      const name = ruleId ?? '(not read)'
      const count = rules.get(name) ?? { errors: 0, warnings: 0, files: new Set<string>() }
      if (severity === 2) count.errors++
      else count.warnings++
      count.files.add(filePath)
      rules.set(name, count)
    }
  if (rules.size === 0) return ''
  const rows = [...rules]
    .map(([name, { errors, warnings, files }]) => ({ name, errors, warnings, files: files.size }))
    .sort((a, b) => b.errors + b.warnings - (a.errors + a.warnings) || (a.name < b.name ? -1 : 1))
  const width = Math.max(...rows.map(({ errors, warnings }) => String(errors + warnings).length))
  const lines = rows.map(({ name, errors, warnings, files }) => {
    const kinds = [errors > 0 ? counted(errors, 'error') : '', warnings > 0 ? counted(warnings, 'warning') : '']
    const detail = `${kinds.filter((kind) => kind !== '').join(', ')} in ${counted(files, 'file')}`
    return `  ${String(errors + warnings).padStart(width)}  ${name}   ${detail}`
  })
  const sum = (count: (row: (typeof rows)[number]) => number) => rows.reduce((total, row) => total + count(row), 0)
  const [errors, warnings] = [sum((row) => row.errors), sum((row) => row.warnings)]
  const all = `✖ ${counted(errors + warnings, 'problem')} (${counted(errors, 'error')}, ${counted(warnings, 'warning')})`
  return `${lines.join('\n')}\n${all}\n`
}
