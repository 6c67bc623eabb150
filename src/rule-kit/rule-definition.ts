import type { KindName } from '../kubernetes/kinds.js'
import type { FileLook, ManifestLook, RunLook, UpdateLook } from './look.js'
import type { RulePresets } from './rule.js'

/** What its author says of a rule. */
export interface RuleDefinition<MessageId extends string, Options extends object = object> {
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
  /** Looks at one object that is there already; never called where a run does not know what was before. */
  readonly checkUpdate?: (look: UpdateLook<MessageId, Options>) => void
  /**
   * Looks at one object among all those of the run. A rule without it costs a run nothing: the other files are read for
   * the first object that such a rule looks at.
   */
  readonly checkInRun?: (look: RunLook<MessageId, Options>) => void
  /** Looks at the file as a whole. */
  readonly checkFile?: (look: FileLook<MessageId>) => void
}
