/**
 * The formats of plans and of lint results: a format is one file, and a line here. A writer is loaded when it is asked
 * for. It sees the data and the options, and nothing else.
 */
import type { Plan } from '../planner/plan.js'
import type { LintResult } from './lint-result.js'

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

/** How `rollcast plan --format` is written. */
export const planReporters = {
  text: async (): Promise<Reporter<Plan>> => (await import('./plan-text.js')).planText,
  json: async (): Promise<Reporter<Plan>> => (await import('./plan-json.js')).planJson,
  markdown: async (): Promise<Reporter<Plan>> => (await import('./plan-markdown.js')).planMarkdown,
} as const
/** The name of a format of plans. */
export type PlanFormat = keyof typeof planReporters

/** How `rollcast lint --format` is written. */
export const lintReporters = {
  text: async (): Promise<Reporter<readonly LintResult[], LintReportOptions>> =>
    (await import('./lint-text.js')).lintText,
  json: async (): Promise<Reporter<readonly LintResult[], LintReportOptions>> =>
    (await import('./lint-json.js')).lintJson,
} as const
/** The name of a format of lint results. */
export type LintFormat = keyof typeof lintReporters

/** The names of a table of formats, in its order. */
export function formatsOf<Format extends string>(reporters: Readonly<Record<Format, unknown>>): Format[] {
  return Object.keys(reporters) as Format[]
}
