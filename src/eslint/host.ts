/**
 * What Rollcast's rules need of ESLint: the few parts that ESLint 8.57, 9 and 10 share, under every parser and
 * language. The rules see nothing else, so one rule file runs in all hosts.
 */
import type { ManifestFile } from '../manifest/index.js'

/** A place as the host writes it. The column base differs between languages: only the host makes these. */
export interface HostPosition {
  readonly line: number
  readonly column: number
}

export interface HostSourceCode {
  readonly text: string
  readonly ast: object
  /** Set by Rollcast's own parser. */
  readonly parserServices?: { readonly manifestFile?: ManifestFile }
  /** Set by Rollcast's own language. */
  readonly manifestFile?: ManifestFile
  getLocFromIndex(index: number): HostPosition
}

export interface HostFix {
  readonly range: readonly [number, number]
  readonly text: string
}

export interface HostFixer {
  replaceTextRange(range: [number, number], text: string): HostFix
}

export type HostFixFunction = (fixer: HostFixer) => HostFix[]

export interface HostReport {
  readonly loc: { readonly start: HostPosition; readonly end: HostPosition }
  readonly messageId: string
  readonly data: Readonly<Record<string, string>>
  readonly fix?: HostFixFunction
  readonly suggest?: readonly {
    readonly messageId: string
    readonly data: Readonly<Record<string, string>>
    readonly fix: HostFixFunction
  }[]
}

export interface HostContext {
  readonly sourceCode: HostSourceCode
  readonly filename: string
  readonly settings: Readonly<Record<string, unknown>>
  readonly options: readonly unknown[]
  report(report: HostReport): void
}

/** A rule as ESLint takes it. */
export interface HostRule {
  readonly meta: {
    readonly type: 'problem' | 'suggestion'
    readonly docs: RuleDocs
    readonly messages: Record<string, string>
    readonly schema: object[]
    readonly defaultOptions?: object[]
    readonly fixable?: 'code'
    readonly hasSuggestions?: boolean
  }
  create(context: HostContext): Record<string, () => void>
}

/** What a rule's page and the README's table say of it. */
export interface RuleDocs {
  /** One line, without a period at its end. */
  readonly description: string
  readonly url: string
  /** The presets that switch it on, each with its severity there. */
  readonly presets: RulePresets
  /** The Kubernetes versions that it speaks of. */
  readonly versions: string
}

export type Severity = 'error' | 'warn'

/** The severity in each preset, with the rule's options where they differ from its defaults. */
export interface RulePresets {
  readonly recommended?: Severity
  readonly api?: Severity
  readonly strict?: Severity | [Severity, object]
}
