/** What a report is written with; each writer takes of it what it needs. */
export interface ReportOptions {
  /** Long runs of like steps are not folded. */
  readonly full: boolean
  readonly colours: boolean
  /** Columns that a line should fit into. */
  readonly width: number
}

/** What a report of a lint is written with. */
export interface LintReportOptions extends ReportOptions {
  /** How a file is called. */
  nameOf(filePath: string): string
  /** The rules that results may name; asked only where a format lists them. */
  rules(): readonly ReportedRule[]
}

/** A rule, as formats describe it that list rules. */
export interface ReportedRule {
  /** As results name it: `rollcast/partition`. */
  readonly id: string
  /** One sentence, without a full stop. */
  readonly description: string
  /** Its page. */
  readonly url?: string
}

/** Writes data in a format, whole, with the line's end behind it where the format has lines. */
export type Reporter<Data, Options extends ReportOptions = ReportOptions> = (data: Data, options: Options) => string
