import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import type { JsonObject } from '../kubernetes/json.js'
import { resolveTarget } from '../kubernetes/target.js'
import type { PlanEvent } from './plan.js'
import { plan } from './simulate.js'
import { applyWeb, kubectl } from './testing/manifests.js'
import { requestOf, type RecordedTrace } from './testing/recorded-trace.js'

const folder = new URL('../../testdata/traces/1.37.2/', import.meta.url)
const plans = readdirSync(folder)
  .filter((file) => file.endsWith('.json'))
  .map((file) => {
    const trace = JSON.parse(readFileSync(new URL(file, folder), 'utf8')) as RecordedTrace
    return plan(requestOf(trace))
  })
const steps = plans.flatMap((planned) => planned.steps)
const events = steps.flatMap(({ rounds }) => rounds.flatMap((round) => [...round.controllers, ...round.nodes]))

/** What Kubernetes calls an object of that identity. */
function nameFor({ kind, set = '', ordinal, template, node }: PlanEvent): string {
  const [setKind, name = ''] = set.split('/')
  if (kind === 'PersistentVolumeClaim') return `${template}-${name}-${ordinal}`
  return setKind === 'DaemonSet' ? `${name}@${node}` : `${name}-${ordinal}`
}

describe('what an event knows', () => {
  it('is the set of each pod that a controller makes, and its ordinal or node', () => {
    const made = events.filter(({ op, kind, owners }) => op === 'create' && kind === 'Pod' && owners !== undefined)
    expect(made.length).toBeGreaterThan(700)
    expect(made.filter(({ set, owners }) => set !== owners?.[0])).toEqual([])
  })

  it('is the name in parts, of pods and of claims', () => {
    const known = events.filter(({ kind, set }) => kind !== 'ControllerRevision' && set !== undefined)
    expect(known.filter((event) => nameFor(event) !== event.name)).toEqual([])
    expect(new Set(known.map(({ op, kind }) => `${op} ${kind}`)).size).toBeGreaterThan(8)
  })

  it('is left out for what belongs to no set alone', () => {
    const unknown = events.filter(({ set }) => set === undefined)
    expect(new Set(unknown.map(({ kind, name }) => `${kind} ${name}`))).toMatchInlineSnapshot(`
      Set {
        "Pod web-1",
      }
    `)
  })
})

describe('what kubectl touched', () => {
  it('has every line that kubectl prints', () => {
    const lines = (text = ''): string[] =>
      text.split('\n').filter((line) => line !== '' && !line.startsWith('evicting'))
    const printed = steps.filter(({ output }) => lines(output).length > 0 && output !== 'No resources found')
    expect(printed.length).toBeGreaterThan(200)
    for (const { output, touched = [] } of printed)
      expect(touched.flatMap((object) => lines(object.output))).toEqual(lines(output))
  })

  const target = resolveTarget({ minor: 37 }, {})
  const budget: JsonObject = {
    apiVersion: 'policy/v1',
    kind: 'PodDisruptionBudget',
    metadata: { name: 'web', namespace: 'shop' },
    spec: { minAvailable: 1, selector: { matchLabels: { app: 'web' } } },
  }

  it('is told object by object, with what is refused of each', () => {
    const broken = applyWeb({ name: 'broken', image: '' })
    const web = applyWeb()
    const both = { ...web, objects: [...web.objects, ...broken.objects, budget] }
    const { touched } = plan({ target, steps: [both] }).steps[0] ?? {}
    expect(touched).toEqual([
      {
        group: 'apps',
        kind: 'StatefulSet',
        name: 'web',
        verb: 'created',
        output: 'statefulset.apps/web created',
      },
      {
        group: 'apps',
        kind: 'StatefulSet',
        name: 'broken',
        verb: 'refused',
        error: expect.stringContaining('spec.template.spec.containers[0].image: Required value') as string,
      },
      {
        group: 'policy',
        kind: 'PodDisruptionBudget',
        namespace: 'shop',
        name: 'web',
        verb: 'created',
        output: 'poddisruptionbudget.policy/web created',
      },
    ])
  })

  it('names what is not there, and what stays as it is', () => {
    const { steps } = plan({
      target,
      steps: [applyWeb(), kubectl('label sts other web a=b'), kubectl('label sts other web a=b')],
    })
    expect(steps.map(({ touched = [] }) => touched.map(({ name, verb }) => `${name} ${verb}`))).toEqual([
      ['web created'],
      ['other refused', 'web labeled'],
      ['other refused', 'web unchanged'],
    ])
  })
})
