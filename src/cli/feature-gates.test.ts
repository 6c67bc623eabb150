/** A cluster's whole list of feature gates may be given: what changes no answer is a warning, said once. */
import { mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { Readable } from 'node:stream'
import { afterAll, describe, expect, it } from 'vitest'
import { gateWarnings } from '../kubernetes/target.js'
import { statefulSet } from '../sources/git/testing/repository.js'
import { runDefault } from './default-run.js'
import { runLint } from './lint-run.js'
import { runPlan } from './plan-run.js'

const cwd = realpathSync(mkdtempSync(path.join(tmpdir(), 'rollcast-gates-')))
afterAll(() => void rmSync(cwd, { recursive: true }))
writeFileSync(path.join(cwd, 'a.yaml'), statefulSet('a', 'nginx:1.16'))
writeFileSync(path.join(cwd, 'b.yaml'), statefulSet('b', 'nginx:1.16'))

const featureGates = 'MaxUnavailableStatefulSet=true,MaxUnavailabelStatefulSet=true,A1=true,B2=false,C3=true,D4=true'
const warnings = `warning  Feature gate "MaxUnavailabelStatefulSet" changes no answer of Rollcast. Did you mean MaxUnavailableStatefulSet?
warning  Feature gates "A1", "B2", "C3" and 1 more change no answer of Rollcast.
`

function world() {
  const said = { complaint: '' }
  return {
    said,
    world: {
      cwd,
      stdin: Readable.from([]),
      print: () => undefined,
      complain: (text: string) => void (said.complaint += text),
      colours: false,
    },
  }
}

describe('gates that change no answer', () => {
  it('are named, those that are probably misspelt each, the others together', () => {
    expect(gateWarnings({ MaxUnavailableStatefulSet: true })).toEqual([])
    expect(gateWarnings({ A1: true })).toEqual(['Feature gate "A1" changes no answer of Rollcast.'])
    expect(gateWarnings({ A1: true, B2: true })).toEqual(['Feature gates "A1", "B2" change no answer of Rollcast.'])
  })

  it.each([
    [
      'plan',
      (here: ReturnType<typeof world>) => runPlan(['a.yaml', 'b.yaml'], { format: 'text', featureGates }, here.world),
    ],
    [
      'default',
      (here: ReturnType<typeof world>) => runDefault(['a.yaml'], { format: 'yaml', featureGates }, here.world),
    ],
    [
      'lint',
      (here: ReturnType<typeof world>) =>
        runLint(['a.yaml', 'b.yaml'], { format: 'text', config: 'api', featureGates }, here.world),
    ],
  ])('%s warns of them once and goes on', async (_, run) => {
    const here = world()
    expect(await run(here)).toBe(0)
    expect(here.said.complaint).toBe(warnings)
  })
})
