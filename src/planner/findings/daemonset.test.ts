import { describe, expect, it } from 'vitest'
import type { JsonObject } from '../../kubernetes/json.js'
import { resolveTarget } from '../../kubernetes/target.js'
import type { Finding } from '../plan.js'
import { kubectl } from '../testing/manifests.js'
import type { Step } from '../request.js'
import type { NodeDescription } from '../scenario.js'
import { plan } from '../simulate.js'

interface AgentOptions {
  readonly image?: string
  readonly strategy?: JsonObject
  readonly podSpec?: JsonObject
  readonly spec?: JsonObject
}

function agent({ image = 'agent:1', strategy, podSpec, spec }: AgentOptions = {}): Step {
  const object: JsonObject = {
    apiVersion: 'apps/v1',
    kind: 'DaemonSet',
    metadata: { name: 'agent' },
    spec: {
      selector: { matchLabels: { app: 'agent' } },
      ...spec,
      ...(strategy === undefined ? {} : { updateStrategy: strategy }),
      template: {
        metadata: { labels: { app: 'agent' } },
        spec: { containers: [{ name: 'agent', image, ports: [{ containerPort: 9100 }] }], ...podSpec },
      },
    },
  }
  return { do: 'apply', objects: [object] }
}

/** The findings of the last step, by id. */
function lastFindings(nodes: readonly NodeDescription[], ...steps: Step[]): Map<string, Finding> {
  const { steps: planned } = plan({ nodes, steps, target: resolveTarget({ minor: 37 }) })
  return new Map((planned.at(-1)?.findings ?? []).map((finding) => [finding.id, finding]))
}

const fleet = (count: number): NodeDescription[] =>
  Array.from({ length: count }, (_, index) => ({ name: `node-${index + 1}` }))

describe('a plan of a DaemonSet says', () => {
  it.each([
    [36, 5, 1, true],
    [37, 5, '50%', true],
    [35, 5, 1, false],
    [37, 0, 1, false],
    [37, 5, 0, false],
  ])(
    'in 1.%s with minReadySeconds %s and maxSurge %s whether the controller may miss a pod: %s',
    (minor, minReadySeconds, maxSurge, told) => {
      const strategy = { type: 'RollingUpdate', rollingUpdate: { maxSurge, maxUnavailable: maxSurge === 0 ? 1 : 0 } }
      const steps = ['agent:1', 'agent:2'].map((image) => agent({ image, strategy, spec: { minReadySeconds } }))
      const found = plan({ nodes: fleet(2), steps, target: resolveTarget({ minor }), patient: true }).steps.at(-1)
      expect(found?.findings.some(({ id }) => id === 'may-miss-availability')).toBe(told)
    },
  )
  it('why a node gets no pod', () => {
    const controlPlane = {
      name: 'cp-1',
      taints: [{ key: 'node-role.kubernetes.io/control-plane', effect: 'NoSchedule' as const }],
    }
    const found = lastFindings([...fleet(2), controlPlane], agent()).get('node-without-pod')
    expect(found?.message).toBe(
      'No pod is made on cp-1: taint node-role.kubernetes.io/control-plane:NoSchedule is not tolerated.',
    )
    expect(found?.nodes).toEqual(['cp-1'])
  })
  it('which nodes lose theirs at once, whatever the strategy is', () => {
    const found = lastFindings(
      fleet(3),
      agent({ strategy: { type: 'OnDelete' } }),
      agent({ strategy: { type: 'OnDelete' }, podSpec: { nodeSelector: { 'kubernetes.io/hostname': 'node-2' } } }),
    )
    expect(found.get('leaves-at-once')?.severity).toBe('warning')
    expect(found.get('leaves-at-once')?.nodes).toEqual(['node-1', 'node-3'])
    const one = lastFindings(
      fleet(2),
      agent(),
      agent({ podSpec: { nodeSelector: { 'kubernetes.io/hostname': 'node-2' } } }),
    ).get('leaves-at-once')
    expect(one?.message).toBe(
      'node-1 LOSES ITS POD AT ONCE, outside of any budget: nodeSelector kubernetes.io/hostname=node-2 does not match. No updateStrategy holds this back.',
    )
    expect(found.get('leaves-at-once')?.message).toContain('LOSE THEIR PODS AT ONCE')
  })
  it('which pods a rollout deletes and does not bring back', () => {
    const tainted: Step = { do: 'setNode', node: { name: 'node-2', taints: [{ key: 'k', effect: 'NoSchedule' }] } }
    expect(
      lastFindings(fleet(2), agent(), tainted, agent({ image: 'agent:2' })).get('not-brought-back')?.nodes,
    ).toEqual(['node-2'])
  })
  it('in how many waves it goes over the fleet, and how many nodes are without a ready pod at worst', () => {
    const strategy = { type: 'RollingUpdate', rollingUpdate: { maxUnavailable: '10%' } }
    const found = lastFindings(fleet(42), agent({ strategy }), agent({ strategy, image: 'agent:2' }))
    expect(found.get('rollout-waves')?.message).toBe(
      'The pods on 42 nodes are replaced, any 5 nodes at a time (maxUnavailable 10% of 42, rounded up): at least 9 waves, and at most 42, where pods get ready one by one.',
    )
    expect(found.get('worst-moment')?.message).toBe('At the worst moment 5 of 42 nodes (12%) have no ready pod.')
  })
  it('that a node is served while any of its pods is ready, as with a surge pod beside the old one', () => {
    const strategy = { type: 'RollingUpdate', rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } }
    const stopped = [agent({ strategy }), agent({ strategy, image: 'broken' })]
    expect(lastFindings(fleet(3), ...stopped).has('worst-moment')).toBe(false)
    const back = lastFindings(fleet(3), ...stopped, agent({ strategy }))
    expect(back.has('worst-moment')).toBe(false)
    expect(back.has('unavailable-first')).toBe(false)
    const bothGo = lastFindings(
      fleet(3),
      ...stopped,
      kubectl('delete pod --field-selector=spec.nodeName=node-1 -l app=agent'),
    )
    expect(bothGo.get('worst-moment')?.message).toBe('At the worst moment 1 of 3 nodes (33%) has no ready pod.')
  })
  it('no waves of a rollout that has stopped', () => {
    expect(lastFindings(fleet(3), agent(), agent({ image: 'broken' })).has('rollout-waves')).toBe(false)
  })
  it('what stops a rollout, and the way out', () => {
    const found = lastFindings(fleet(3), agent(), agent({ image: 'broken' })).get('stuck-rollout')
    expect(found?.severity).toBe('error')
    expect(found?.nodes).toEqual(['node-1'])
    expect(found?.message).toContain('with 2 nodes to go: the pod on node-1 is not available and uses up the budget.')
    expect(found?.commands).toEqual(['kubectl rollout undo ds/agent'])
  })
  it('that a lost node uses up the budget (D-31)', () => {
    const found = lastFindings(
      fleet(3),
      agent(),
      { do: 'setNode' as const, node: { name: 'node-2', notReady: true } },
      { do: 'unreadyPod' as const, pod: 'agent@node-2' },
    ).get('stuck-rollout')
    expect(found?.message).toContain('node-2 is not ready: a lost node uses up the budget')
  })
  it('that surge and a host port do not go together (D-45)', () => {
    const strategy = { type: 'RollingUpdate', rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } }
    expect(
      lastFindings(fleet(1), agent({ strategy, podSpec: { hostNetwork: true } })).get('surge-host-port')?.message,
    ).toContain('host port 9100')
    expect(lastFindings(fleet(1), agent({ strategy })).has('surge-host-port')).toBe(false)
    expect(lastFindings(fleet(1), agent({ podSpec: { hostNetwork: true } })).has('surge-host-port')).toBe(false)
  })
  it('that adopted pods of the same generation keep the old image (D-72)', () => {
    const orphaned = kubectl('delete ds agent --cascade=orphan')
    const found = lastFindings(fleet(2), agent(), orphaned, agent({ image: 'agent:2' })).get('adopted-not-replaced')
    expect(found?.nodes).toEqual(['node-1', 'node-2'])
    expect(found?.message).toContain('keep agent:1')
    expect(
      lastFindings(fleet(2), agent(), agent({ image: 'agent:2' }), orphaned, agent({ image: 'agent:3' })).has(
        'adopted-not-replaced',
      ),
    ).toBe(false)
  })
  it('that OnDelete waits for somebody', () => {
    const strategy = { type: 'OnDelete' }
    expect(
      lastFindings(fleet(2), agent({ strategy }), agent({ strategy, image: 'agent:2' })).get('on-delete')?.message,
    ).toContain('2 of 2 pods keep the old template')
  })
  it('which pods are replaced outside of the budget, because they are not ready (D-28)', () => {
    const found = lastFindings(
      fleet(3),
      agent(),
      { do: 'unreadyPod' as const, pod: 'agent@node-3' },
      agent({ image: 'agent:2' }),
    )
    expect(found.get('unavailable-first')?.nodes).toEqual(['node-3'])
  })
})
