/**
 * What Rollcast's rules need of ESLint: the few parts that ESLint 8.57, 9 and 10 share, under every parser and
 * language.
 */
import type { ManifestFile } from '../manifest/index.js'
import type { RuleDocs, RuleMeta } from '../rule-kit/rule.js'

/** A place as the host writes it. The column base differs between languages: only the host makes these. */
export interface HostPosition {
  readonly line: number
  readonly column: number
}

/** The text that ESLint is at. */
export interface HostSourceCode {
  readonly text: string
  readonly ast: object
  /** Set by Rollcast's own parser. */
  readonly parserServices?: { readonly manifestFile?: ManifestFile }
  /** Set by Rollcast's own language. */
  readonly manifestFile?: ManifestFile
  getLocFromIndex(index: number): HostPosition
}

/** One change of the text; the end of its range is not included. */
export interface HostFix {
  readonly range: readonly [number, number]
  readonly text: string
}

/** ESLint's maker of changes. */
export interface HostFixer {
  replaceTextRange(range: [number, number], text: string): HostFix
}

/** How a rule says which change it means. */
export type HostFixFunction = (fixer: HostFixer) => HostFix

/** What a rule reports: its words by id, or the words themselves. */
export interface HostReport {
  readonly loc: { readonly start: HostPosition; readonly end: HostPosition }
  readonly messageId?: string
  readonly message?: string
  readonly data?: Readonly<Record<string, string>>
  readonly fix?: HostFixFunction
  readonly suggest?: readonly {
    readonly messageId: string
    readonly data: Readonly<Record<string, string>>
    readonly fix: HostFixFunction
  }[]
}

/** What a rule is given for a file. */
export interface HostContext {
  readonly sourceCode: HostSourceCode
  readonly filename: string
  /** The folder that ESLint runs in. */
  readonly cwd: string
  readonly settings: Readonly<Record<string, unknown>>
  readonly options: readonly unknown[]
  report(report: HostReport): void
}

/** A rule as ESLint takes it. */
export interface HostRule {
  readonly meta: Omit<RuleMeta, 'docs' | 'messages'> & {
    readonly docs: RuleDocs & { readonly url?: string }
    readonly messages?: Record<string, string>
  }
  create(context: HostContext): Record<string, () => void>
}
