/** What a rule has to say of a place in a file. */
import type { TextRange } from '../manifest/types.js'
import type { TextEdit } from './text-edits.js'

/** The API server's own name of a field and of what is wrong with it (`details.causes[]`). */
export interface FindingCause {
  readonly field: string
  readonly reason: string
}

/** A change that a rule offers without making it. */
export interface FindingSuggestion {
  readonly messageId: string
  readonly data: Readonly<Record<string, string>>
  readonly message: string
  readonly edit: TextEdit
}

/** A finding as data, with all that is known of it: whoever prints it takes what it has room for. */
export interface Finding {
  /** The rule's name, without `rollcast/`. */
  readonly rule: string
  readonly messageId: string
  readonly data: Readonly<Record<string, string>>
  /** The text with its data filled in. */
  readonly message: string
  readonly range: TextRange
  /** `DaemonSet/agent`; empty where no object is meant. */
  readonly object: string
  /** `spec.updateStrategy.rollingUpdate.maxUnavailable`; empty where no field is meant. */
  readonly path: string
  readonly cause?: FindingCause
  /** The sure fix. */
  readonly fix?: TextEdit
  readonly suggestions: readonly FindingSuggestion[]
  /** The command lines that the words propose. */
  readonly commands: readonly string[]
}

/** Fills a text's `{{name}}` in, as ESLint does. */
export function fillIn(text: string, data: Readonly<Record<string, string>>): string {
  return text.replace(/\{\{([^{}]+?)\}\}/gu, (whole, name: string) => data[name.trim()] ?? whole)
}
