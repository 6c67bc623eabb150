import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { resolveTarget } from '../kubernetes/target.js'
import type { Plan, PlanEvent, PlannedStep } from './plan.js'
import { plan } from './simulate.js'
import { applyWeb, kubectl, rolling } from './testing/manifests.js'
import { character, shape, statefulSetStories } from './testing/statefulset-stories.js'

fc.configureGlobal({ seed: 1737 })

const eventsOf = (step: PlannedStep): PlanEvent[] =>
  step.rounds.flatMap((round) => [...round.controllers, ...round.nodes])
const ordinalOf = (name: string): number => Number(/[0-9]+$/.exec(name)?.[0])

/** Checks the pods of a plan, event by event. */
function checkPods(made: Plan): void {
  const pods = new Set<string>()
  for (const step of made.steps) {
    for (const event of eventsOf(step)) {
      if (event.kind !== 'Pod') continue
      if (event.op === 'create') {
        expect(pods.has(event.name), `${event.name} is created while a pod of that name is there`).toBe(false)
        pods.add(event.name)
      }
      if (event.op === 'gone') expect(pods.delete(event.name), `${event.name} goes and was not there`).toBe(true)
    }
    expect([...pods].sort()).toEqual(step.final.pods.map((pod) => pod.name))
  }
}

describe('whatever is done to a StatefulSet', () => {
  it('there are never two pods of one name, and every plan ends', () => {
    fc.assert(
      fc.property(statefulSetStories, (request) => {
        const made = plan(request)
        expect(made.steps).toHaveLength(request.steps.length)
        checkPods(made)
      }),
      { numRuns: 150 },
    )
  })

  it('the same input gives the same bytes', () => {
    fc.assert(
      fc.property(statefulSetStories, (request) => {
        expect(JSON.stringify(plan(request))).toBe(JSON.stringify(plan(request)))
      }),
      { numRuns: 40 },
    )
  })

  it('no claim is deleted under Retain, but by hand', () => {
    fc.assert(
      fc.property(
        character,
        fc.array(shape, { minLength: 1, maxLength: 5 }),
        fc.array(fc.constantFrom('scale sts web --replicas=1', 'delete pod web-0', 'delete sts web'), { maxLength: 2 }),
        (fixed, shapes, lines) => {
          const { parallel, claims, pace } = fixed
          const steps = [
            ...shapes.map((options) => applyWeb({ ...options, parallel, claims, retention: ['Retain', 'Retain'] })),
            ...lines.map((line) => kubectl(line)),
          ]
          const made = plan({ pace, steps, target: resolveTarget({ minor: fixed.minor }) })
          const lost = made.steps
            .flatMap(eventsOf)
            .filter((event) => event.kind === 'PersistentVolumeClaim' && event.op !== 'create')
          expect(lost).toEqual([])
        },
      ),
      { numRuns: 60 },
    )
  })
})

describe('a rollout', () => {
  const rollout = fc.record({
    minor: fc.integer({ min: 29, max: 37 }),
    replicas: fc.integer({ min: 1, max: 7 }),
    partition: fc.integer({ min: 0, max: 8 }),
    pace: fc.constantFrom('one' as const, 'all' as const),
    start: fc.constantFrom(0, 3),
  })

  it('under OrderedReady never has two pods down at once', () => {
    fc.assert(
      fc.property(rollout, ({ minor, replicas, partition, pace, start }) => {
        const options = { replicas, start, strategy: rolling({ partition }) }
        const steps = [applyWeb(options), applyWeb({ ...options, image: 'nginx:1.17' })]
        const made = plan({ pace, steps, target: resolveTarget({ minor }) })
        let down = 0
        for (const event of eventsOf(made.steps[1] as PlannedStep)) {
          if (event.kind !== 'Pod') continue
          if (event.op === 'delete') down++
          if (event.op === 'ready') down--
          expect(down).toBeLessThanOrEqual(1)
        }
        expect(down).toBe(0)
        expect(made.steps[1]?.final.pods).toHaveLength(replicas)
      }),
      { numRuns: 60 },
    )
  })

  it('never gives a pod below the partition the new revision', () => {
    fc.assert(
      fc.property(
        rollout,
        fc.boolean(),
        fc.constantFrom<number | string>(1, 3, '40%'),
        fc.boolean(),
        ({ minor, replicas, partition, pace, start }, parallel, maxUnavailable, gate) => {
          const options = { replicas, start, parallel, strategy: rolling({ partition, maxUnavailable }) }
          const steps = [applyWeb(options), applyWeb({ ...options, image: 'nginx:1.17' })]
          const made = plan({
            pace,
            steps,
            target: resolveTarget({ minor }, { MaxUnavailableStatefulSet: gate }),
          })
          const [before, after] = made.steps as [PlannedStep, PlannedStep]
          const old = before.final.history[0]?.name
          for (const event of eventsOf(after))
            if (event.op === 'create' && event.kind === 'Pod')
              expect(ordinalOf(event.name)).toBeGreaterThanOrEqual(start + partition)
          for (const pod of after.final.pods) expect(pod.revision === old).toBe(ordinalOf(pod.name) < start + partition)
        },
      ),
      { numRuns: 60 },
    )
  })

  it('under OrderedReady makes a pod only when those below it are ready', () => {
    fc.assert(
      fc.property(rollout, ({ minor, replicas, pace, start }) => {
        const steps = [applyWeb({ replicas, start })]
        const made = plan({ pace, steps, target: resolveTarget({ minor }) })
        const order = eventsOf(made.steps[0] as PlannedStep)
          .filter((event) => event.kind === 'Pod')
          .map((event) => `${event.op} ${ordinalOf(event.name) - start}`)
        expect(order).toEqual(
          Array.from({ length: replicas }, (_, index) => [`create ${index}`, `ready ${index}`]).flat(),
        )
      }),
      { numRuns: 30 },
    )
  })
})

describe('large sets', () => {
  it('a StatefulSet of 5,000 pods is created and rolled, one pod after the other', () => {
    const steps = [
      applyWeb({ replicas: 5000, claims: ['www'] }),
      applyWeb({ replicas: 5000, claims: ['www'], image: 'nginx:1.17' }),
    ]
    const made = plan({ steps, target: resolveTarget({ minor: 37 }) })
    expect(made.steps.map((step) => step.rounds.length)).toEqual([5000, 10_000])
    expect(made.steps[1]?.final.claims).toHaveLength(5000)
    expect(new Set(made.steps[1]?.final.pods.map((pod) => pod.revision)).size).toBe(1)
    expect(made.steps[1]?.rounds[0]?.controllers.at(-1)).toMatchObject({ op: 'delete', name: 'web-4999' })
  })
})
