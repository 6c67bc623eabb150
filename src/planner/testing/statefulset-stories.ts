/** Random stories of a StatefulSet, for properties. */
import fc from 'fast-check'
import type { JsonObject } from '../../kubernetes/json.js'
import { resolveTarget } from '../../kubernetes/target.js'
import type { PlanRequest, Step } from '../request.js'
import { applyWeb, kubectl, rolling, type WebOptions } from './manifests.js'

/** What stays the same all through a story: the rest of a StatefulSet may be changed. */
export const character = fc.record({
  parallel: fc.boolean(),
  claims: fc.subarray(['www', 'logs']),
  minor: fc.integer({ min: 29, max: 37 }),
  pace: fc.constantFrom('one' as const, 'all' as const),
})

const policy = fc.constantFrom('Retain' as const, 'Delete' as const)
const strategies = fc.oneof(
  fc.constant<JsonObject | undefined>(undefined),
  fc.constantFrom<JsonObject>({ type: 'OnDelete' }, { type: 'RollingUpdate' }),
  fc.integer({ min: 0, max: 6 }).map((partition) => rolling({ partition })),
  fc
    .tuple(fc.integer({ min: 0, max: 3 }), fc.constantFrom(1, 2, '50%'))
    .map(([partition, maxUnavailable]) => rolling({ partition, maxUnavailable })),
)
export const shape = fc.record({
  replicas: fc.integer({ min: 0, max: 6 }),
  image: fc.constantFrom('nginx:1.16', 'nginx:1.17', 'nginx:1.18', 'nginx:broken'),
  strategy: strategies,
  retention: fc.option(fc.tuple(policy, policy), { nil: undefined }),
  start: fc.constantFrom(0, 0, 0, 2),
})
const ordinal = fc.integer({ min: 0, max: 6 })
const maxRounds = fc.option(fc.integer({ min: 1, max: 4 }), { nil: undefined })

/** Any act, most of them on the set. */
const anyStep = fc.oneof(
  { weight: 6, arbitrary: shape.map((options) => (fixed: WebOptions) => applyWeb({ ...options, ...fixed })) },
  {
    weight: 2,
    arbitrary: fc.integer({ min: 0, max: 6 }).map((replicas) => () => kubectl(`scale sts web --replicas=${replicas}`)),
  },
  { weight: 2, arbitrary: ordinal.map((at) => () => kubectl(`delete pod web-${at}`)) },
  { weight: 1, arbitrary: ordinal.map((at) => () => kubectl(`delete pvc www-web-${at}`)) },
  {
    weight: 1,
    arbitrary: fc
      .constantFrom('background', 'foreground', 'orphan')
      .map((cascade) => () => kubectl(`delete sts web --cascade=${cascade}`)),
  },
  { weight: 1, arbitrary: fc.constantFrom('undo', 'restart').map((verb) => () => kubectl(`rollout ${verb} sts/web`)) },
  {
    weight: 2,
    arbitrary: fc
      .tuple(fc.constantFrom('failPod', 'unreadyPod', 'readyPod'), ordinal)
      .map(([what, at]) => () => ({ do: what, pod: `web-${at}` })),
  },
)

/** Stories of one StatefulSet: it is made, changed, scaled, deleted, and its pods are. */
export const statefulSetStories = fc
  .tuple(character, shape, fc.array(fc.tuple(anyStep, maxRounds), { maxLength: 6 }))
  .map(([{ parallel, claims, minor, pace }, first, steps]) => {
    const fixed = { parallel, claims }
    const played = steps.map(([make, most]): Step => {
      const made = make(fixed)
      return most === undefined ? made : { ...made, maxRounds: most }
    })
    return {
      pace,
      steps: [applyWeb({ ...first, ...fixed }), ...played],
      target: resolveTarget({ minor }),
    } satisfies PlanRequest
  })
