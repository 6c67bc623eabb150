/**
 * What a lint found, as data: ESLint's own result, with the field and the object of each message (`--format json`
 * prints it).
 */

export interface LintMessage {
  /** `rollcast/partition`; null where the file could not be read at all. */
  readonly ruleId: string | null
  /** 1 a warning, 2 an error. */
  readonly severity: 1 | 2
  readonly message: string
  readonly messageId?: string
  readonly line: number
  readonly column: number
  readonly endLine?: number
  readonly endColumn?: number
  /** Set where a document or a file could not be read. */
  readonly fatal?: true
  readonly fix?: TextFix
  readonly suggestions?: readonly { readonly messageId?: string; readonly desc: string; readonly fix: TextFix }[]
  /** `spec.updateStrategy.rollingUpdate.maxUnavailable`; empty where no field is meant. */
  readonly path: string
  /** `DaemonSet/agent`; null where no object is meant. */
  readonly object: string | null
  /** The template that the object was rendered from, where it was: helm's `# Source:`. */
  readonly source?: string
  /** The API server's own name of the field and of the fault. */
  readonly cause?: { readonly field: string; readonly reason: string }
  /** The command lines that the message proposes; left out where it proposes none. */
  readonly commands?: readonly string[]
}

/** A change of a text: what stands in the range is replaced. */
export interface TextFix {
  readonly range: readonly [number, number]
  readonly text: string
}

/** What was found in one file. */
export interface LintResult {
  readonly filePath: string
  readonly messages: readonly LintMessage[]
  readonly suppressedMessages: readonly object[]
  readonly errorCount: number
  readonly fatalErrorCount: number
  readonly warningCount: number
  readonly fixableErrorCount: number
  readonly fixableWarningCount: number
  /** The text after the fixes; only where it differs. */
  readonly output?: string
  /** The text, where something was found in it and it was not changed. */
  readonly source?: string
  readonly usedDeprecatedRules: readonly never[]
}

/** What comes with the messages of a file. */
export interface LintedExtras {
  readonly suppressedMessages?: readonly object[]
  readonly output?: string
  readonly source?: string
}

/** Counts a file's messages as ESLint does. */
export function lintResult(
  filePath: string,
  messages: readonly LintMessage[],
  { suppressedMessages = [], output, source }: LintedExtras = {},
): LintResult {
  const count = (wanted: (message: LintMessage) => boolean) => messages.filter(wanted).length
  return {
    filePath,
    messages,
    suppressedMessages,
    errorCount: count(({ severity }) => severity === 2),
    fatalErrorCount: count(({ fatal }) => fatal === true),
    warningCount: count(({ severity }) => severity === 1),
    fixableErrorCount: count(({ severity, fix }) => severity === 2 && fix !== undefined),
    fixableWarningCount: count(({ severity, fix }) => severity === 1 && fix !== undefined),
    ...(output === undefined ? {} : { output }),
    ...(source === undefined || output !== undefined || messages.length === 0 ? {} : { source }),
    usedDeprecatedRules: [],
  }
}

/** The results without their warnings. */
export function errorsOnly(results: readonly LintResult[]): LintResult[] {
  return results.map(({ filePath, messages, ...extras }) =>
    lintResult(
      filePath,
      messages.filter(({ severity }) => severity === 2),
      extras,
    ),
  )
}
