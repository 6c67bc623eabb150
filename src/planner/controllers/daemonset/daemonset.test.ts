import { describe, expect, it } from 'vitest'
import type { JsonObject } from '../../../kubernetes/json.js'
import { resolveTarget } from '../../../kubernetes/target.js'
import { parseVersion } from '../../../kubernetes/versions.js'
import type { PlannedStep } from '../../plan.js'
import { kubectl } from '../../testing/manifests.js'
import type { Step } from '../../request.js'
import type { NodeDescription } from '../../scenario.js'
import { plan } from '../../simulate.js'

function agent(image: string, more: { strategy?: JsonObject; metadata?: JsonObject; spec?: JsonObject } = {}): Step {
  const object: JsonObject = {
    apiVersion: 'apps/v1',
    kind: 'DaemonSet',
    metadata: { name: 'agent' },
    spec: {
      selector: { matchLabels: { app: 'agent' } },
      ...(more.strategy === undefined ? {} : { updateStrategy: more.strategy }),
      template: {
        metadata: { labels: { app: 'agent' }, ...more.metadata },
        spec: { containers: [{ name: 'agent', image }] },
      },
      ...more.spec,
    },
  }
  return { do: 'apply', objects: [object] }
}

const fleet = (count: number): NodeDescription[] =>
  Array.from({ length: count }, (_, index) => ({ name: `node-${index + 1}` }))

/** The last of the steps, in a version. */
function lastStep(version: string, nodes: readonly NodeDescription[], ...steps: Step[]): PlannedStep {
  const { steps: planned } = plan({ nodes, steps, target: resolveTarget(parseVersion(version)) })
  return planned.at(-1) as PlannedStep
}

function firstDeletions(step: PlannedStep): string[] {
  return (step.rounds[0]?.controllers ?? []).filter((event) => event.op === 'delete').map((event) => event.name)
}

describe('an old pod that is not ready', () => {
  const story = [agent('agent:1'), { do: 'unreadyPod', pod: 'agent@node-3' } as const, agent('agent:2')]
  it.each(['1.29.10', '1.30.6', '1.31.0', '1.37'])('uses up the budget in %s (D-27)', (version) => {
    expect(firstDeletions(lastStep(version, fleet(3), ...story))).toEqual(['agent@node-3'])
  })
  it.each(['1.29.9', '1.30.5'])('did not in %s: a good pod more could be taken', (version) => {
    expect(firstDeletions(lastStep(version, fleet(3), ...story))).toEqual(['agent@node-3', 'agent@node-1'])
  })
})

describe('a NoSchedule taint on a node with a pod', () => {
  const story: Step[] = [
    agent('agent:1'),
    { do: 'setNode', node: { name: 'node-2', taints: [{ key: 'k', effect: 'NoSchedule' }] } },
  ]
  const misscheduled = (version: string) =>
    lastStep(version, fleet(2), ...story).final.sets['DaemonSet/agent']?.status['numberMisscheduled']
  it('was counted at once up to 1.32, and since 1.33 only when something else happens (D-58)', () => {
    expect(misscheduled('1.32')).toBe(1)
    expect(misscheduled('1.33')).toBe(0)
    expect(
      lastStep('1.33', fleet(2), ...story, agent('agent:2')).final.sets['DaemonSet/agent']?.status[
        'desiredNumberScheduled'
      ],
    ).toBe(1)
  })
})

describe("a revision's name", () => {
  it('has a mark in place of a hash that cannot be known, one for each template', () => {
    const metadata = { creationTimestamp: '2026-01-01T00:00:00Z' }
    const step = lastStep('1.37', fleet(1), agent('agent:1', { metadata }), agent('agent:2', { metadata }))
    expect(step.final.history.map(({ name }) => name)).toEqual(['agent-<hash1>', 'agent-<hash2>'])
    expect(step.final.pods.map(({ revision }) => revision)).toEqual(['<hash2>'])
  })
  it('tells a template that is changed after a restart from the restarted one, and comes to an end', () => {
    const step = lastStep(
      '1.37',
      fleet(1),
      agent('agent:1'),
      kubectl('rollout restart ds/agent'),
      kubectl('set image ds/agent *=agent:2'),
    )
    expect(step.final.history.map(({ name }) => name).slice(1)).toEqual(['agent-<restart1>', 'agent-<restart1.1>'])
  })

  it('has a mark of its own after a restart, whose second nobody knows', () => {
    const step = lastStep('1.37', fleet(1), agent('agent:1'), kubectl('rollout restart ds/agent'))
    expect(step.final.history.map(({ name }) => name).at(-1)).toBe('agent-<restart1>')
  })
})

describe('a choice', () => {
  const strategy = { type: 'RollingUpdate', rollingUpdate: { maxUnavailable: 2 } }
  it('names what Kubernetes may take, and takes the first by name', () => {
    const step = lastStep('1.37', fleet(5), agent('agent:1', { strategy }), agent('agent:2', { strategy }))
    const deletions = step.rounds[0]?.controllers.filter((event) => event.op === 'delete') ?? []
    expect(deletions.map((event) => event.name)).toEqual(['agent@node-1', 'agent@node-2'])
    expect(deletions[0]?.choice).toEqual({ pick: 2, of: ['node-1', 'node-2', 'node-3', 'node-4', 'node-5'] })
    // the last one is no choice any more
    expect(
      step.rounds
        .flatMap((round) => round.controllers)
        .filter((event) => event.op === 'delete')
        .at(-1)?.choice,
    ).toBeUndefined()
  })
  it('takes preferred nodes first', () => {
    const second = agent('agent:2', { strategy })
    const step = lastStep('1.37', fleet(5), agent('agent:1', { strategy }), {
      ...second,
      prefer: ['node-4', 'nowhere', 'node-2'],
    })
    expect(firstDeletions(step)).toEqual(['agent@node-4', 'agent@node-2'])
  })
  it('takes those that are preferred for the set alone', () => {
    const second = agent('agent:2', { strategy })
    const step = lastStep('1.37', fleet(5), agent('agent:1', { strategy }), {
      ...second,
      prefer: ['other@node-5', 'agent@node-3', 'node-2'],
    })
    expect(firstDeletions(step)).toEqual(['agent@node-3', 'agent@node-2'])
  })
})

describe('after a surge', () => {
  const strategy = { type: 'RollingUpdate', rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } }
  const rolled = ['agent:1', 'agent:2'].map((image) => agent(image, { strategy }))

  it('a pod is found by the name that is shown', () => {
    const unready = lastStep('1.37', fleet(2), ...rolled, { do: 'unreadyPod', pod: 'agent@node-1' })
    expect(unready.final.pods.map(({ name, ready }) => [name, ready])).toEqual([
      ['agent@node-1', false],
      ['agent@node-2', true],
    ])
  })
  it('no other name is printed', () => {
    const step = lastStep('1.37', fleet(2), ...rolled, kubectl('delete pod agent@node-1'))
    expect(step.output).toBe('pod "agent@node-1" deleted')
    expect(JSON.stringify(lastStep('1.37', fleet(2), ...rolled, kubectl('delete pod -l app=agent')))).not.toContain('#')
    expect(JSON.stringify(lastStep('1.37', fleet(2), ...rolled, kubectl('label pod --all x=y')))).not.toContain('#')
  })
})

it('at most 250 pods are made and at most 250 deleted in one sync (D-16)', () => {
  const strategy = { type: 'RollingUpdate', rollingUpdate: { maxUnavailable: '100%' } }
  const step = lastStep('1.37', fleet(600), agent('agent:1', { strategy }), agent('agent:2', { strategy }))
  const groups = new Map<number | undefined, number>()
  for (const event of step.rounds[0]?.controllers ?? [])
    if (event.op === 'delete') groups.set(event.group, (groups.get(event.group) ?? 0) + 1)
  expect([...groups.values()]).toEqual([250, 250, 100])
  expect(step.rounds[0]?.controllers.find((event) => event.op === 'delete')?.choice).toMatchObject({
    pick: 250,
    more: 580,
  })
})
