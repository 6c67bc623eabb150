/** ESLint's Linter with Rollcast's plugin in it: one text in, one result out. */
import { rules as allRules } from '../../rules/index.js'
import type { HostSourceCode } from '../eslint/host.js'
import { manifestsOf } from '../eslint/manifests-of.js'
import * as parser from '../eslint/parser.js'
import type { RuleSetting } from '../eslint/presets.js'
import { detailsOf } from '../eslint/report-details.js'
import type { RollcastSettings } from '../eslint/settings.js'
import { lintResult, type LintMessage, type LintResult } from '../report/lint-result.js'
import { CannotRun } from './cannot-run.js'

/** The rules and settings for a file. */
export interface LintSetup {
  readonly rules: Readonly<Record<string, RuleSetting>>
  readonly settings: RollcastSettings
}

export interface LintedText {
  readonly result: LintResult
  /** Whether a Kubernetes object is in it. */
  readonly hasManifests: boolean
}

/** A message as ESLint gives it: without what Rollcast adds of the object. */
interface HostMessage extends Omit<LintMessage, 'severity' | 'path' | 'object' | 'cause'> {
  readonly severity: 0 | 1 | 2
}

/** The part of ESLint's Linter that is the same in 8.57, 9 and 10. */
interface HostLinter {
  verify(text: string, config: readonly object[], options: { filename: string }): HostMessage[]
  verifyAndFix(
    text: string,
    config: readonly object[],
    options: { filename: string },
  ): { fixed: boolean; messages: HostMessage[]; output: string }
  getSourceCode(): HostSourceCode | null
  getSuppressedMessages(): object[]
}

type LinterClass = new (options: { configType: 'flat' }) => HostLinter

/** Loads ESLint, without what it needs for finding files and configurations where it can be had without. */
async function loadLinterClass(): Promise<LinterClass> {
  for (const name of ['eslint/universal', 'eslint']) {
    try {
      const module = (await import(name)) as { Linter?: LinterClass; default?: { Linter?: LinterClass } }
      const Linter = module.Linter ?? module.default?.Linter
      if (Linter !== undefined) return Linter
    } catch (error) {
      const { code } = error as { code?: string }
      if (code !== 'ERR_MODULE_NOT_FOUND' && code !== 'ERR_PACKAGE_PATH_NOT_EXPORTED' && code !== 'MODULE_NOT_FOUND')
        throw error
    }
  }
  throw new CannotRun(
    'ESLint is not installed beside Rollcast, and the rules run in it. Install it: npm install --save-dev eslint',
  )
}

export type LintText = (text: string, fileName: string, setup: LintSetup, fix: boolean) => LintedText

/** Makes the function that lints one text after the other. */
export async function createManifestLinter(): Promise<LintText> {
  const Linter = await loadLinterClass()
  const linter = new Linter({ configType: 'flat' })
  return (text, fileName, setup, fix) => {
    // The file's own name would be held against the folder that ESLint runs in; the rules do not ask for it.
    const filename = fileName.endsWith('.json') ? 'manifest.json' : 'manifest.yaml'
    const config = [configOf(setup)]
    const { messages, output } = fix
      ? linter.verifyAndFix(text, config, { filename })
      : { messages: linter.verify(text, config, { filename }), output: text }
    const sourceCode = linter.getSourceCode()
    // Comments for the rules of other plugins are not ours to judge.
    const own = messages.filter(({ ruleId, fatal }) => fatal === true || ruleId?.startsWith('rollcast/') === true)
    const found = own.map((message) => withDetails(message, sourceCode))
    const result = lintResult(fileName, found, {
      suppressedMessages: linter.getSuppressedMessages(),
      output: output === text ? undefined : output,
      source: text,
    })
    return { result, hasManifests: sourceCode !== null && manifestsOf({ sourceCode, filename }).length > 0 }
  }
}

function configOf({ rules, settings }: LintSetup): object {
  return {
    files: ['**/*.yaml', '**/*.json'],
    plugins: { rollcast: { rules: allRules } },
    languageOptions: { parser },
    linterOptions: { reportUnusedDisableDirectives: 'off' },
    settings: { rollcast: settings },
    rules,
  }
}

function withDetails(message: HostMessage, sourceCode: HostSourceCode | null): LintMessage {
  const {
    ruleId,
    severity,
    line,
    column,
    endLine,
    endColumn,
    fatal,
    fix,
    suggestions,
    messageId,
    message: text,
  } = message
  const details = sourceCode === null ? undefined : detailsOf(sourceCode, message)
  return {
    ruleId,
    severity: severity === 1 ? 1 : 2,
    message: text,
    messageId,
    line,
    column,
    endLine,
    endColumn,
    ...(fatal === true || ruleId === 'rollcast/syntax' ? { fatal: true } : {}),
    ...(fix === undefined ? {} : { fix }),
    ...(suggestions === undefined ? {} : { suggestions }),
    path: details?.path ?? '',
    object: details === undefined || details.object === '' ? null : details.object,
    ...(details?.cause === undefined ? {} : { cause: details.cause }),
  }
}
