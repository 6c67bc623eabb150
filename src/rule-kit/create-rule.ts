import { formatFieldPath, type FieldPath } from '../kubernetes/field-path.js'
import type { JsonObject } from '../kubernetes/json.js'
import { kindOf, type KindName } from '../kubernetes/kinds.js'
import type { Target } from '../kubernetes/target.js'
import type { FieldPart, Manifest, ManifestFile, TextRange } from '../manifest/types.js'
import type { Answer, Cause } from '../validation/answer.js'
import type { FileInRun } from './file-in-run.js'
import { fillIn, type Finding, type FindingCause } from './finding.js'
import { placeOf } from './place.js'
import type { Rule, RulePresets } from './rule.js'
import { mergeEdits, type TextEdit } from './text-edits.js'

export type { FieldPath, Manifest, Target, TextEdit }

/** What its author says of a rule. */
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
  /** Kubernetes' own kinds that it looks at, in whatever version; left out: every object. */
  readonly kinds?: readonly KindName[]
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

interface ReportBase<MessageId> {
  readonly messageId: MessageId
  readonly data?: Readonly<Record<string, string>>
  /** The edits of a sure fix; where one of them is undefined, there is none. */
  readonly fix?: readonly (TextEdit | undefined)[]
  readonly suggest?: readonly Suggestion<MessageId>[]
  /** Where it stands, if that is not the field's own place. */
  readonly range?: TextRange
}

/** What a rule reports of a field of an object. */
export interface Report<MessageId> extends ReportBase<MessageId> {
  readonly path: FieldPath
  readonly part?: FieldPart
  readonly cause?: FindingCause
}

/** What a rule reports of a file and not of one of its objects. */
export interface FileReport<MessageId> extends ReportBase<MessageId> {
  readonly range: TextRange
  readonly object?: string
  readonly path?: string
}

/** What a rule sees of one object: all that it may know, in one place. */
export interface ManifestLook<MessageId, Options> {
  readonly manifest: Manifest
  /** The file's whole text: edits look around a field in it. */
  readonly text: string
  /** The line (from 1) of an offset of the text. */
  lineAt(offset: number): number
  readonly target: Target
  readonly options: Options
  /** The object in the cluster of which this one is an update; undefined where it is new. */
  readonly before: JsonObject | undefined
  /** The API server's answer to this object. */
  answer(): Answer
  /** Why no pod of a set that the server accepts will ever start. */
  podStart(): readonly Cause[]
  /** Whether another rule is on. */
  isInUse(rule: string): boolean
  /** Whether the rules that speak for the API server will say something of this field. */
  isRefused(path: FieldPath): boolean
  report(report: Report<MessageId>): void
}

/** What a rule sees of a file. */
export interface FileLook<MessageId> {
  readonly file: ManifestFile
  readonly manifests: readonly Manifest[]
  readonly target: Target
  report(report: FileReport<MessageId>): void
}

/** Makes a rule of what its author says: the one way to write one. */
export function createRule<MessageId extends string, Options extends object = object>(
  definition: RuleDefinition<MessageId, Options>,
): Rule {
  const { name, options } = definition
  return {
    name,
    meta: {
      type: definition.type ?? 'problem',
      docs: {
        description: definition.description,
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
    look: (file, given) => lookAt(definition, file, { ...options?.defaults, ...given } as Options),
  }
}

function lookAt<MessageId extends string, Options extends object>(
  definition: RuleDefinition<MessageId, Options>,
  inRun: FileInRun,
  options: Options,
): Finding[] {
  const findings: Finding[] = []
  const { file, manifests, run } = inRun
  definition.checkFile?.({
    file,
    manifests,
    target: run.target,
    report: (report) => {
      const { object = '', path = '', range } = report
      findings.push(findingOf(definition, file, report, { object, path, range }))
    },
  })
  const { check, kinds } = definition
  if (check === undefined) return findings
  for (const manifest of manifests) {
    if (kinds !== undefined && !isOfKind(manifest, kinds)) continue
    check({
      manifest,
      text: file.text,
      lineAt: (offset) => file.positionAt(offset).line,
      target: run.target,
      options,
      before: run.before.of(manifest.object),
      answer: () => inRun.answer(manifest),
      podStart: () => inRun.podStart(manifest),
      isInUse: (rule) => inRun.isInUse(rule),
      isRefused: (path) => isRefused(inRun, manifest, path),
      report: (report) => {
        const range = report.range ?? placeOf(manifest, report.path, report.part)
        const place = { object: nameOf(manifest), path: formatFieldPath(report.path), range, cause: report.cause }
        findings.push(findingOf(definition, file, report, place))
      },
    })
  }
  return findings
}

function isOfKind(manifest: Manifest, kinds: readonly string[]): boolean {
  return kinds.includes(manifest.kind) && kindOf(manifest.apiVersion, manifest.kind) !== undefined
}

/** The object as people name it: `DaemonSet/agent`. */
function nameOf(manifest: Manifest): string {
  return `${manifest.kind}/${manifest.name}`
}

/**
 * Whether the rules that speak for the API server say something of a field. The server's fault at a field or above it
 * covers the field: what is wrong there is said once, in the server's words.
 */
function isRefused(inRun: FileInRun, manifest: Manifest, path: FieldPath): boolean {
  const covers = (fault: { readonly path: FieldPath }) =>
    fault.path.length > 1 && fault.path.every((key, index) => path[index] === key)
  return (
    (inRun.isInUse('schema') && inRun.answer(manifest).decodeFaults.some(covers)) ||
    (inRun.isInUse('api-server') && inRun.answer(manifest).causes.some(covers)) ||
    (inRun.isInUse('pod-start') && inRun.podStart(manifest).some(covers))
  )
}

function findingOf<MessageId extends string>(
  { name, messages }: Pick<RuleDefinition<MessageId, never>, 'name' | 'messages'>,
  { text }: ManifestFile,
  { messageId, data: own, fix, suggest = [] }: ReportBase<MessageId>,
  { object, path, range, cause }: Pick<Finding, 'object' | 'path' | 'range' | 'cause'>,
): Finding {
  const data = { ...own, object, path }
  const edit = mergeEdits(fix, text)
  return {
    rule: name,
    messageId,
    data,
    message: fillIn(messages[messageId], data),
    range,
    object,
    path,
    ...(cause === undefined ? {} : { cause }),
    ...(edit === undefined ? {} : { fix: edit }),
    suggestions: suggest.flatMap((suggestion) => {
      const change = mergeEdits(suggestion.edits, text)
      const said = { ...data, ...suggestion.data }
      return change === undefined
        ? []
        : [
            {
              messageId: suggestion.messageId,
              data: said,
              message: fillIn(messages[suggestion.messageId], said),
              edit: change,
            },
          ]
    }),
  }
}
