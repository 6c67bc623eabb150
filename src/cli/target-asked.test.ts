import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { newestMinor } from '../kubernetes/versions.js'
import { targetAsked } from './target-asked.js'

let folder = ''
let below = ''
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'rollcast-target-'))
  below = path.join(folder, 'deploy')
  mkdirSync(below)
  writeFileSync(
    path.join(folder, 'rollcast.config.yaml'),
    'kubernetesVersion: "1.34"\nfeatureGates: {MaxUnavailableStatefulSet: true}\noverrides:\n- files: ["deploy/old.yaml"]\n  kubernetesVersion: "1.30"\n',
  )
})
afterAll(() => {
  rmSync(folder, { recursive: true })
})

describe('the Kubernetes that a plan answers for', () => {
  it('is that of the configuration above the working folder', async () => {
    const { version, gates } = await targetAsked({}, { cwd: below })
    expect(version).toEqual({ minor: 34 })
    expect(gates['MaxUnavailableStatefulSet']).toBe(true)
  })

  it('may be another for some files', async () => {
    const { version } = await targetAsked({}, { cwd: folder, file: path.join(below, 'old.yaml') })
    expect(version).toEqual({ minor: 30 })
  })

  it('is what the options say, and what a scenario says, before the configuration', async () => {
    const { version, gates } = await targetAsked(
      { kubernetesVersion: '1.35.2' },
      { cwd: below, gatesOfScenario: 'MaxUnavailableStatefulSet=false' },
    )
    expect(version).toEqual({ minor: 35, patch: 2 })
    expect(gates['MaxUnavailableStatefulSet']).toBe(false)
    const asked = await targetAsked(
      { featureGates: 'MaxUnavailableStatefulSet=true' },
      { cwd: below, gatesOfScenario: 'MaxUnavailableStatefulSet=false' },
    )
    expect(asked.gates['MaxUnavailableStatefulSet']).toBe(true)
  })

  it('is the newest that Rollcast knows where nobody says anything', async () => {
    expect((await targetAsked({}, { cwd: tmpdir() })).version).toEqual({ minor: newestMinor })
  })
})
