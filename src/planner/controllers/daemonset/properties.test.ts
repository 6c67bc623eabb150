import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { asObject, type JsonObject } from '../../../kubernetes/json.js'
import type { PlannedStep } from '../../plan.js'
import type { Step } from '../../request.js'
import type { NodeDescription } from '../../scenario.js'
import { plan } from '../../simulate.js'
import { nodeShouldRunDaemonPod } from '../../objects/daemonset/placement.js'
import {
  actsOf,
  daemonSet,
  daemonSetStories,
  firstChange,
  nodeNames,
  requestOf,
  target,
  type DaemonSetStory,
} from '../../testing/daemonset-stories.js'

fc.configureGlobal({ seed: 1737 })

interface PlayedStep {
  readonly planned: PlannedStep
  /** The nodes and the template, before and after the step's act. */
  readonly nodes: readonly ReadonlyMap<string, NodeDescription>[]
  readonly templates: readonly JsonObject[]
}

/** Plays a story, and keeps beside it what the nodes and the template are at each step. */
function play(story: DaemonSetStory): PlayedStep[] {
  const acts = actsOf(story)
  const { steps } = plan(requestOf(story))
  let nodes: ReadonlyMap<string, NodeDescription> = new Map(story.nodes.map((node) => [node.name, node]))
  let template: JsonObject = {}
  return steps.map((planned, index) => {
    const [change] = acts[index] ?? [firstChange]
    const [nodesBefore, templateBefore] = [nodes, template]
    if (!('step' in change)) template = { spec: change.podSpec }
    else {
      const next = new Map(nodes)
      if (change.step.do === 'setNode') next.set(change.step.node.name, change.step.node)
      if (change.step.do === 'removeNode') next.delete(change.step.node)
      nodes = next
    }
    return { planned, nodes: [nodesBefore, nodes], templates: [templateBefore, template] }
  })
}

function placed(
  node: NodeDescription | undefined,
  template: JsonObject,
): { shouldRun: boolean; shouldContinue: boolean } {
  if (node === undefined) return { shouldRun: false, shouldContinue: false }
  const taints = [
    ...(node.taints ?? []),
    ...(node.unschedulable === true ? [{ key: 'node.kubernetes.io/unschedulable', effect: 'NoSchedule' }] : []),
  ]
  return nodeShouldRunDaemonPod(template, false)({ name: node.name, labels: node.labels ?? {}, taints })
}

const nodeOf = (name: string) => name.split('@')[1] ?? ''

describe('whatever the fleet and the changes', () => {
  it('a node that must not run the pod never gets one, and every plan ends', () => {
    fc.assert(
      fc.property(daemonSetStories, (story) => {
        for (const { planned, nodes, templates } of play(story)) {
          expect(planned.rounds.length).toBeLessThan(1000)
          for (const event of planned.rounds.flatMap((round) => round.controllers)) {
            if (event.op !== 'create' || event.kind !== 'Pod') continue
            const may = nodes.some((fleet) =>
              templates.some((template) => placed(fleet.get(nodeOf(event.name)), template).shouldRun),
            )
            expect(may, `a pod on ${nodeOf(event.name)}`).toBe(true)
          }
        }
      }),
      { numRuns: 60 },
    )
  })

  it('no more nodes are down by the rollout than the budget allows', () => {
    fc.assert(
      fc.property(daemonSetStories, (story) => {
        const budget = asObject(story.strategy['rollingUpdate'])['maxUnavailable']
        fc.pre(budget !== undefined && budget !== 0)
        const most = typeof budget === 'number' ? budget : Math.ceil(0.4 * nodeNames.length)
        const down = new Set<string>()
        for (const { planned, nodes, templates } of play(story)) {
          const counts = (name: string) => placed(nodes[1]?.get(name), templates[1] ?? {}).shouldRun
          for (const round of planned.rounds) {
            for (const event of round.controllers) {
              // only what the rollout deletes within its budget carries no reason of its own
              if (
                event.op === 'delete' &&
                event.kind === 'Pod' &&
                event.why === undefined &&
                planned.step.kubectl === undefined
              )
                down.add(nodeOf(event.name))
              else if (event.op !== 'create' && event.kind === 'Pod') down.delete(nodeOf(event.name))
            }
            // a node that is to have no pod any more is not down
            expect([...down].filter(counts).length).toBeLessThanOrEqual(most)
            for (const event of round.nodes) if (event.op === 'ready') down.delete(nodeOf(event.name))
          }
        }
      }),
      { numRuns: 60 },
    )
  })

  it('with surge no node loses its ready pod to a rollout', () => {
    const rollArb = fc.record({
      nodes: fc.integer({ min: 1, max: 6 }),
      maxSurge: fc.constantFrom<string | number>(1, 2, '50%', '100%'),
      pace: fc.constantFrom('one' as const, 'all' as const),
    })
    fc.assert(
      fc.property(rollArb, ({ nodes, maxSurge, pace }) => {
        const strategy = { type: 'RollingUpdate', rollingUpdate: { maxSurge, maxUnavailable: 0 } }
        const objects = ['agent:1', 'agent:2'].map((image) => daemonSet(image, {}, strategy, 0))
        const steps = objects.map((object): Step => ({ do: 'apply', objects: [object] }))
        const fleet = nodeNames.slice(0, nodes).map((name) => ({ name }))
        const roll = plan({ nodes: fleet, pace, steps, target }).steps[1]
        const ready = new Map(fleet.map(({ name }) => [name, 1]))
        for (const event of roll?.rounds.flatMap((round) => [...round.controllers, ...round.nodes]) ?? []) {
          const by = event.op === 'ready' ? 1 : event.op === 'delete' ? -1 : 0
          if (by !== 0) ready.set(nodeOf(event.name), (ready.get(nodeOf(event.name)) ?? 0) + by)
          expect(Math.min(...ready.values())).toBeGreaterThan(0)
        }
      }),
      { numRuns: 60 },
    )
  })

  it('in the end each node has the one pod that it should have, and no other', () => {
    fc.assert(
      fc.property(daemonSetStories, (story) => {
        const last = play(story).at(-1)
        fc.pre(
          last !== undefined &&
            last.planned.step.maxRounds === undefined &&
            asObject(story.strategy['rollingUpdate'])['maxSurge'] === undefined,
        )
        const [, nodes] = last?.nodes ?? []
        const [, template] = last?.templates ?? []
        for (const name of nodeNames) {
          const { shouldRun, shouldContinue } = placed(nodes?.get(name), template ?? {})
          const pods =
            last?.planned.final.pods.filter(
              (pod) => nodeOf(pod.name) === name && pod.terminating !== true && pod.phase !== 'Failed',
            ) ?? []
          const failed =
            last?.planned.final.pods.some((pod) => nodeOf(pod.name) === name && pod.phase === 'Failed') === true
          // nobody watches for nodes that go: a pod that was not bound by then stays until the next sync (D-21)
          const waits = nodes?.has(name) === true ? pods : pods.filter(({ node }) => node !== undefined)
          if (!shouldContinue) expect(waits, name).toEqual([])
          else if (shouldRun && !failed) expect(pods, name).toHaveLength(1)
          else expect(pods.length, name).toBeLessThanOrEqual(1)
        }
      }),
      { numRuns: 60 },
    )
  })
})

it('a fleet of 2,000 nodes is planned one node at a time', () => {
  const objects = ['agent:1', 'agent:2'].map((image) =>
    daemonSet(
      image,
      { nodeSelector: { shape: '1' } },
      { type: 'RollingUpdate', rollingUpdate: { maxUnavailable: 1 } },
      0,
    ),
  )
  const steps = objects.map((object): Step => ({ do: 'apply', objects: [object] }))
  const nodes = Array.from({ length: 2000 }, (_, index) => ({
    name: `node-${index}`,
    labels: { shape: String(index % 2) },
  }))
  const [created, rolled] = plan({ nodes, steps, target }).steps
  expect(created?.final.pods).toHaveLength(1000)
  expect(rolled?.rounds).toHaveLength(2000)
  const [first] = rolled?.rounds[0]?.controllers.filter((event) => event.op === 'delete') ?? []
  expect(first?.choice).toMatchObject({ pick: 1, more: 980 })
})
