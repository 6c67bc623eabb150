import { formatFieldPath, type FieldPath } from '../kubernetes/field-path.js'
import type { JsonObject } from '../kubernetes/json.js'
import type { Target } from '../kubernetes/target.js'
import type { FieldPart, Manifest, ManifestFile, TextRange } from '../manifest/types.js'
import type { Answer, Cause } from '../validation/answer.js'
import { answerFor, objectBefore, podStartFor } from './answers.js'
import type { HostContext, HostFixFunction, HostReport, HostRule, RulePresets } from './host.js'
import { placeOf } from './locate.js'
import { lintedFileOf } from './manifests-of.js'
import { pageOf } from './pages.js'
import { keepDetails } from './report-details.js'
import { announceRule, isRuleInUse } from './rules-in-use.js'
import { settingsOf, targetOf } from './settings.js'
import type { TextEdit } from './text-edits.js'

export type { FieldPath, Manifest, Target, TextEdit }

/** What a rule is, apart from the host that runs it. */
export interface RuleDefinition<MessageId extends string, Options extends object> {
  readonly name: string
  readonly type?: 'problem' | 'suggestion'
  /** One line, without a period at its end. */
  readonly description: string
  readonly presets: RulePresets
  /** The Kubernetes versions that it speaks of; left out: all that Rollcast knows. */
  readonly versions?: string
  /** The texts; each names the object first: `{{object}}`. */
  readonly messages: Readonly<Record<MessageId, string>>
  readonly options?: { readonly schema: Readonly<Record<keyof Options & string, object>>; readonly defaults: Options }
  readonly fixable?: boolean
  readonly hasSuggestions?: boolean
  /** The kinds of apps that it looks at; left out: every object. */
  readonly kinds?: readonly ('DaemonSet' | 'StatefulSet')[]
  /** Looks at one object. */
  readonly check?: (look: ManifestLook<MessageId, Options>) => void
  /** Looks at the file as a whole. */
  readonly checkFile?: (look: FileLook<MessageId>) => void
}

/** A change that a rule offers without making it. */
export interface Suggestion<MessageId> {
  readonly messageId: MessageId
  readonly data?: Readonly<Record<string, string>>
  readonly edits: readonly (TextEdit | undefined)[]
}

interface FindingBase<MessageId> {
  readonly messageId: MessageId
  readonly data?: Readonly<Record<string, string>>
  /** The edits of a sure fix; where one of them is undefined, there is none. */
  readonly fix?: readonly (TextEdit | undefined)[]
  readonly suggest?: readonly Suggestion<MessageId>[]
  /** Where it stands, if that is not the field's own place. */
  readonly range?: TextRange
}

/** Something that a rule has found in a field of an object. */
export interface Finding<MessageId> extends FindingBase<MessageId> {
  readonly path: FieldPath
  readonly part?: FieldPart
  /** The API server's own name of the field and of the fault. */
  readonly cause?: { readonly field: string; readonly reason: string }
}

/** Something that a rule has found in a file and that is no object's. */
export interface FileFinding<MessageId> extends FindingBase<MessageId> {
  readonly range: TextRange
  readonly object?: string
  readonly path?: string
}

/** What a rule sees of one object. */
export interface ManifestLook<MessageId, Options> {
  readonly manifest: Manifest
  /** The file's whole text: edits look around a field in it. */
  readonly text: string
  readonly target: Target
  readonly options: Options
  /** The API server's answer to this object. */
  answer(): Answer
  /** Why no pod of a set that the server accepts will ever start. */
  podStart(): readonly Cause[]
  /** The object in the cluster of which this one is an update; undefined where it is new. */
  before(): JsonObject | undefined
  /** Whether another rule is on. */
  isInUse(rule: string): boolean
  /** Whether the rules that speak for the API server will say something of this field. */
  isRefused(path: FieldPath): boolean
  report(finding: Finding<MessageId>): void
}

/** What a rule sees of a file. */
export interface FileLook<MessageId> {
  readonly file: ManifestFile
  readonly manifests: readonly Manifest[]
  readonly target: Target
  report(finding: FileFinding<MessageId>): void
}

/** Makes an ESLint rule that runs under every parser and language: it listens to the root node alone. */
export function createRule<MessageId extends string, Options extends object = object>(
  definition: RuleDefinition<MessageId, Options>,
): HostRule {
  const { name, options } = definition
  return {
    meta: {
      type: definition.type ?? 'problem',
      docs: {
        description: definition.description,
        url: pageOf(name),
        presets: definition.presets,
        versions: definition.versions ?? 'all',
      },
      messages: definition.messages,
      schema:
        options === undefined ? [] : [{ type: 'object', properties: options.schema, additionalProperties: false }],
      ...(options === undefined ? {} : { defaultOptions: [options.defaults] }),
      ...(definition.fixable === true ? { fixable: 'code' as const } : {}),
      ...(definition.hasSuggestions === true ? { hasSuggestions: true } : {}),
    },
    create(context) {
      announceRule(context.sourceCode, name)
      const look = () => lookAt(definition, context)
      // Every JavaScript-like and YAML AST starts with a Program; @eslint/json's starts with a Document.
      return { Program: look, Document: look }
    },
  }
}

function lookAt<MessageId extends string, Options extends object>(
  definition: RuleDefinition<MessageId, Options>,
  context: HostContext,
): void {
  const { file, manifests } = lintedFileOf(context)
  const settings = settingsOf(context.settings)
  const target = targetOf(settings)
  const report = reporter(definition.messages, context)
  definition.checkFile?.({
    file,
    manifests,
    target,
    report: (finding) => report(finding, finding.range, { object: finding.object ?? '', path: finding.path ?? '' }),
  })
  if (definition.check === undefined) return
  const options = { ...definition.options?.defaults, ...(context.options[0] as object | undefined) } as Options
  for (const manifest of manifests) {
    if (definition.kinds !== undefined && !isOfKind(manifest, definition.kinds)) continue
    const answer = () => answerFor(manifest, target, settings)
    const podStart = () => podStartFor(manifest, target, settings)
    const isInUse = (rule: string) => isRuleInUse(context.sourceCode, rule)
    definition.check({
      manifest,
      text: file.text,
      target,
      options,
      answer,
      podStart,
      before: () => objectBefore(manifest, settings),
      isInUse,
      isRefused: (path) =>
        isCovered(path, {
          schema: isInUse('schema') ? answer().decodeFaults : [],
          apiServer: isInUse('api-server') ? answer().causes : [],
          podStart: isInUse('pod-start') ? podStart() : [],
        }),
      report: (finding) => {
        const place = finding.range ?? placeOf(manifest, finding.path, finding.part)
        const details = { object: nameOf(manifest), path: formatFieldPath(finding.path), cause: finding.cause }
        report(finding, place, details)
      },
    })
  }
}

function isOfKind(manifest: Manifest, kinds: readonly string[]): boolean {
  return kinds.includes(manifest.kind) && /^(?:apps|extensions)\//.test(manifest.apiVersion)
}

/** The object as people name it: `DaemonSet/agent`. */
export function nameOf(manifest: Manifest): string {
  return `${manifest.kind}/${manifest.name}`
}

/**
 * The server's fault at a field or above it covers the field: what is wrong there is said once, in the server's words.
 */
function isCovered(
  path: FieldPath,
  faults: Readonly<Record<string, readonly { readonly path: FieldPath }[]>>,
): boolean {
  return Object.values(faults)
    .flat()
    .some((fault) => fault.path.length > 1 && fault.path.every((key, index) => path[index] === key))
}

function reporter<MessageId extends string>(messages: Readonly<Record<MessageId, string>>, context: HostContext) {
  const { sourceCode } = context
  return (
    finding: FindingBase<MessageId>,
    range: TextRange,
    details: { object: string; path: string; cause?: { field: string; reason: string } },
  ): void => {
    const data = { ...finding.data, object: details.object, path: details.path }
    const start = sourceCode.getLocFromIndex(range.start)
    const found: HostReport = {
      loc: { start, end: sourceCode.getLocFromIndex(range.end) },
      messageId: finding.messageId,
      data,
      fix: fixOf(finding.fix),
      suggest: finding.suggest?.flatMap((suggestion) => {
        const fix = fixOf(suggestion.edits)
        return fix === undefined
          ? []
          : [{ messageId: suggestion.messageId, data: { ...data, ...suggestion.data }, fix }]
      }),
    }
    context.report(found)
    const message = {
      messageId: finding.messageId,
      message: fillIn(messages[finding.messageId], data),
      line: start.line,
      column: start.column + 1,
    }
    keepDetails(sourceCode, message, details)
  }
}

function fixOf(edits: readonly (TextEdit | undefined)[] | undefined): HostFixFunction | undefined {
  if (edits === undefined || edits.length === 0) return undefined
  const sure = edits.filter((edit) => edit !== undefined)
  if (sure.length < edits.length) return undefined
  return (fixer) => sure.map(({ range, text }) => fixer.replaceTextRange([range.start, range.end], text))
}

/** Fills a text's `{{name}}` in, as ESLint does. */
function fillIn(text: string, data: Readonly<Record<string, string>>): string {
  return text.replace(/\{\{([^{}]+?)\}\}/gu, (whole, name: string) => data[name.trim()] ?? whole)
}
