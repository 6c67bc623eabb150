import { readdirSync, readFileSync } from 'node:fs'
import { Ajv } from 'ajv'
import { describe, expect, it } from 'vitest'
import planSchema from '../../schemas/plan.schema.json' with { type: 'json' }
import scenarioSchema from '../../schemas/scenario.schema.json' with { type: 'json' }
import type { JsonValue } from '../kubernetes/json.js'
import { SourceError } from './files.js'
import { readScenario, scenarioIn } from './scenario.js'

const traces = new URL('../../testdata/traces/1.37.2/', import.meta.url)
const scenarios = readdirSync(traces)
  .filter((file) => file.endsWith('.json'))
  .map((file) => (JSON.parse(readFileSync(new URL(file, traces), 'utf8')) as { scenario: JsonValue }).scenario)

function refusal(value: JsonValue): string {
  try {
    scenarioIn(value, 'story.yaml')
  } catch (error) {
    if (error instanceof SourceError) return error.message
    throw error
  }
  return 'taken'
}

describe('a scenario file', () => {
  it('is taken in the form of every recorded trace, and the schema describes it', () => {
    const validate = new Ajv({ strict: false }).addSchema(planSchema).compile(scenarioSchema)
    for (const scenario of scenarios) {
      expect(refusal(scenario)).toBe('taken')
      validate(scenario)
      expect(validate.errors ?? []).toEqual([])
    }
  })

  it('begins with the objects of the dump that it names, beside itself', async () => {
    const texts: Readonly<Record<string, string>> = {
      'a/story.yaml': 'live: dump.json\nsteps: [{waitSeconds: 1}]\n',
      'a/dump.json': '{"apiVersion": "v1", "kind": "List", "items": [{"apiVersion": "v1", "kind": "Pod"}]}',
    }
    const { live } = await readScenario('a/story.yaml', async (file) => Promise.resolve(texts[file] ?? ''))
    expect(live).toEqual([{ apiVersion: 'v1', kind: 'Pod' }])
    expect(refusal({ live: 1, steps: [{}] })).toBe('story.yaml: live is a string.')
  })

  it.each<[JsonValue, string]>([
    [[], 'story.yaml: a scenario is a mapping with steps.'],
    [{}, 'story.yaml: a scenario has steps: a list with at least one.'],
    [{ steps: [] }, 'story.yaml: a scenario has steps: a list with at least one.'],
    [
      { step: [] },
      'story.yaml: a scenario has no field "step"; it has name, about, gates, pace, scheduler, live, nodes and steps.',
    ],
    [{ pace: 'slow', steps: [{ apply: 'x' }] }, 'story.yaml: pace is "one" or "all"; it is "slow".'],
    [{ nodes: [{ labels: {} }], steps: [{ apply: 'x' }] }, 'story.yaml: nodes[0] has no name.'],
    [
      { nodes: [{ name: 'a', taint: 'b' }], steps: [{ apply: 'x' }] },
      'story.yaml: nodes[0] has a field "taint"; a node has name, labels, taints, unschedulable, notReady and allocatable.',
    ],
    [
      { nodes: [{ name: 'a', taints: [{ key: 'k' }] }], steps: [{ apply: 'x' }] },
      'story.yaml: nodes[0]: a taint has a key and an effect: NoSchedule, PreferNoSchedule or NoExecute.',
    ],
    [{ steps: [{ apply: 'x', failPod: 'web-0' }] }, 'story.yaml: step 1 has apply and failPod: a step does one thing.'],
    [{ steps: ['apply'] }, 'story.yaml: step 1 is no mapping.'],
    [
      { steps: [{ kubectl: 'scale sts web' }] },
      expect.stringContaining('story.yaml: step 1: kubectl is a list of words') as unknown as string,
    ],
    [{ steps: [{ waitSeconds: 'long' }] }, 'story.yaml: step 1: waitSeconds is a number, 0 or more.'],
    [{ steps: [{ failPod: 3 }] }, 'story.yaml: step 1: failPod is a string.'],
  ])('%j is refused in plain words', (value, words) => {
    expect(refusal(value)).toEqual(words)
  })
})
