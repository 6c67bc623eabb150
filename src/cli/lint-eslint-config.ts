/** The project's ESLint configuration, where it names Rollcast: what it says of our rules for a file. */
import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import type { RuleSetting } from '../eslint/presets.js'
import { settingsOf } from '../rule-kit/settings.js'
import { isObject } from '../kubernetes/json.js'
import { CannotRun } from './cannot-run.js'
import type { LintSetup } from './manifest-linter.js'

const flatNames = ['js', 'mjs', 'cjs', 'ts', 'mts', 'cts'].map((ending) => `eslint.config.${ending}`)
const legacyNames = ['.js', '.cjs', '.yaml', '.yml', '.json', ''].map((ending) => `.eslintrc${ending}`)

export interface FoundEslintConfig {
  /** As the user knows it. */
  readonly file: string
  readonly isFlat: boolean
}

/** The nearest ESLint configuration that speaks of Rollcast, from a folder upward. */
export function findEslintConfig(cwd: string): FoundEslintConfig | undefined {
  for (let folder = path.resolve(cwd); ; folder = path.dirname(folder)) {
    for (const name of [...flatNames, ...legacyNames]) {
      const file = path.join(folder, name)
      if (existsSync(file) && readFileSync(file, 'utf8').includes('rollcast'))
        return { file, isFlat: name.startsWith('eslint.') }
    }
    if (path.dirname(folder) === folder) return undefined
  }
}

interface Eslint {
  calculateConfigForFile(
    file: string,
  ): Promise<{ rules?: Record<string, unknown>; settings?: Record<string, unknown> } | undefined>
}

/** Asks ESLint what the configuration says of a file; undefined where it says nothing of our rules. */
export type EslintSetupFor = (file: string) => Promise<LintSetup | undefined>

export async function loadEslintConfig({ file, isFlat }: FoundEslintConfig, cwd: string): Promise<EslintSetupFor> {
  const { loadESLint } = (await import('eslint')) as unknown as {
    loadESLint(options: {
      useFlatConfig: boolean
    }): Promise<{ new (options: { cwd: string }): Eslint; readonly configType: string; readonly version: string }>
  }
  const Eslint = await loadESLint({ useFlatConfig: isFlat })
  if (!isFlat && Eslint.configType !== 'eslintrc') {
    throw new CannotRun(
      `${path.relative(cwd, file)} cannot be used: ESLint ${Eslint.version} reads no eslintrc. Write an eslint.config.js, or a rollcast.config.yaml.`,
    )
  }
  const eslint = new Eslint({ cwd })
  const folder = path.dirname(file)
  return async (target) => {
    // A configuration speaks of what lies beside and below it.
    if (path.relative(folder, target).startsWith('..')) return undefined
    const config = await ask(eslint, target, path.relative(cwd, file))
    const rules = Object.fromEntries(
      Object.entries(config?.rules ?? {})
        .filter(([name]) => name.startsWith('rollcast/'))
        .map(([name, value]) => [name, settingOf(value)]),
    )
    return Object.keys(rules).length === 0
      ? undefined
      : { rules, settings: settingsOf(isObject(config?.settings) ? config.settings : {}) }
  }
}

async function ask(eslint: Eslint, target: string, file: string): ReturnType<Eslint['calculateConfigForFile']> {
  try {
    return await eslint.calculateConfigForFile(target)
  } catch (error) {
    throw new CannotRun(
      `${file} cannot be used: ${error instanceof Error ? error.message.split('\n')[0] : String(error)}`,
    )
  }
}

/** ESLint writes a rule's setting as a list, and a severity as a word or a number. */
function settingOf(value: unknown): RuleSetting {
  const [severity, ...options] = Array.isArray(value) ? (value as unknown[]) : [value]
  const word = severity === 2 || severity === 'error' ? 'error' : severity === 1 || severity === 'warn' ? 'warn' : 'off'
  const [first] = options
  return word !== 'off' && isObject(first) ? [word, first] : word
}
