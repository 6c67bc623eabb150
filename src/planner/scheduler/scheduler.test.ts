import { describe, expect, it } from 'vitest'
import type { JsonObject } from '../../kubernetes/json.js'
import { resolveTarget } from '../../kubernetes/target.js'
import { parseVersion } from '../../kubernetes/versions.js'
import type { Plan } from '../plan.js'
import type { ApplyAct, Step, StepSettings } from '../request.js'
import type { NodeDescription } from '../scenario.js'
import { plan } from '../simulate.js'
import { kubectl } from '../testing/manifests.js'

const container = { name: 'c', image: 'nginx:1.16' }

/** Applies a StatefulSet `web` whose pods start at the same time. */
function apply(spec: JsonObject, replicas = 1, settings: StepSettings = {}, name = 'web'): ApplyAct {
  const object: JsonObject = {
    apiVersion: 'apps/v1',
    kind: 'StatefulSet',
    metadata: { name },
    spec: {
      serviceName: name,
      replicas,
      podManagementPolicy: 'Parallel',
      selector: { matchLabels: { app: name } },
      template: { metadata: { labels: { app: name } }, spec: { containers: [container], ...spec } },
    },
  }
  return { do: 'apply', objects: [object], ...settings }
}

function played(nodes: readonly NodeDescription[], steps: readonly Step[], version = '1.37'): Plan {
  return plan({ scheduler: true, nodes, steps, target: resolveTarget(parseVersion(version), {}) })
}

/** Where the pods are at the end, or why they are nowhere; without what is said of preemption. */
function places(result: Plan): Record<string, string> {
  return Object.fromEntries(
    (result.steps.at(-1)?.final.pods ?? []).map(({ name, node, unschedulable }) => [
      name,
      node ?? unschedulable?.split(' preemption:')[0] ?? 'not tried',
    ]),
  )
}

const requests = (list: JsonObject): JsonObject => ({ containers: [{ ...container, resources: { requests: list } }] })

describe('the words for a pod that no node takes', () => {
  const tainted: NodeDescription = { name: 'node-1', taints: [{ key: 'db', value: 'yes', effect: 'NoSchedule' }] }

  it.each([
    ['1.37', '0/1 nodes are available: 1 node(s) had untolerated taint(s).'],
    ['1.36', '0/1 nodes are available: 1 node(s) had untolerated taint(s). no new claims to deallocate,'],
    ['1.33', '0/1 nodes are available: 1 node(s) had untolerated taint {db: yes}.'],
  ])('are those of Kubernetes %s', (version, words) => {
    expect(places(played([tainted], [apply({})], version))).toEqual({ 'web-0': words })
  })

  it('count nodes that the affinity leaves out by name, from 1.32 on', () => {
    const term = { matchFields: [{ key: 'metadata.name', operator: 'In', values: ['node-1'] }] }
    const required = { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [term] } }
    const story = [apply({ ...requests({ cpu: '9' }), affinity: { nodeAffinity: required } })]
    const nodes = [{ name: 'node-1' }, { name: 'node-2' }]
    expect(places(played(nodes, story, '1.32'))).toEqual({
      'web-0': "0/2 nodes are available: 1 Insufficient cpu, 1 node(s) didn't satisfy plugin(s) [NodeAffinity].",
    })
    expect(places(played(nodes, story, '1.31'))).toEqual({ 'web-0': '0/2 nodes are available: 1 Insufficient cpu.' })
  })

  it('name everything that a node lacks, sorted as text', () => {
    const nodes = [
      { name: 'node-1', allocatable: { cpu: '1', memory: '1Gi' } },
      { name: 'node-2', unschedulable: true },
      { name: 'node-3', labels: { 'kubernetes.io/os': 'windows' } },
    ]
    const story = [apply({ ...requests({ cpu: '2', memory: '2Gi' }), nodeSelector: { 'kubernetes.io/os': 'linux' } })]
    expect(places(played(nodes, story))).toEqual({
      'web-0':
        "0/3 nodes are available: 1 Insufficient cpu, 1 Insufficient memory, 1 node(s) didn't match Pod's node affinity/selector, 1 node(s) were unschedulable.",
    })
  })

  it('stay as they were as long as nothing happens that could help', () => {
    const story = [apply({ nodeSelector: { disk: 'ssd' } }), { do: 'addNode' as const, node: { name: 'node-2' } }]
    expect(places(played([{ name: 'node-1' }], story))).toEqual({
      'web-0': "0/1 nodes are available: 1 node(s) didn't match Pod's node affinity/selector.",
    })
  })
})

describe('where several nodes fit', () => {
  const nodes = [{ name: 'node-1' }, { name: 'node-2' }, { name: 'node-3' }]

  it('the plan takes one with the fewest pods of the set, the first by name, and says which others there were', () => {
    const result = played(nodes, [apply({}, 4)])
    expect(places(result)).toEqual({ 'web-0': 'node-1', 'web-1': 'node-2', 'web-2': 'node-3', 'web-3': 'node-1' })
    const ready = result.steps[0]?.rounds[0]?.nodes[0]
    expect(ready).toMatchObject({
      op: 'ready',
      name: 'web-0',
      node: 'node-1',
      choice: { pick: 1, of: ['node-1', 'node-2', 'node-3'] },
    })
  })

  it('place says which it is, if it fits', () => {
    const story = [apply({}, 2, { place: { 'web-0': 'node-3', 'web-1': 'node-9' } })]
    expect(places(played(nodes, story))).toEqual({ 'web-0': 'node-3', 'web-1': 'node-1' })
  })

  it('there is no choice where only one fits', () => {
    const result = played(nodes, [apply({ nodeSelector: { 'kubernetes.io/hostname': 'node-2' } })])
    expect(result.steps[0]?.rounds[0]?.nodes[0]).toMatchObject({ op: 'ready', node: 'node-2' })
    expect(result.steps[0]?.rounds[0]?.nodes[0]).not.toHaveProperty('choice')
  })
})

it('counts to the last byte', () => {
  const story = (memory: string): Step[] => [apply(requests({ memory }))]
  const nodes = [{ name: 'node-1', allocatable: { memory: '1Gi' } }]
  expect(places(played(nodes, story('1073741824')))).toEqual({ 'web-0': 'node-1' })
  expect(places(played(nodes, story('1073741825')))).toEqual({
    'web-0': '0/1 nodes are available: 1 Insufficient memory.',
  })
})

it('leaves pods of another scheduler alone', () => {
  expect(places(played([{ name: 'node-1' }], [apply({ schedulerName: 'mine' })]))).toEqual({ 'web-0': 'not tried' })
})

it('looks at the labels of namespaces', () => {
  const elsewhere = { namespaceSelector: { matchLabels: { team: 'a' } }, topologyKey: 'kubernetes.io/hostname' }
  const anti = {
    podAntiAffinity: {
      requiredDuringSchedulingIgnoredDuringExecution: [{ ...elsewhere, labelSelector: { matchLabels: { app: 'db' } } }],
    },
  }
  const namespace = (team: string): Step => {
    const object = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'other', labels: { team } } }
    return { do: 'apply', objects: [object] }
  }
  const db = apply({}, 1, {}, 'db')
  const story = (team: string): Step[] => [
    namespace(team),
    { ...db, objects: db.objects.map((object) => ({ ...object, metadata: { name: 'db', namespace: 'other' } })) },
    apply({ affinity: anti }),
  ]
  expect(places(played([{ name: 'node-1' }], story('b')))).toMatchObject({ 'web-0': 'node-1' })
  expect(places(played([{ name: 'node-1' }], story('a')))).toMatchObject({
    'web-0': "0/1 nodes are available: 1 node(s) didn't match pod anti-affinity rules.",
  })
})

it('makes room when a pod is deleted', () => {
  const nodes = [{ name: 'node-1', allocatable: { pods: '1' } }]
  const story = [apply({}, 2, { place: { 'web-1': 'node-1' } }), kubectl('scale sts web --replicas=1')]
  expect(places(played(nodes, story.slice(0, 1)))).toEqual({
    'web-0': '0/1 nodes are available: 1 Too many pods.',
    'web-1': 'node-1',
  })
  expect(places(played(nodes, story))).toEqual({ 'web-0': 'node-1' })
})
