import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { plan } from './simulate.js'
import { kubectl } from './testing/manifests.js'
import { readTrace, requestOf, type RecordedTrace } from './testing/recorded-trace.js'
import { recordedVersions } from './testing/recordings.js'

const testdata = new URL('../../testdata/', import.meta.url)
const folders = ['traces', 'traces-scheduler'].flatMap((folder) =>
  recordedVersions(new URL(`${folder}/`, testdata)).map((version) => `${folder}/${version}`),
)

/** In every recorded story that stops somewhere, the commands that the plan gives get it going. */
describe.each(folders)('%s', (folder) => {
  const files = readdirSync(new URL(`${folder}/`, testdata)).filter((file) => /^(sts|sched)-.*\.json$/.test(file))
  it.each(files.sort())('%s: where it is stuck, the commands get out of it', (file) => {
    const trace = JSON.parse(readFileSync(new URL(`${folder}/${file}`, testdata), 'utf8')) as RecordedTrace
    const steps = readTrace(trace)
    for (const [index, { outcome, findings }] of plan(requestOf(trace, steps)).steps.entries()) {
      const stuck = findings.find((finding) => finding.id === 'stuck-rollout')
      expect(outcome === 'stuck').toBe(stuck !== undefined && outcome !== 'refused')
      const commands = (stuck?.commands ?? []).map((line) =>
        kubectl(line.replace(/^kubectl /, ''), { waitSeconds: 60 }),
      )
      if (commands.length === 0) continue
      const after = plan(requestOf(trace, [...steps.slice(0, index + 1), ...commands]))
      expect(after.steps.at(-1)?.outcome, `after step ${index + 1}: ${stuck?.commands?.join(', then ')}`).toMatch(
        /^(done|nothing)$/,
      )
    }
  })
})
