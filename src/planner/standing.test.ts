import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import type { JsonObject } from '../kubernetes/json.js'
import { resolveTarget } from '../kubernetes/target.js'
import { plan } from './simulate.js'
import { firstDifference } from './testing/compare-trace.js'
import { replays, type RecordedTrace } from './testing/recorded-trace.js'

/** Recorded stories, and what kubectl get printed after each of their steps. */
const folder = new URL('../../testdata/live/', import.meta.url)
const textOf = (path: string): string => readFileSync(new URL(path, folder), 'utf8')

interface Start {
  readonly story: string
  /** The step that is planned, from 1. */
  readonly number: number
  readonly dump: string
  /** That step alone, as it was recorded. */
  readonly trace: RecordedTrace
}

function startsOf(version: string, file: string): Start[] {
  const trace = JSON.parse(textOf(`${version}/${file}`)) as RecordedTrace
  const story = file.replace(/\.json$/, '')
  let isHeld = false
  return trace.results.flatMap((result, index): Start[] => {
    // no dump shows that the recorder itself keeps a pod from being ready
    isHeld ||= ['failPod', 'unreadyPod', 'readyPod'].some((act) => act in result.step)
    const dump = `${version}/dumps/${story}.${index}.json`
    const steps = trace.scenario.steps.slice(index, index + 1)
    return index === 0 || isHeld || !existsSync(new URL(dump, folder))
      ? []
      : [
          {
            story,
            number: index + 1,
            dump,
            trace: { ...trace, scenario: { ...trace.scenario, steps }, results: [result] },
          },
        ]
  })
}

describe.each(readdirSync(folder))('a cluster as it stands, Kubernetes %s', (version) => {
  const files = readdirSync(new URL(`${version}/`, folder)).filter((file) => file.endsWith('.json'))
  it.each(files.flatMap((file) => startsOf(version, file)))(
    '$story: step $number from what kubectl printed before it',
    ({ dump, trace }) => {
      const { items } = JSON.parse(textOf(dump)) as { items: JsonObject[] }
      const differences = replays(trace).map(({ nodes: _, ...request }) =>
        firstDifference(trace, plan({ ...request, before: { as: 'standing', objects: items } })),
      )
      expect(differences.includes(undefined) ? undefined : differences[0]).toBeUndefined()
    },
  )
})

describe('what stands in a cluster', () => {
  const pod = (name: string, owner: JsonObject): JsonObject => ({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, uid: name, ownerReferences: [{ controller: true, ...owner }] },
    spec: { nodeName: 'node-1', containers: [{ name: 'x', image: 'x' }] },
    status: { phase: 'Running', conditions: [{ type: 'Ready', status: 'True' }] },
  })
  const target = resolveTarget({ minor: 37 })

  it('is there before the first step', () => {
    const objects = [pod('a', { kind: 'ReplicaSet', name: 'r', uid: 'r', apiVersion: 'apps/v1' })]
    expect(plan({ target, before: { as: 'standing', objects }, steps: [] }).before?.pods).toEqual([
      { name: 'a', node: 'node-1', ready: true, phase: 'Running' },
    ])
  })

  it('keeps pods of owners that were not asked for, and not those of owners that are gone', () => {
    const set: JsonObject = {
      apiVersion: 'apps/v1',
      kind: 'StatefulSet',
      metadata: { name: 'db', uid: 'db' },
      spec: { replicas: 0, selector: { matchLabels: { app: 'db' } }, template: {} },
    }
    const objects = [
      set,
      pod('of-a-replicaset', { kind: 'ReplicaSet', name: 'r', uid: 'r', apiVersion: 'apps/v1' }),
      pod('of-a-deleted-set', { kind: 'StatefulSet', name: 'web', uid: 'gone', apiVersion: 'apps/v1' }),
    ]
    const [step] = plan({ target, before: { as: 'standing', objects }, steps: [{ do: 'wait' }] }).steps
    expect(step?.final.pods.map(({ name }) => name)).toEqual(['of-a-replicaset'])
  })
})
