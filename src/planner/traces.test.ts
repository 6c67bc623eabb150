import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { differenceFromRecording } from './testing/hold-recording.js'
import type { RecordedTrace } from './testing/recorded-trace.js'
import { recordedVersions } from './testing/recordings.js'

const testdata = new URL('../../testdata/', import.meta.url)
/** Recordings of the controllers, with the real scheduler beside them, of server-side apply and of upgrades. */
const folders = ['traces', 'traces-scheduler', 'traces-ssa', 'traces-upgrade'].flatMap((folder) =>
  recordedVersions(new URL(`${folder}/`, testdata)).map((version) => `${folder}/${version}`),
)

describe.each(folders)('%s', (folder) => {
  const files = readdirSync(new URL(`${folder}/`, testdata)).filter((file) => file.endsWith('.json'))
  it.each(files.sort())('%s: the plan is what was recorded', (file) => {
    const trace = JSON.parse(readFileSync(new URL(`${folder}/${file}`, testdata), 'utf8')) as RecordedTrace
    expect(differenceFromRecording(trace) ?? 'no difference').toBe('no difference')
  })
})
