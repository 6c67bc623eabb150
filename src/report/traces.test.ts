import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { plan } from '../planner/index.js'
import { requestOf, type RecordedTrace } from '../planner/testing/recorded-trace.js'
import { planMarkdown } from './plan-markdown.js'
import { rowsOf } from './rows.js'
import { stepReports } from './step-report.js'
import { summaryOf } from './summary.js'
import { planText } from './plan-text.js'

const folder = new URL('../../testdata/traces/1.37.2/', import.meta.url)

/** Whatever happened in a recording can be told: nothing of it is lost, nothing is too wide. */
describe.each(readdirSync(folder).filter((file) => file.endsWith('.json')))('%s', (file) => {
  const trace = JSON.parse(readFileSync(new URL(file, folder), 'utf8')) as RecordedTrace
  const planned = plan(requestOf(trace))

  it('fits into 100 columns, and into 80', () => {
    for (const width of [100, 80]) {
      const lines = planText(planned, { full: true, colours: false, width }).split('\n')
      const words = lines.filter((line) => line.length > width && line.trim().includes(' ') && !/\S{60,}/.test(line))
      expect(words).toEqual([])
    }
  })

  it('says nothing with a colour alone', () => {
    const options = { full: false, width: 100 }
    // eslint-disable-next-line no-control-regex
    expect(planText(planned, { ...options, colours: true }).replace(/\u001b\[\d+m/g, '')).toBe(
      planText(planned, { ...options, colours: false }),
    )
  })

  it('counts every pod and claim that comes or goes', () => {
    for (const { step, counts, others } of stepReports(planned)) {
      const events = step.rounds.flatMap(({ controllers, nodes }) => [...controllers, ...nodes])
      const count = (kind: string, op: string): number =>
        events.filter((event) => event.kind === kind && event.op === op).length
      const loose = (what: string, sign: string): number =>
        others.filter((move) => move.what === what && move.sign === sign).flatMap(({ names }) => names).length
      expect(counts.added + counts.replaced + loose('pods', '+') + loose('pods', '~')).toBe(count('Pod', 'create'))
      expect(counts.removed + counts.replaced + loose('pods', '-') + loose('pods', '~')).toBe(count('Pod', 'delete'))
      expect(counts.claimsMade + loose('claims', '+')).toBeLessThanOrEqual(count('PersistentVolumeClaim', 'create'))
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
        const inRow = ready !== undefined && rows.some((row) => row.ready.includes(`${ready.least} of ${ready.of}`))
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
