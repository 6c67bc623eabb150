import { describe, expect, it } from 'vitest'
import type { JsonObject } from '../kubernetes/json.js'
import { resolveTarget } from '../kubernetes/target.js'
import type { Step } from './request.js'
import { plan } from './simulate.js'
import { applyWeb, kubectl } from './testing/manifests.js'

const target = resolveTarget({ minor: 37 })

/** A manifest on which whoever reads its template for the given time finds a fault of the program, not of the manifest. */
function planted(reading: number): JsonObject {
  const [object] = (applyWeb({ replicas: 2 }) as Step & { objects: JsonObject[] }).objects
  const { template, ...spec } = object?.['spec'] as JsonObject
  let reads = 0
  Object.defineProperty(spec, 'template', {
    enumerable: true,
    get: () => {
      if (++reads >= reading) throw new TypeError('planted')
      return template
    },
  })
  return { ...object, spec }
}

const readings = [1, 2, 3, 4, 5, 6]

describe('a fault of the program is never an answer of the plan', () => {
  it.each<[string, Step[], (object: JsonObject) => Step]>([
    ['kubectl apply, of a new object', [], (object) => ({ do: 'apply', objects: [object] })],
    [
      'kubectl apply, of one that is there',
      [applyWeb({ replicas: 1 })],
      (object) => ({ do: 'apply', objects: [object] }),
    ],
    ['kubectl apply --server-side', [], (object) => withObjects('apply --server-side -f web.yaml', object)],
    ['kubectl create', [], (object) => withObjects('create -f web.yaml', object)],
    ['kubectl replace', [applyWeb({ replicas: 1 })], (object) => withObjects('replace -f web.yaml', object)],
    ['kubectl replace --force', [], (object) => withObjects('replace --force -f web.yaml', object)],
  ])('%s', (_, before, stepWith) => {
    const outcomes = readings.map((reading) => {
      try {
        return plan({ steps: [...before, stepWith(planted(reading))], target }).steps.at(-1)?.outcome
      } catch (error) {
        return error
      }
    })
    expect(outcomes[0]).toEqual(new TypeError('planted'))
    expect(outcomes).not.toContain('refused')
  })
})

function withObjects(line: string, object: JsonObject): Step {
  return { ...kubectl(line), objects: [object] } as Step
}

describe('a refusal is an answer', () => {
  it.each<[string, Step[], RegExp]>([
    [
      'of the API server',
      [applyWeb({ replicas: -1 })],
      /^The StatefulSet "web" is invalid: spec.replicas: Invalid value: -1/,
    ],
    ['of kubectl', [kubectl('scale sts web')], /flag/],
    [
      'of a patch that does not fit',
      [applyWeb({ replicas: 1 }), kubectl(`patch sts web --type=json -p [{"op":"remove","path":"/spec/nope"}]`)],
      /the server rejected our request/,
    ],
  ])('%s', (_, steps, words) => {
    const last = plan({ steps, target }).steps.at(-1)
    expect(last?.outcome).toBe('refused')
    expect(last?.error).toMatch(words)
  })
})
