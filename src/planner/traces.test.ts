import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { differenceFromRecording } from './testing/hold-recording.js'
import type { RecordedTrace } from './testing/recorded-trace.js'
import { recordedVersions } from './testing/recordings.js'

const folder = new URL('../../testdata/traces/', import.meta.url)

describe.each(recordedVersions(folder))('Kubernetes %s', (version) => {
  const files = readdirSync(new URL(`${version}/`, folder)).filter((file) => file.endsWith('.json'))
  it.each(files.sort())('%s: the plan is what was recorded', (file) => {
    const trace = JSON.parse(readFileSync(new URL(`${version}/${file}`, folder), 'utf8')) as RecordedTrace
    expect(differenceFromRecording(trace) ?? 'no difference').toBe('no difference')
  })
})
