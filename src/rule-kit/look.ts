/** What a rule sees, and what it reports. */
import type { FieldPath } from '../kubernetes/field-path.js'
import type { JsonObject } from '../kubernetes/json.js'
import type { Target } from '../kubernetes/target.js'
import type { FieldPart, Manifest, ManifestFile, TextRange } from '../manifest/types.js'
import type { RunObject } from '../objects/run-object.js'
import type { RunObjects } from '../objects/run-objects.js'
import type { Answer, Cause } from '../validation/answer.js'
import type { FindingCause } from './finding.js'
import type { TextEdit } from './text-edits.js'

/** A change that a rule offers without making it. */
export interface Suggestion<MessageId> {
  readonly messageId: MessageId
  readonly data?: Readonly<Record<string, string>>
  readonly edits: readonly (TextEdit | undefined)[]
}

/** What all reports have. */
export interface ReportBase<MessageId> {
  readonly messageId: MessageId
  readonly data?: Readonly<Record<string, string>>
  /** The edits of a sure fix; where one of them is undefined, there is none. */
  readonly fix?: readonly (TextEdit | undefined)[]
  readonly suggest?: readonly Suggestion<MessageId>[]
  /** Where it stands, if that is not the field's own place. */
  readonly range?: TextRange
  /** The command lines that the words propose, each with its namespace (`-n`). */
  readonly commands?: readonly string[]
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
export interface ManifestLook<MessageId, Options = object> {
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

/** What a rule sees of an object that is there already and is to be changed. */
export interface UpdateLook<MessageId, Options = object> extends ManifestLook<MessageId, Options> {
  readonly before: JsonObject
}

/** What a rule sees of one object among all those of the run. */
export interface RunLook<MessageId, Options = object> extends ManifestLook<MessageId, Options> {
  /** The object itself, as the others see it. */
  readonly self: RunObject
  readonly objects: RunObjects
}

/** What a rule sees of a file. */
export interface FileLook<MessageId> {
  readonly file: ManifestFile
  readonly manifests: readonly Manifest[]
  readonly target: Target
  report(report: FileReport<MessageId>): void
}
