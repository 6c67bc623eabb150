import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { plan, type PlanEvent } from '../planner/index.js'
import { requestOf, type RecordedTrace } from '../planner/testing/recorded-trace.js'
import { planMarkdown } from './plan-markdown.js'
import { planText } from './plan-text.js'
import { readyText, rowsOf } from './rows.js'
import { stepReports, type StepReport } from './step-report.js'
import { summaryOf } from './summary.js'

const folder = new URL('../../testdata/traces/1.37.2/', import.meta.url)
const stories = readdirSync(folder)
  .filter((file) => file.endsWith('.json'))
  .map((file) => {
    const trace = JSON.parse(readFileSync(new URL(file, folder), 'utf8')) as RecordedTrace
    return { file, planned: plan(requestOf(trace)) }
  })

const eventsOf = ({ step }: StepReport): PlanEvent[] =>
  step.rounds.flatMap(({ controllers, nodes }) => [...controllers, ...nodes])
const numberOf = (report: StepReport, kind: PlanEvent['kind'], op: PlanEvent['op']): number =>
  eventsOf(report).filter((event) => event.kind === kind && event.op === op).length
/** A claim counts once, however often it comes or goes. */
const claimsThat = (report: StepReport, op: PlanEvent['op']): number =>
  new Set(
    eventsOf(report)
      .filter((event) => event.kind === 'PersistentVolumeClaim' && event.op === op)
      .map(({ name }) => name),
  ).size
/** Whatever happened in a recording can be told: nothing of it is lost, nothing is too wide. */
describe.each(stories)('$file', ({ planned }) => {
  it('fits into 100 columns, and into 80', () => {
    for (const width of [100, 80]) {
      const lines = planText(planned, { full: true, colours: false, width }).split('\n')
      expect(lines.length).toBeGreaterThan(2)
      const words = lines.filter((line) => line.length > width && line.trim().includes(' ') && !/\S{60,}/.test(line))
      expect(words).toEqual([])
    }
  })

  it('says nothing with a colour alone', () => {
    const options = { full: false, width: 100 }
    const coloured = planText(planned, { ...options, colours: true })
    expect(coloured).toContain('\u001b[')
    // eslint-disable-next-line no-control-regex
    expect(coloured.replace(/\u001b\[\d+m/g, '')).toBe(planText(planned, { ...options, colours: false }))
  })

  it('counts every pod and claim that comes or goes', () => {
    for (const report of stepReports(planned)) {
      const { counts } = report
      expect(counts.added + counts.replaced).toBe(numberOf(report, 'Pod', 'create'))
      expect(counts.removed + counts.replaced).toBe(numberOf(report, 'Pod', 'delete'))
      expect(counts.claimsMade).toBe(claimsThat(report, 'create'))
      expect(counts.claimsLost).toBe(claimsThat(report, 'delete'))
    }
  })

  it('names the pod where one alone is meant', () => {
    for (const { sets } of stepReports(planned)) for (const set of sets) expect(summaryOf(set)).not.toMatch(/: (;|$)/)
  })

  it('leaves no note out but those that a row or another finding tells', () => {
    const text = planText(planned, { full: false, colours: false, width: Infinity })
    const notTold = stepReports(planned).flatMap(({ step, sets }) => {
      const rows = sets.flatMap((set) => rowsOf(set, false))
      const loud = step.findings
        .filter(({ id }) => id === 'leaves-at-once' || id === 'not-brought-back')
        .flatMap(({ nodes = [] }) => nodes)
      return step.findings.filter(({ message, ready, nodes = [] }) => {
        const inRow =
          ready !== undefined && rows.some((row) => readyText(row.ready).startsWith(`${ready.least} of ${ready.of}`))
        return !text.includes(message) && !inRow && !(nodes.length > 0 && nodes.every((node) => loud.includes(node)))
      })
    })
    expect(notTold).toEqual([])
  })

  it('has a table in markdown for each set that moves', () => {
    const text = planMarkdown(planned, { full: true })
    const moving = stepReports(planned).flatMap(({ sets }) => sets.filter(({ moves }) => moves.length > 0))
    expect(text.match(/^\| # \|/gm)?.length ?? 0).toBe(moving.length)
  })
})

it('the recordings hold all of what is counted', () => {
  const reports = stories.flatMap(({ planned }) => stepReports(planned))
  const sum = (pick: (report: StepReport) => number): number =>
    reports.reduce((total, report) => total + pick(report), 0)
  expect(sum(({ counts }) => counts.replaced)).toBeGreaterThan(200)
  expect(sum(({ counts }) => counts.added)).toBeGreaterThan(200)
  expect(sum(({ counts }) => counts.removed)).toBeGreaterThan(20)
  expect(sum(({ counts }) => counts.claimsMade)).toBeGreaterThan(200)
  expect(sum(({ counts }) => counts.claimsLost)).toBeGreaterThan(5)
  expect(sum(({ counts }) => counts.claimsKept)).toBeGreaterThan(200)
  expect(sum(({ others }) => others.length)).toBeGreaterThan(0)
  expect(sum(({ step }) => step.findings.length)).toBeGreaterThan(100)
})
