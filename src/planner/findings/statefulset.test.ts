import { describe, expect, it } from 'vitest'
import { resolveTarget } from '../../kubernetes/target.js'
import type { Finding, PlannedStep } from '../plan.js'
import type { Step } from '../request.js'
import { plan } from '../simulate.js'
import { applyWeb, kubectl, rolling } from '../testing/manifests.js'

function planned(...steps: Step[]): PlannedStep {
  return plannedWith({}, steps)
}

function plannedWith(gates: Readonly<Record<string, boolean>>, steps: readonly Step[]): PlannedStep {
  const made = plan({ steps, target: resolveTarget({ minor: 37 }, gates) })
  return made.steps.at(-1) as PlannedStep
}

/** The findings of the last step, by id. */
function findings(...steps: Step[]): Map<string, Finding> {
  return new Map(planned(...steps).findings.map((finding) => [finding.id, finding]))
}

describe('a plan of a StatefulSet says', () => {
  it('where it stops, that going back does not heal it, and which commands do', () => {
    const found = findings(applyWeb(), applyWeb({ image: 'nginx:broken' })).get('stuck-rollout')
    expect(found?.severity).toBe('error')
    expect(found?.message).toBe(
      'web-2 does not get ready. No other pod is updated before it is ready. Applying the old manifest again does not heal it (podManagementPolicy OrderedReady): go back, then delete web-2; or roll forward with a mended manifest, and delete it then.',
    )
    expect(found?.commands).toEqual(['kubectl rollout undo sts/web', 'kubectl delete pod web-2'])
  })
  it('that the order is open in which pods come back that are deleted by force, one after the other', () => {
    const story = (line: string): Finding | undefined => findings(applyWeb(), kubectl(line)).get('order-open')
    expect(story('delete pod --force web-2 web-0')?.message).toContain(
      'kubectl deletes web-2, web-0 one after the other',
    )
    expect(story('delete pod --force web-0 web-2')).toBeUndefined()
    expect(story('delete pod web-2 web-0')).toBeUndefined()
    expect(findings(applyWeb({ parallel: true }), kubectl('delete pod --force web-2 web-0')).has('order-open')).toBe(
      false,
    )
  })
  it('that a broken pod stays when the old manifest is applied again', () => {
    const step = planned(applyWeb(), applyWeb({ image: 'nginx:broken' }), applyWeb())
    expect(step.outcome).toBe('stuck')
    expect(step.findings[0]?.commands).toEqual(['kubectl delete pod web-2'])
  })
  it('that going back is enough under Parallel', () => {
    const found = findings(applyWeb({ parallel: true }), applyWeb({ parallel: true, image: 'nginx:broken' })).get(
      'stuck-rollout',
    )
    expect(found?.message).toContain('Going back to the old template heals it')
    expect(found?.commands).toEqual(['kubectl rollout undo sts/web'])
  })
  it('that going back is enough with the strategy Recreate (S-61)', () => {
    const strategy = { type: 'Recreate' }
    const gates = { StatefulSetRecreateStrategy: true }
    const found = (...steps: Step[]) => plannedWith(gates, steps).findings
    const stopped = [applyWeb({ strategy }), applyWeb({ strategy, image: 'nginx:broken' })]
    expect(found(...stopped).find(({ id }) => id === 'stuck-rollout')).toMatchObject({
      message:
        'web-0 does not get ready. web-1, web-2 are not created before it is ready. Going back to the old template heals it (updateStrategy Recreate).',
      commands: ['kubectl rollout undo sts/web'],
    })
    expect(plannedWith(gates, [...stopped, kubectl('rollout undo sts/web')]).outcome).toBe('done')
    const [note] = found(applyWeb({ strategy }), applyWeb({ strategy, image: 'nginx:1.17' })).filter(
      ({ id }) => id === 'stops-if-not-ready',
    )
    expect(note?.commands).toEqual(['kubectl rollout undo sts/web'])
    expect(note?.message).toContain('If web-0 never gets ready, no further pod is made')
  })
  it('that another manifest is enough under Parallel, and that OrderedReady wants a hand, where no revision has ever got ready', () => {
    expect(findings(applyWeb({ parallel: true, image: 'nginx:broken' })).get('stuck-rollout')?.message).toBe(
      'web-0, web-1, web-2 do not get ready. Apply a manifest whose pods do.',
    )
    expect(findings(applyWeb({ image: 'nginx:broken' })).get('stuck-rollout')?.message).toContain(
      'then delete it, since nothing else replaces it: kubectl delete pod web-0.',
    )
  })
  it('where it would stop if a pod never became ready', () => {
    const found = findings(applyWeb(), applyWeb({ image: 'nginx:1.17' })).get('stops-if-not-ready')
    expect(found?.commands).toEqual(['kubectl rollout undo sts/web', 'kubectl delete pod web-2'])
  })
  it('how many pods are ready at the least', () => {
    expect(findings(applyWeb(), applyWeb({ image: 'nginx:1.17' })).get('least-ready')).toMatchObject({
      message: 'At the least 2 of 3 pods are ready.',
      ready: { least: 2, of: 3 },
    })
    expect(
      findings(applyWeb({ replicas: 1 }), applyWeb({ replicas: 1, image: 'nginx:1.17' })).get('least-ready'),
    ).toMatchObject({ severity: 'warning', message: 'For a while no pod is ready (0 of 1).' })
    expect(findings(applyWeb(), kubectl('scale sts web --replicas=5')).has('least-ready')).toBe(false)
  })
  it('which pods keep the old revision, and why', () => {
    const strategy = rolling({ partition: 2 })
    expect(
      findings(applyWeb({ strategy }), applyWeb({ strategy, image: 'nginx:1.17' })).get('below-partition')?.message,
    ).toMatch(/^partition 2: web-0, web-1 keep web-\w+, also when deleted by hand or evicted\.$/)
    const above = rolling({ partition: 9 })
    expect(
      findings(applyWeb({ strategy: above }), applyWeb({ strategy: above, image: 'nginx:1.17' })).get('below-partition')
        ?.message,
    ).toContain('partition 9 with 3 replicas: no pod is updated at all, and web-0, web-1, web-2 keep')
    const byHand = { type: 'OnDelete' }
    expect(
      findings(applyWeb({ strategy: byHand }), applyWeb({ strategy: byHand, image: 'nginx:1.17' })).get('on-delete')
        ?.message,
    ).toContain('web-0, web-1, web-2 keep the old template until they are deleted by hand')
    expect(
      findings(
        applyWeb({ strategy: byHand, replicas: 1 }),
        applyWeb({ strategy: byHand, replicas: 1, image: 'nginx:1.17' }),
      ).get('on-delete')?.message,
    ).toContain('web-0 keeps the old template until it is deleted by hand')
  })
  it('that scaling to 0 completes an update that the partition held back', () => {
    const strategy = rolling({ partition: 2 })
    const held = [applyWeb({ strategy }), applyWeb({ strategy, image: 'nginx:1.17' })]
    expect(findings(...held, kubectl('scale sts web --replicas=0')).get('zero-completes-update')?.message).toContain(
      'partition 2',
    )
  })
  it('that pods restart for an annotation alone', () => {
    const found = findings(applyWeb({ annotations: { config: 'a' } }), applyWeb({ annotations: { config: 'b' } })).get(
      'replaced-for-metadata',
    )
    expect(found?.message).toBe(
      "3 pods restart because of the template's annotation config: nothing else in it has changed.",
    )
    expect(findings(applyWeb(), kubectl('rollout restart sts/web')).has('replaced-for-metadata')).toBe(false)
    expect(findings(applyWeb(), applyWeb({ image: 'nginx:1.17' })).has('replaced-for-metadata')).toBe(false)
  })
  it('that it waits for minReadySeconds', () => {
    expect(findings(applyWeb({ minReadySeconds: 30 })).get('waits-for-min-ready')?.message).toContain('30 seconds')
    expect(planned(applyWeb({ minReadySeconds: 30 })).outcome).toBe('done')
  })
  it('why a set is not scaled in', () => {
    const found = findings(
      applyWeb({ replicas: 4 }),
      { do: 'unreadyPod' as const, pod: 'web-2' },
      { do: 'unreadyPod' as const, pod: 'web-3' },
      kubectl('scale sts web --replicas=1'),
    ).get('stuck-rollout')
    expect(found?.message).toContain('web-2')
  })
  it('why a pod cannot be made', () => {
    const name = 'a'.repeat(60)
    expect(findings(applyWeb({ name })).get('stuck-rollout')?.message).toContain('Use a name of at most 52')
    const bare = {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: 'web-1', labels: { app: 'x' } },
      spec: { containers: [{ name: 'x', image: 'x' }] },
    }
    const found = findings({ do: 'apply', objects: [bare] }, applyWeb()).get('stuck-rollout')
    expect(found?.commands).toEqual([
      'kubectl delete pod web-1',
      'kubectl annotate sts web rollcast/woken=once --overwrite',
    ])
  })
  it('that pods have to be deleted when a set with one more claim template adopts them', () => {
    const found = findings(
      applyWeb({ claims: ['www'] }),
      kubectl('delete sts web --cascade=orphan'),
      applyWeb({ claims: ['www', 'logs'] }),
    ).get('stuck-rollout')
    expect(found?.commands).toEqual([
      'kubectl delete pod web-0',
      'kubectl delete pod web-1',
      'kubectl delete pod web-2',
    ])
  })
})

describe('a plan says of claims', () => {
  it('which are deleted with their data', () => {
    const retention = ['Delete', 'Delete'] as const
    const found = findings(applyWeb({ claims: ['www'], retention }), kubectl('scale sts web --replicas=1')).get(
      'claims-lost',
    )
    expect(found?.severity).toBe('error')
    expect(found?.message).toBe('2 claims are deleted WITH THEIR DATA: www-web-2, www-web-1.')
    expect(
      findings(applyWeb({ claims: ['www'], retention }), kubectl('delete sts web')).get('claims-lost')?.object,
    ).toBe('StatefulSet/web')
  })
  it('which are left behind', () => {
    expect(
      findings(applyWeb({ claims: ['www'] }), kubectl('scale sts web --replicas=2')).get('claims-left')?.message,
    ).toBe('1 claim is left behind with its data, and used again when the set grows: www-web-2.')
  })
  it('which are taken up as they are, though the template asks for more', () => {
    const found = findings(
      applyWeb({ claims: ['www'] }),
      kubectl('delete sts web'),
      applyWeb({ claims: ['www'], storage: '5Gi' }),
    ).get('claims-not-resized')
    expect(found?.message).toContain(
      'www-web-0, www-web-1, www-web-2 are there already and used as they are (1Gi): claim template "www" asks for 5Gi',
    )
  })
})
