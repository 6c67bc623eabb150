/** A rule's way over a file: what it is shown, object by object, and how its reports become findings. */
import { formatFieldPath, type FieldPath } from '../kubernetes/field-path.js'
import { kindOf } from '../kubernetes/kinds.js'
import type { Manifest, ManifestFile } from '../manifest/types.js'
import type { FileInRun } from './file-in-run.js'
import { fillIn, type Finding, type FindingSuggestion } from './finding.js'
import type { ManifestLook, ReportBase } from './look.js'
import { placeOf } from './place.js'
import type { RuleDefinition } from './rule-definition.js'
import { mergeEdits } from './text-edits.js'

/** All that a rule has to say of a file. */
export function lookAt<MessageId extends string, Options extends object>(
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
  const { check, checkUpdate, checkInRun, kinds } = definition
  if (check === undefined && checkUpdate === undefined && checkInRun === undefined) return findings
  for (const manifest of manifests) {
    if (kinds !== undefined && !isOfKind(manifest, kinds)) continue
    const before = run.before.of(manifest.object)
    const look: ManifestLook<MessageId, Options> = {
      manifest,
      text: file.text,
      lineAt: (offset) => file.positionAt(offset).line,
      target: run.target,
      options,
      before,
      answer: () => inRun.answer(manifest),
      podStart: () => inRun.podStart(manifest),
      isInUse: (rule) => inRun.isInUse(rule),
      isRefused: (path) => isRefused(inRun, manifest, path),
      report: (report) => {
        const range = report.range ?? placeOf(manifest, report.path, report.part)
        const place = { object: nameOf(manifest), path: formatFieldPath(report.path), range, cause: report.cause }
        findings.push(findingOf(definition, file, report, place))
      },
    }
    check?.(look)
    if (before !== undefined) checkUpdate?.({ ...look, before })
    if (checkInRun === undefined) continue
    const { objects } = inRun
    const self = objects.of(manifest)
    if (self !== undefined) checkInRun({ ...look, self, objects })
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
  { messageId, data: own, fix, suggest = [], commands = [] }: ReportBase<MessageId>,
  { object, path, range, cause }: Pick<Finding, 'object' | 'path' | 'range' | 'cause'>,
): Finding {
  const data = { ...own, object, path }
  const edit = mergeEdits(fix, text)
  const suggestions = suggest.map((suggestion): FindingSuggestion | undefined => {
    const change = mergeEdits(suggestion.edits, text)
    if (change === undefined) return undefined
    const said = { ...data, ...suggestion.data }
    const message = fillIn(messages[suggestion.messageId], said)
    return { messageId: suggestion.messageId, data: said, message, edit: change }
  })
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
    suggestions: suggestions.filter((suggestion) => suggestion !== undefined),
    commands,
  }
}
