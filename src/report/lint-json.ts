import type { LintResult } from './lint-result.js'

/** ESLint's JSON, one line, with `path`, `object` and `cause` in each message. */
export function lintJson(results: readonly LintResult[]): string {
  return `${JSON.stringify(results)}\n`
}
