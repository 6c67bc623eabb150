import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { plan } from './simulate.js'
import { firstDifference } from './testing/compare-trace.js'
import { replays, targetOfTrace, type RecordedTrace } from './testing/recorded-trace.js'
import { recordedVersions } from './testing/recordings.js'

const folder = new URL('../../testdata/traces/', import.meta.url)

describe.each(recordedVersions(folder))('Kubernetes %s', (version) => {
  const files = readdirSync(new URL(`${version}/`, folder)).filter((file) => file.endsWith('.json'))
  it.each(files.sort())('%s: the plan is what was recorded', (file) => {
    const trace = JSON.parse(readFileSync(new URL(`${version}/${file}`, folder), 'utf8')) as RecordedTrace
    const differences: string[] = []
    for (const steps of replays(trace)) {
      const difference = firstDifference(trace, plan(trace.scenario, steps, targetOfTrace(trace)))
      if (difference === undefined) return
      differences.push(difference)
    }
    expect(differences[0]).toBe('no difference')
  })
})
