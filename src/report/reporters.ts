/**
 * The formats of plans and of lint results: a format is one file, and a line here. A writer is loaded when it is asked
 * for. It sees the data and the options, and nothing else.
 */
import type { Plan } from '../planner/plan.js'
import type { ChangePlan } from './change-plan.js'
import type { LintResult } from './lint-result.js'
import type { LintReportOptions, Reporter } from './report-options.js'

/** How `rollcast plan --format` is written. */
export const planReporters = {
  text: async (): Promise<Reporter<Plan>> => (await import('./plan-text.js')).planText,
  json: async (): Promise<Reporter<Plan>> => (await import('./plan-json.js')).planJson,
  markdown: async (): Promise<Reporter<Plan>> => (await import('./plan-markdown.js')).planMarkdown,
} as const
/** The name of a format of plans. */
export type PlanFormat = keyof typeof planReporters

/** How the plans of a change are written (`--base`): in every format of plans. */
export const changeReporters: Readonly<Record<PlanFormat, () => Promise<Reporter<ChangePlan>>>> = {
  text: async () => (await import('./change-text.js')).changeText,
  json: async () => (await import('./plan-json.js')).changeJson,
  markdown: async () => (await import('./change-markdown.js')).changeMarkdown,
}

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
