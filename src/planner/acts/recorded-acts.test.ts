import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { plan } from '../simulate.js'
import { readTrace, targetOfTrace, type RecordedTrace } from '../testing/recorded-trace.js'

/** What kubectl and the API server of 1.37.2 said to these lines. */
const folder = new URL('../../../testdata/acts/', import.meta.url)

/** A DaemonSet's pods have random names. */
const plain = (text: string | undefined): string => (text ?? '').trim().replace(/\bagent(-[a-z0-9]{5}|@node-\d)\b/g, 'agent-*')

/**
 * Where the recording says something else on purpose: the recorder gives every line a `-n`, which Rollcast does not (20, 44); a note on
 * an old flag is a warning here and no refusal (28).
 */
const knownDifferences: readonly string[] = ['apply.json 20', 'apply.json 28', 'labels-and-nodes.json 44']

/** The wrapper around the recorder's kubectl logs a missing flag instead of printing it. */
const said = (text: string | undefined): string => brief(plain(text).replace(/^E\d.*err="(.*)"$/, (_, error: string) => `error: ${error.replaceAll('\\"', '"')}`))

/** Of what the server quotes of its own (a live object with its times, lines of its own form of a spec), only that it is quoted. */
const brief = (text: string): string => text.replace(/\n@@[^]*$/, '').replace(/(Invalid value: ")\{\\"apiVersion[^]*\}": /, '$1…": ')

describe.each(readdirSync(folder).filter((file) => file.endsWith('.json')))('%s', (file) => {
  const trace = JSON.parse(readFileSync(new URL(file, folder), 'utf8')) as RecordedTrace
  const { steps } = plan(trace.scenario, readTrace(trace), targetOfTrace(trace))
  const cases = trace.results.map((result, index) => ({ line: result.step.kubectl?.join(' ') ?? 'apply', index })).filter(({ index }) => !knownDifferences.includes(`${file} ${index}`))
  it.each(cases)('$index $line', ({ index }) => {
    const [recorded, planned] = [trace.results[index], steps[index]]
    expect({ output: plain(planned?.output), error: brief(plain(planned?.error)), warnings: planned?.warnings ?? [] }).toEqual({
      output: plain(recorded?.output),
      error: said(recorded?.error),
      warnings: recorded?.warnings ?? [],
    })
    expect(planned?.rounds.flatMap(({ controllers }) => controllers.map(({ op, kind, name }) => `${op} ${kind} ${name}`)).sort().map(revisionless)).toEqual(
      recorded?.rounds.flatMap(({ controllers }) => controllers.map(({ op, kind, name }) => `${op} ${kind} ${name}`)).sort().map(revisionless),
    )
  })
})

/** The name of a revision that a restart made hangs on the second, a DaemonSet's is not the point here. */
function revisionless(event: string): string {
  return event.replace(/(ControllerRevision \w+)-.*$/, '$1')
}
