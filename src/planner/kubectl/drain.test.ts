import { describe, expect, it } from 'vitest'
import { resolveTarget } from '../../kubernetes/target.js'
import type { JsonObject, JsonValue } from '../../kubernetes/json.js'
import type { PlannedStep } from '../plan.js'
import type { Step } from '../request.js'
import { plan } from '../simulate.js'
import { applyWeb, kubectl, type WebOptions } from '../testing/manifests.js'

const labels = { app: 'web' }

function budget(spec: JsonObject): Step {
  return {
    do: 'apply',
    objects: [
      {
        apiVersion: 'policy/v1',
        kind: 'PodDisruptionBudget',
        metadata: { name: 'web' },
        spec: { selector: { matchLabels: labels }, ...spec },
      },
    ],
  }
}

function apply(...objects: JsonObject[]): Step {
  return { do: 'apply', objects }
}

function loosePod(name: string, node: string, spec: JsonObject = {}): JsonObject {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name },
    spec: { nodeName: node, containers: [{ name: 'c', image: 'nginx' }], ...spec },
  }
}

const agent: JsonObject = {
  apiVersion: 'apps/v1',
  kind: 'DaemonSet',
  metadata: { name: 'agent' },
  spec: {
    selector: { matchLabels: { app: 'agent' } },
    template: {
      metadata: { labels: { app: 'agent' } },
      spec: { containers: [{ name: 'c', image: 'nginx' }] },
    },
  },
}

/** The last of these steps, on three nodes, each with room for what the set needs. */
function last(...steps: Step[]): PlannedStep {
  const nodes = ['node-1', 'node-2', 'node-3'].map((name) => ({ name, labels: { 'kubernetes.io/hostname': name } }))
  const made = plan({ target: resolveTarget({ minor: 37 }), nodes, patient: true, scheduler: true, steps })
  return made.steps.at(-1) as PlannedStep
}

/** A set of three behind a budget, one pod a node, and a drain. */
function drained(spec: JsonObject, line: string, web: WebOptions = {}, ...between: Step[]): PlannedStep {
  return last(applyWeb(web), budget(spec), ...between, kubectl(line))
}

function placesOf({ final }: PlannedStep): Record<string, string | undefined> {
  return Object.fromEntries(final.pods.map(({ name, node }) => [name, node]))
}

/** In which order the last step's pods went. */
function evicted({ rounds }: PlannedStep): string[][] {
  return rounds
    .map(({ nodes }) => nodes.filter(({ op, kind }) => op === 'gone' && kind === 'Pod').map(({ name }) => name))
    .filter((names) => names.length > 0)
}

const one = { maxUnavailable: 1 }

describe('kubectl drain', () => {
  it('evicts a pod, which comes back elsewhere', () => {
    const step = drained(one, 'drain node-1')
    expect(step).toMatchObject({
      outcome: 'done',
      output: 'node/node-1 cordoned\nevicting pod default/web-0\npod/web-0 evicted\nnode/node-1 drained',
    })
    expect(placesOf(step)).toEqual({ 'web-0': 'node-2', 'web-1': 'node-2', 'web-2': 'node-3' })
  })

  it('takes one node after the other', () => {
    const step = drained(one, 'drain node-1 node-2')
    expect(step.outcome).toBe('done')
    expect(evicted(step)).toEqual([['web-0'], ['web-1']])
    expect(placesOf(step)).toEqual({ 'web-0': 'node-3', 'web-1': 'node-3', 'web-2': 'node-3' })
    expect(step.output?.split('\n').slice(-4)).toEqual([
      'node/node-1 drained',
      'evicting pod default/web-1',
      'pod/web-1 evicted',
      'node/node-2 drained',
    ])
  })

  it.each<[string, JsonObject]>([
    ['one at a time', one],
    ['minAvailable', { minAvailable: 5 }],
    ['a percentage to stay, rounded up', { minAvailable: '70%' }],
    ['a percentage to go, rounded up', { maxUnavailable: '10%' }],
  ])('goes through pod by pod, as pods come back ready (%s)', (_, spec) => {
    const step = last(
      apply(loosePod('filler', 'node-1')),
      kubectl('cordon node-2 node-3'),
      applyWeb({ replicas: 6, parallel: true }),
      kubectl('uncordon node-2 node-3'),
      budget(spec),
      kubectl('drain node-1 --force'),
    )
    expect(step.outcome).toBe('done')
    expect(evicted(step).slice(0, 2)).toEqual([['filler', 'web-0'], ['web-1']])
    expect(evicted(step)).toHaveLength(6)
    expect(step.output).toMatch(/\npod\/web-5 evicted\nnode\/node-1 drained$/)
    expect(new Set(Object.values(placesOf(step)))).toEqual(new Set(['node-2', 'node-3']))
  })

  it.each<[JsonObject, JsonValue]>([
    [{ minAvailable: 3 }, { minAvailable: 2 }],
    [{ minAvailable: '80%' }, { minAvailable: null, maxUnavailable: 1 }],
    [{ maxUnavailable: 0 }, { minAvailable: null, maxUnavailable: 1 }],
  ])('hangs where a budget never lets a pod go: %j', (spec, mended) => {
    const commands = [
      `kubectl patch pdb web --type=merge -p '${JSON.stringify({ spec: mended })}'`,
      'kubectl drain node-1',
    ]
    const step = drained(spec, 'drain node-1')
    expect(step.outcome).toBe('stuck')
    expect(step.findings).toMatchObject([{ id: 'drain-hangs', severity: 'error', nodes: ['node-1'], commands }])
    expect(step.findings[0]?.message).toMatch(
      /^kubectl drain hangs at node-1, and never ends\. It tries to evict web-0/,
    )
    const after = last(
      applyWeb(),
      budget(spec),
      kubectl('drain node-1'),
      kubectl(`patch pdb web --type=merge -p ${JSON.stringify({ spec: mended })}`),
      kubectl('drain node-1'),
    )
    expect(after.outcome).toBe('done')
    expect(placesOf(after)['web-0']).not.toBe('node-1')
  })

  it('hangs where the pod that was evicted finds no other node, and one has to be ready', () => {
    const step = last(kubectl('cordon node-2 node-3'), applyWeb({ replicas: 2 }), budget(one), kubectl('drain node-1'))
    expect(step.outcome).toBe('stuck')
    expect(step.findings.map(({ id }) => id)).toEqual(expect.arrayContaining(['drain-hangs', 'stuck-rollout']))
    expect(step.findings.find(({ id }) => id === 'drain-hangs')?.message).toContain('others have to get ready first')
  })

  it('gives up after its --timeout', () => {
    const step = drained({ minAvailable: 3 }, 'drain node-1 --timeout=90s')
    expect(step).toMatchObject({
      outcome: 'refused',
      output: 'node/node-1 cordoned\nevicting pod default/web-0',
      error:
        'error: unable to drain node "node-1" due to error: error when evicting pods/"web-0" -n "default": global timeout reached: 1m30s, continuing command...\nThere are pending nodes to be drained:\n node-1\nerror when evicting pods/"web-0" -n "default": global timeout reached: 1m30s',
    })
    expect(() => kubectl('drain node-1 --timeout=5')).not.toThrow()
  })

  it('goes on with the next node where it gives up on one', () => {
    const step = last(
      applyWeb(),
      { ...budget({ minAvailable: 1 }) },
      kubectl('label pod web-1 web-2 app=other --overwrite'),
      kubectl('drain node-1 node-2 --timeout=5m --force'),
    )
    expect(step.outcome).toBe('refused')
    expect(step.output).toContain('node/node-2 drained')
    expect(step.error).toContain('global timeout reached: 5m0s')
  })

  describe('a pod that is not ready', () => {
    const unready: Step = { do: 'unreadyPod', pod: 'web-0' }

    it('goes where the others are enough', () => {
      expect(drained({ minAvailable: 2 }, 'drain node-1', {}, unready).output).toContain('pod/web-0 evicted')
      expect(drained({ minAvailable: 3 }, 'drain node-1', {}, unready).outcome).toBe('stuck')
    })
    it('goes with AlwaysAllow', () => {
      const step = drained({ minAvailable: 3, unhealthyPodEvictionPolicy: 'AlwaysAllow' }, 'drain node-1', {}, unready)
      expect(step.output).toContain('pod/web-0 evicted')
    })
    it('is what the advice is about', () => {
      const step = drained({ minAvailable: 3 }, 'drain node-1', { replicas: 4 }, unready, {
        do: 'unreadyPod',
        pod: 'web-2',
      })
      expect(step.findings.find(({ id }) => id === 'drain-hangs')?.commands?.[0]).toBe(
        `kubectl patch pdb web --type=merge -p '{"spec":{"unhealthyPodEvictionPolicy":"AlwaysAllow"}}'`,
      )
    })
  })

  it('does not try a pod again that two budgets cover', () => {
    const second = apply({
      apiVersion: 'policy/v1',
      kind: 'PodDisruptionBudget',
      metadata: { name: 'second' },
      spec: { selector: { matchLabels: labels }, maxUnavailable: 1 },
    })
    const step = drained(one, 'drain node-1', {}, second)
    expect(step.outcome).toBe('refused')
    expect(step.error).toContain('This pod has more than one PodDisruptionBudget')
  })

  it('passes budgets by with --disable-eviction', () => {
    const step = drained({ minAvailable: 3 }, 'drain node-1 --disable-eviction')
    expect(step).toMatchObject({
      outcome: 'done',
      output: 'node/node-1 cordoned\npod/web-0 deleted\nnode/node-1 drained',
    })
  })

  it('takes the pods that --pod-selector means', () => {
    const step = last(apply(loosePod('loose', 'node-1')), applyWeb(), kubectl('drain node-1 --pod-selector app=web'))
    expect(step).toMatchObject({ outcome: 'done' })
    expect(placesOf(step)['loose']).toBe('node-1')
  })

  it.each([
    ['', 'cannot delete Pods that declare no controller (use --force to override): default/loose'],
    ['--force', undefined],
  ])('asks for a flag before it takes a pod that nobody brings back: %s', (flags, error) => {
    const step = last(apply(loosePod('loose', 'node-1')), kubectl(`drain node-1 ${flags}`.trim()))
    if (error === undefined) {
      expect(step.warnings).toEqual(['deleting Pods that declare no controller: default/loose'])
      expect(placesOf(step)).toEqual({})
    } else {
      expect(step.error).toContain(error)
      expect(placesOf(step)).toEqual({ loose: 'node-1' })
    }
  })

  it('asks for a flag before it takes a pod with data of its own, or one of a DaemonSet', () => {
    const steps = [apply(loosePod('loose', 'node-1', { volumes: [{ name: 'tmp', emptyDir: {} }] }), agent)]
    expect(last(...steps, kubectl('drain node-1')).error).toContain(
      'cannot delete DaemonSet-managed Pods (use --ignore-daemonsets to ignore): default/agent@node-1, cannot delete Pods with local storage (use --delete-emptydir-data to override): default/loose',
    )
    const step = last(...steps, kubectl('drain node-1 --ignore-daemonsets --delete-emptydir-data --force'))
    expect(step.outcome).toBe('done')
    expect(step.final.pods.map(({ name }) => name)).toEqual(['agent@node-1', 'agent@node-2', 'agent@node-3'])
  })

  it('leaves the node cordoned, whatever comes of it', () => {
    expect(drained({ minAvailable: 3 }, 'drain node-1').output).toContain('node/node-1 cordoned')
    const step = last(kubectl('drain node-1'), applyWeb({ replicas: 2 }))
    expect(placesOf(step)).toEqual({ 'web-0': 'node-2', 'web-1': 'node-3' })
  })
})
