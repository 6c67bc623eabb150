/** Reports: plans and lint results as texts. They run anywhere, and see nothing but the data and the options. */
export { formatsOf, lintReporters, planReporters } from './reporters.js'
export type { LintFormat, LintReportOptions, PlanFormat, ReportedRule, Reporter, ReportOptions } from './reporters.js'
export type { LintMessage, LintResult, TextFix } from './lint-result.js'
