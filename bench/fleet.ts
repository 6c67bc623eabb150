/**
 * How long a rollout over a fleet takes to plan, one node at a time and 10% at a time: the time is to grow in step with
 * the number of nodes. Run by `npx esbuild bench/fleet.ts --bundle --platform=node --format=cjs | node`.
 */
import type { JsonObject } from '../src/kubernetes/json.js'
import { resolveTarget } from '../src/kubernetes/target.js'
import type { Step } from '../src/planner/request.js'
import type { NodeDescription } from '../src/planner/scenario.js'
import { plan } from '../src/planner/simulate.js'

/** Forty shapes of labels and taints; every tenth node is tainted, and one shape in eight is not selected. */
function fleet(count: number): NodeDescription[] {
  return Array.from({ length: count }, (_, index) => {
    const shape = index % 40
    return {
      name: `node-${index}`,
      labels: { zone: `z${shape % 4}`, pool: `p${shape % 8}`, cores: String(4 + shape) },
      taints: shape % 10 === 9 ? [{ key: 'dedicated', value: `t${shape}`, effect: 'NoSchedule' as const }] : [],
    }
  })
}

function agent(image: string, maxUnavailable: number | string): JsonObject {
  const terms = [
    {
      matchExpressions: [
        { key: 'pool', operator: 'NotIn', values: ['p7'] },
        { key: 'cores', operator: 'Gt', values: ['3'] },
      ],
    },
  ]
  return {
    apiVersion: 'apps/v1',
    kind: 'DaemonSet',
    metadata: { name: 'agent' },
    spec: {
      selector: { matchLabels: { app: 'agent' } },
      updateStrategy: { type: 'RollingUpdate', rollingUpdate: { maxUnavailable } },
      template: {
        metadata: { labels: { app: 'agent' } },
        spec: {
          containers: [{ name: 'agent', image }],
          tolerations: [{ key: 'dedicated', operator: 'Equal', value: 't9', effect: 'NoSchedule' }],
          affinity: { nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: terms } } },
        },
      },
    },
  }
}

function measure(count: number, maxUnavailable: number | string): string {
  const objects = ['agent:1', 'agent:2'].map((image) => agent(image, maxUnavailable))
  const acts = objects.map((object): Step => ({ do: 'apply', objects: [object] }))
  const nodes = fleet(count)
  const before = process.cpuUsage()
  const { steps } = plan({ nodes, steps: acts, target: resolveTarget({ minor: 37 }) })
  const seconds = process.cpuUsage(before).user / 1e6
  return `${String(count).padStart(6)} nodes, maxUnavailable ${String(maxUnavailable).padEnd(4)} ${seconds.toFixed(1).padStart(6)} s of processor time, ${steps[1]?.rounds.length} rounds`
}

for (const maxUnavailable of [1, '10%'])
  for (const count of [1875, 3750, 7500, 15000]) console.log(measure(count, maxUnavailable))
