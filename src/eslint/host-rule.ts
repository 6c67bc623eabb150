/** Makes an ESLint rule of one of ours: it runs under every parser and language, for it listens to the root node alone. */
import type { Finding } from '../rule-kit/finding.js'
import type { Rule } from '../rule-kit/rule.js'
import { nothingBefore, type Run } from '../rule-kit/run.js'
import { gateWarnings } from '../kubernetes/target.js'
import { settingsOf, targetOf, type RollcastSettings } from '../rule-kit/settings.js'
import { runPath } from '../sources/object-files.js'
import type { TextEdit } from '../rule-kit/text-edits.js'
import type { HostContext, HostFixFunction, HostReport, HostRule } from './host.js'
import { indexAround } from './index-of-files.js'
import { readManifestsOf, walkOf } from './linted-file.js'
import { pageOf } from './pages.js'

/** Who runs the rules: where a run comes from, and what becomes of a finding. */
export interface Host {
  /** How a file is called in its run. */
  pathOf(context: HostContext): string
  /** Asked once for a file, when the first of its rules looks at it. */
  runOf(context: HostContext): Run
  reportOf(finding: Finding): Omit<HostReport, 'loc'>
}

/** An editor or the command `eslint`: the run is what `settings.rollcast` says, and a finding becomes a message. */
export const eslintHost: Host = {
  pathOf: ({ filename, cwd }) => runPath(filename, cwd),
  runOf: (context) => {
    const settings = settingsOf(context.settings)
    warnOfGates(settings.featureGates)
    return { target: targetOf(settings), before: nothingBefore, index: () => indexAround(context, settings) }
  },
  reportOf: ({ messageId, data, fix, suggestions }) => ({
    messageId,
    data,
    fix: fixOf(fix),
    suggest: suggestions.map((suggestion) => ({
      messageId: suggestion.messageId,
      data: suggestion.data,
      fix: fixOf(suggestion.edit),
    })),
  }),
}

const warned = new Set<string>()

/** ESLint has no place for a word on its settings: it is Node's own warning, each once. */
function warnOfGates(gates: RollcastSettings['featureGates'] = {}): void {
  for (const warning of gateWarnings(gates)) {
    if (!warned.has(warning)) process.emitWarning(warning, { type: 'RollcastWarning' })
    warned.add(warning)
  }
}

/** One of our rules as ESLint takes it. */
export function hostRule({ name, meta, look }: Rule, host: Host = eslintHost): HostRule {
  const url = pageOf(name)
  return {
    meta: { ...meta, docs: { ...meta.docs, ...(url === undefined ? {} : { url }) } },
    create(context) {
      const walk = walkOf(context)
      walk.announce(name)
      const lookAtFile = () => {
        const { sourceCode } = context
        const file = walk.file(readManifestsOf(context, host.pathOf(context)), () => host.runOf(context))
        for (const finding of look(file, context.options[0] as object | undefined)) {
          const start = sourceCode.getLocFromIndex(finding.range.start)
          const end = sourceCode.getLocFromIndex(finding.range.end)
          context.report({ loc: { start, end }, ...host.reportOf(finding) })
        }
      }
      // Every JavaScript-like and YAML AST starts with a Program; @eslint/json's starts with a Document.
      return { Program: lookAtFile, Document: lookAtFile }
    },
  }
}

/** A change as ESLint asks for it. */
export function fixOf(edit: TextEdit): HostFixFunction
export function fixOf(edit: TextEdit | undefined): HostFixFunction | undefined
export function fixOf(edit: TextEdit | undefined): HostFixFunction | undefined {
  if (edit === undefined) return undefined
  const { range, text } = edit
  return (fixer) => fixer.replaceTextRange([range.start, range.end], text)
}
