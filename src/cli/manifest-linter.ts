/** ESLint's Linter with Rollcast's rules in it: one text in, one result out. */
import { rules as allRules } from '../../rules/index.js'
import { fixOf, hostRule, type Host } from '../eslint/host-rule.js'
import type { HostSourceCode } from '../eslint/host.js'
import { readManifestsOf } from '../eslint/linted-file.js'
import * as parser from '../eslint/parser.js'
import type { RuleSetting } from '../eslint/presets.js'
import type { ReadingLimits } from '../manifest/index.js'
import type { ObjectIndex } from '../objects/object-index.js'
import { lintResult, type LintMessage, type LintResult } from '../report/lint-result.js'
import type { Finding } from '../rule-kit/finding.js'
import type { Run } from '../rule-kit/run.js'
import { settingsOf, targetOf, type RollcastSettings } from '../rule-kit/settings.js'
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

/**
 * A message as ESLint gives it. Of a report it keeps the words, the place and the fix, and drops all else: so the words
 * that it is given are a finding's number, and what a user reads is taken from the finding.
 */
interface HostMessage extends Omit<LintMessage, 'severity' | 'path' | 'object' | 'cause' | 'commands'> {
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
  getSuppressedMessages(): HostMessage[]
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

/** A text, and what it is called. */
export interface NamedText {
  readonly text: string
  /** For the result: absolute. */
  readonly fileName: string
  /** In the run's index. */
  readonly path: string
}

/** Lints one text after the other. */
export type LintText = (source: NamedText, setup: LintSetup, fix: boolean) => LintedText

/** What all files of a run have in common. */
export interface RunOfFiles {
  /** What was there before the objects of a file. */
  before(path: string): Run['before']
  /** What a file sees of the objects of the run's files and of the folders that the settings name. */
  index(settings: RollcastSettings, path: string): ObjectIndex
}

/** Makes the function that lints the texts of a run. */
export async function createManifestLinter(
  { before, index }: RunOfFiles,
  { maxBytes, maxDocuments }: ReadingLimits = {},
): Promise<LintText> {
  const Linter = await loadLinterClass()
  const linter = new Linter({ configType: 'flat' })
  const findings: Finding[] = []
  let path = ''
  const host: Host = {
    pathOf: () => path,
    runOf: (context) => {
      const settings = settingsOf(context.settings)
      return { target: targetOf(settings), before: before(path), index: () => index(settings, path) }
    },
    reportOf: (finding) => ({ message: `finding ${findings.push(finding) - 1}`, fix: fixOf(finding.fix) }),
  }
  const rules = Object.fromEntries(Object.entries(allRules).map(([name, rule]) => [name, hostRule(rule, host)]))
  const findingOf = ({ message }: HostMessage) => findings[Number(/^finding (\d+)$/.exec(message)?.[1])]
  return ({ text, fileName, path: pathInRun }, setup, fix) => {
    findings.length = 0
    path = pathInRun
    // The file's own name would be held against the folder that ESLint runs in; the rules do not ask for it.
    const filename = fileName.endsWith('.json') ? 'manifest.json' : 'manifest.yaml'
    const config = [configOf(setup, rules, { maxBytes, maxDocuments })]
    const { messages, output } = fix
      ? linter.verifyAndFix(text, config, { filename })
      : { messages: linter.verify(text, config, { filename }), output: text }
    const sourceCode = linter.getSourceCode()
    // Comments for the rules of other plugins are not ours to judge.
    const own = messages.filter(({ ruleId, fatal }) => fatal === true || ruleId?.startsWith('rollcast/') === true)
    const result = lintResult(
      fileName,
      own.map((message) => lintMessage(message, findingOf(message))),
      {
        suppressedMessages: linter
          .getSuppressedMessages()
          .map((message) => ({ ...message, ...wordsOf(message, findingOf(message)) })),
        output: output === text ? undefined : output,
        source: text,
      },
    )
    return {
      result,
      hasManifests: sourceCode !== null && readManifestsOf({ sourceCode, filename }, path).manifests.length > 0,
    }
  }
}

function configOf({ rules, settings }: LintSetup, plugin: object, limits: ReadingLimits): object {
  return {
    files: ['**/*.yaml', '**/*.json'],
    plugins: { rollcast: { rules: plugin } },
    languageOptions: { parser, parserOptions: limits },
    linterOptions: { reportUnusedDisableDirectives: 'off' },
    settings: { rollcast: settings },
    rules,
  }
}

/** What ESLint says by itself (of a comment that it cannot read) comes without a finding. */
function lintMessage(message: HostMessage, finding: Finding | undefined): LintMessage {
  const { ruleId, severity, line, column, endLine, endColumn, fatal, fix } = message
  return {
    ruleId,
    severity: severity === 1 ? 1 : 2,
    ...wordsOf(message, finding),
    line,
    column,
    endLine,
    endColumn,
    ...(fatal === true || ruleId === 'rollcast/syntax' ? { fatal: true } : {}),
    ...(fix === undefined ? {} : { fix }),
    path: finding?.path ?? '',
    object: finding === undefined || finding.object === '' ? null : finding.object,
    ...(finding?.cause === undefined ? {} : { cause: finding.cause }),
    ...(finding === undefined || finding.commands.length === 0 ? {} : { commands: finding.commands }),
  }
}

function wordsOf(
  { message, messageId }: HostMessage,
  finding: Finding | undefined,
): Pick<LintMessage, 'message' | 'messageId' | 'suggestions'> {
  if (finding === undefined) return { message, messageId }
  const suggestions = finding.suggestions.map((suggestion) => ({
    messageId: suggestion.messageId,
    data: suggestion.data,
    desc: suggestion.message,
    fix: { range: [suggestion.edit.range.start, suggestion.edit.range.end] as const, text: suggestion.edit.text },
  }))
  return {
    message: finding.message,
    messageId: finding.messageId,
    ...(suggestions.length === 0 ? {} : { suggestions }),
  }
}
