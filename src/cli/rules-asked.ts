/** `--rule`, as ESLint has it: `partition: off`, `partition: [warn, {staged: true}]`. */
import type { RuleSetting } from '../eslint/presets.js'
import { isObject } from '../kubernetes/json.js'
import { parseYamlValue, YamlError } from '../manifest/index.js'
import { CannotRun } from './cannot-run.js'
import { checkConfig } from './lint-config-check.js'
import { fullNames } from './lint-config.js'

/**
 * Reads what the command line says of rules; a later one wins.
 * @throws {CannotRun} where it is no rule, no severity or no option.
 */
export function rulesAsked(texts: readonly string[] = []): Record<string, RuleSetting> {
  const rules: Record<string, RuleSetting> = {}
  for (const text of texts) {
    const value = valueOf(text)
    if (!isObject(value))
      throw new CannotRun(`--rule '${text}': write a rule and its severity, such as 'partition: off'.`)
    const [fault] = checkConfig({ rules: value })
    if (fault !== undefined) throw new CannotRun(`--rule '${text}': ${fault.message}`)
    Object.assign(rules, fullNames(value as Readonly<Record<string, RuleSetting>>))
  }
  return rules
}

function valueOf(text: string): unknown {
  try {
    return parseYamlValue(text)
  } catch (error) {
    if (error instanceof YamlError) throw new CannotRun(`--rule '${text}': ${error.message}`)
    throw error
  }
}
