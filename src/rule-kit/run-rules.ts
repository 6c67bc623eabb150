/** Rules over a file, without any host: a pure function from the file, the run and the rules that are on to findings. */
import { fileInRun, type ReadManifests } from './file-in-run.js'
import type { Finding } from './finding.js'
import type { Rule } from './rule.js'
import type { Run } from './run.js'

/** A rule that is on, with the options that a user has set. */
export interface RuleInUse {
  readonly rule: Rule
  readonly options?: object
}

/** All that the rules have to say of a file, rule by rule. */
export function runRules(read: ReadManifests, run: Run, rules: readonly RuleInUse[]): Finding[] {
  const file = fileInRun(read, run, new Set(rules.map(({ rule }) => rule.name)))
  return rules.flatMap(({ rule, options }) => rule.look(file, options))
}
