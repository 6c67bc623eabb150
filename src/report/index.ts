/** Reports: plans and lint results as texts. They run anywhere, and see nothing but the data and the options. */
export { changeReporters, formatsOf, lintReporters, planReporters } from './reporters.js'
export type { ChangePlan, ObjectChange, PlacedPlan } from './change-plan.js'
export type { LintFormat, PlanFormat } from './reporters.js'
export type { LintReportOptions, ReportedRule, Reporter, ReportOptions } from './report-options.js'
export type { LintMessage, LintResult, TextFix } from './lint-result.js'
