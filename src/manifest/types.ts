import type { FieldPath } from '../kubernetes/field-path.js'
import type { JsonObject, JsonValue } from '../kubernetes/json.js'

/** A stretch of a file's text: offsets in UTF-16 code units, the end not included. */
export interface TextRange {
  readonly start: number
  readonly end: number
}

/** A place as people write it: both numbers from 1. */
export interface TextPosition {
  readonly line: number
  readonly column: number
}

/** What a file turned out to be. */
export type FileKind = 'yaml' | 'json' | 'template'

/** Something in a file that is not as it should be, and that no rule looks at. */
export interface FileFault {
  /** `ignored-text`: the document can be read, but Kubernetes takes no notice of what comes from here on. */
  readonly id: 'broken-yaml' | 'template' | 'ignored-text'
  readonly message: string
  readonly range: TextRange
  /** The document (from 0) in which it stands. */
  readonly document: number
}

/**
 * A key that stands twice in one mapping: Kubernetes takes the last one, and refuses the manifest when it reads
 * strictly.
 */
export interface DuplicateKey {
  /** The path of the key that stands twice. */
  readonly path: FieldPath
  readonly first: TextRange
  readonly second: TextRange
  /**
   * The line that the API server names: where the second value begins, counted from the document's start (its `---` is
   * line 1).
   */
  readonly line: number
}

/**
 * A plain scalar that Kubernetes' YAML 1.1 reading turns into something that its look does not say: `yes`, `0777`,
 * `1_000`.
 */
export interface SurprisingScalar {
  readonly path: FieldPath
  /** As it stands in the file. */
  readonly source: string
  readonly value: JsonValue
  readonly range: TextRange
  /** Whether it is a mapping's key. */
  readonly isKey: boolean
}

/** Whether the key or the value of a field is meant. */
export type FieldPart = 'key' | 'value'

/** One document of a file, as Kubernetes reads it. */
export interface ManifestDocument {
  /** From 0, counted over all documents of the file, broken and empty ones included. */
  readonly index: number
  readonly value: JsonValue
  readonly range: TextRange
  readonly duplicateKeys: readonly DuplicateKey[]
  readonly surprisingScalars: readonly SurprisingScalar[]
  /**
   * Where a field stands. For a path that leads nowhere: its nearest parent that is there (that parent's key, or the
   * start of the document for the root).
   */
  rangeOf(path: FieldPath, part?: FieldPart): TextRange
}

/** A file's text, read. */
export interface ManifestFile {
  readonly kind: FileKind
  readonly text: string
  readonly documents: readonly ManifestDocument[]
  readonly faults: readonly FileFault[]
  positionAt(offset: number): TextPosition
}

/**
 * One Kubernetes object of a file: a document, or an item of a `kind: List` in it.
 */
export interface Manifest {
  readonly document: ManifestDocument
  /** Where the object stands in its document: empty, or `['items', 3]` in a list. */
  readonly base: FieldPath
  readonly object: JsonObject
  readonly apiVersion: string
  readonly kind: string
  /** Empty where it has none. */
  readonly name: string
  /** Empty where it has none. */
  readonly namespace: string
  /** Where a field of the object stands in the file; the path counts from the object. */
  rangeOf(path: FieldPath, part?: FieldPart): TextRange
}
