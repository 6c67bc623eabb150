/** What a rule is, apart from whoever runs it: its description and one function from a file to findings. */
import type { FileInRun } from './file-in-run.js'
import type { Finding } from './finding.js'

/** How grave a finding is; `off` is no severity but the lack of one. */
export type Severity = 'error' | 'warn'

/** The severity in each preset, with the rule's options where they differ from its defaults. */
export interface RulePresets {
  readonly recommended?: Severity
  readonly api?: Severity
  readonly strict?: Severity | [Severity, object]
}

/** What a rule's page and the README's table say of it. */
export interface RuleDocs {
  /** One line, without a period at its end. */
  readonly description: string
  /** The presets that switch it on, each with its severity there. */
  readonly presets: RulePresets
  /** The Kubernetes versions that it speaks of. */
  readonly versions: string
  /** The kinds that it looks at; left out: every object. */
  readonly kinds?: readonly string[]
  /** Whether it looks at what an object was before: it has more to say where a run knows that. */
  readonly looksAtBefore: boolean
  /** Whether it looks at the other objects of the run: its findings may change though the file does not. */
  readonly looksAtRun: boolean
}

/** A rule's description, in the terms that ESLint has for it. */
export interface RuleMeta {
  readonly type: 'problem' | 'suggestion'
  readonly docs: RuleDocs
  /** The texts of its findings, each with `{{name}}` where data goes. */
  readonly messages: Record<string, string>
  /** The JSON schema of its options: none, or one for an object. */
  readonly schema: object[]
  readonly defaultOptions?: object[]
  readonly fixable?: 'code'
  readonly hasSuggestions?: boolean
}

/** A rule as a host takes it. */
export interface Rule {
  readonly name: string
  readonly meta: RuleMeta
  /**
   * Looks at a file.
   * @param options what a user has set; the rule's defaults stand for the rest.
   * @returns what there is to say, in the order in which it was found.
   */
  look(file: FileInRun, options?: object): Finding[]
}
