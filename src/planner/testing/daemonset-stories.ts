/** Random stories of a DaemonSet and its nodes, for properties. */
import fc from 'fast-check'
import type { JsonObject } from '../../kubernetes/json.js'
import { resolveTarget } from '../../kubernetes/target.js'
import type { PlanRequest, Step } from '../request.js'
import type { NodeDescription } from '../scenario.js'
import { kubectl } from './manifests.js'

/** What the stories are planned for. */
export const target = resolveTarget({ minor: 37 })

export const nodeNames = ['node-1', 'node-2', 'node-3', 'node-4', 'node-5', 'node-6']
const taintArb = fc.record({
  key: fc.constantFrom('a', 'b'),
  effect: fc.constantFrom('NoSchedule' as const, 'NoExecute' as const, 'PreferNoSchedule' as const),
})
const nodeArb = (name: fc.Arbitrary<string>): fc.Arbitrary<NodeDescription> =>
  fc.record({
    name,
    labels: fc.constantFrom<Record<string, string>>({}, { disk: 'ssd' }, { disk: 'hdd', cores: '8' }),
    taints: fc.uniqueArray(taintArb, { maxLength: 1, selector: ({ key }) => key }),
    unschedulable: fc.boolean(),
    notReady: fc.boolean(),
  })

const podSpecArb: fc.Arbitrary<JsonObject> = fc.constantFrom<JsonObject>(
  {},
  {},
  { nodeSelector: { disk: 'ssd' } },
  { tolerations: [{ key: 'a', operator: 'Exists' }] },
  { tolerations: [{ operator: 'Exists' }] },
  {
    affinity: {
      nodeAffinity: {
        requiredDuringSchedulingIgnoredDuringExecution: {
          nodeSelectorTerms: [{ matchExpressions: [{ key: 'cores', operator: 'DoesNotExist' }] }],
        },
      },
    },
  },
)
const strategyArb: fc.Arbitrary<JsonObject> = fc.constantFrom<JsonObject>(
  { type: 'OnDelete' },
  { type: 'RollingUpdate', rollingUpdate: { maxUnavailable: 1 } },
  { type: 'RollingUpdate', rollingUpdate: { maxUnavailable: 3 } },
  { type: 'RollingUpdate', rollingUpdate: { maxUnavailable: '40%' } },
  { type: 'RollingUpdate', rollingUpdate: { maxUnavailable: 0, maxSurge: 1 } },
  { type: 'RollingUpdate', rollingUpdate: { maxUnavailable: 0, maxSurge: '50%' } },
)

/** What happens to the set or to a node; the strategy stays the same through a story. */
export type Change = { readonly image: string; readonly podSpec: JsonObject } | { readonly step: Step }
const changeArb: fc.Arbitrary<Change> = fc.oneof(
  fc.record({ image: fc.constantFrom('agent:1', 'agent:2', 'agent:3', 'broken'), podSpec: podSpecArb }),
  nodeArb(fc.constantFrom(...nodeNames)).map((node) => ({ step: { do: 'setNode' as const, node } })),
  fc.constantFrom(...nodeNames).map((node) => ({ step: { do: 'removeNode' as const, node } })),
  fc.constantFrom(...nodeNames).map((name) => ({ step: { do: 'unreadyPod' as const, pod: `agent@${name}` } })),
  fc
    .constantFrom(...nodeNames)
    .map((name) => ({ step: { do: 'failPod' as const, pod: `agent@${name}`, waitSeconds: 3 } })),
  fc.constant({ step: kubectl('delete pod -l app=agent') }),
)
/** Stories of one DaemonSet over a few nodes. */
export const daemonSetStories = fc.record({
  nodes: fc.uniqueArray(nodeArb(fc.constantFrom(...nodeNames)), {
    minLength: 1,
    maxLength: 6,
    selector: ({ name }) => name,
  }),
  strategy: strategyArb,
  minReadySeconds: fc.constantFrom(0, 0, 4),
  pace: fc.constantFrom('one' as const, 'all' as const),
  changes: fc.array(fc.tuple(changeArb, fc.option(fc.integer({ min: 1, max: 4 }), { nil: undefined })), {
    maxLength: 5,
  }),
})

/** The DaemonSet of the stories. */
export function daemonSet(
  image: string,
  podSpec: JsonObject,
  updateStrategy: JsonObject,
  minReadySeconds: number,
): JsonObject {
  return {
    apiVersion: 'apps/v1',
    kind: 'DaemonSet',
    metadata: { name: 'agent' },
    spec: {
      selector: { matchLabels: { app: 'agent' } },
      updateStrategy,
      minReadySeconds,
      template: {
        metadata: { labels: { app: 'agent' } },
        spec: { containers: [{ name: 'agent', image }], ...podSpec },
      },
    },
  }
}

export type DaemonSetStory = typeof daemonSetStories extends fc.Arbitrary<infer Value> ? Value : never

/** Every story begins with it. */
export const firstChange: Change = { image: 'agent:1', podSpec: {} }

/** The changes of a story, and after how many rounds the next comes; undefined: once nothing moves. */
export function actsOf(story: DaemonSetStory): (readonly [Change, number | undefined])[] {
  return [[firstChange, undefined], ...story.changes]
}

/** A story as a request. */
export function requestOf(story: DaemonSetStory): PlanRequest {
  const steps = actsOf(story).map(([change, maxRounds]): Step => {
    const cut = maxRounds === undefined ? {} : { maxRounds }
    if ('step' in change) return { ...change.step, ...cut }
    const object = daemonSet(change.image, change.podSpec, story.strategy, story.minReadySeconds)
    return { do: 'apply', objects: [object], waitSeconds: story.minReadySeconds === 0 ? 0 : 6, ...cut }
  })
  return { nodes: story.nodes, pace: story.pace, steps, target }
}
