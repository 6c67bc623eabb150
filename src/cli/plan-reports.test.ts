import { Readable } from 'node:stream'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import type { PlanOptions } from './options.js'
import { runPlan } from './plan-run.js'

const reports = new URL('../../testdata/reports/', import.meta.url)

async function report(manifests: string[], options: Partial<PlanOptions>): Promise<string> {
  let printed = ''
  const world = {
    cwd: fileURLToPath(new URL('manifests/', reports)),
    stdin: Readable.from([]),
    print: (text: string) => void (printed += text),
    complain: (text: string) => void (printed += text),
    colours: false,
  }
  // what is printed must not change where a newer version is the one that is meant
  await runPlan(manifests, { format: 'text', width: 100, kubernetesVersion: '1.37', ...options }, world)
  return printed
}

describe('reports, as they are printed', () => {
  it.each<[string, string[], Partial<PlanOptions>]>([
    ['create', ['web-1.16.yaml'], {}],
    ['scale-out', [], { from: ['web-1.16.yaml'], then: ['kubectl scale sts web --replicas=5'] }],
    ['scale-in', [], { from: ['web-5.yaml'], then: ['kubectl scale sts web --replicas=3'] }],
    ['image', ['web-1.17.yaml'], { from: ['web-1.16.yaml'] }],
    ['image-and-scale-in', ['web-1.17.yaml'], { from: ['web-5.yaml'] }],
    ['partition', ['web-partition.yaml'], { from: ['web-5.yaml'], then: ['kubectl delete pod web-0'] }],
    [
      'parallel',
      [],
      {
        from: ['web-parallel.yaml'],
        then: [
          'kubectl scale sts web --replicas=8',
          'kubectl set image sts/web nginx=nginx:1.17',
          'kubectl scale sts web --replicas=2',
        ],
      },
    ],
    [
      'stuck-and-out-of-it',
      ['web-1.17.yaml'],
      {
        from: ['web-1.16.yaml'],
        assume: ['broken'],
        then: ['kubectl apply -f web-1.16.yaml', 'kubectl delete pod web-2'],
      },
    ],
    ['pod-not-ready', ['web-1.17.yaml'], { from: ['web-1.16.yaml'], assume: ['web-1 not ready'] }],
    [
      'retention-delete',
      ['web-retention.yaml'],
      { then: ['kubectl scale sts web --replicas=1', 'kubectl delete sts web'] },
    ],
    ['delete', [], { from: ['web-1.16.yaml'], then: ['kubectl delete sts web', 'kubectl apply -f web-1.16.yaml'] }],
    [
      'orphan',
      [],
      { from: ['web-1.16.yaml'], then: ['kubectl delete sts web --cascade=orphan', 'kubectl apply -f web-1.17.yaml'] },
    ],
    ['refused', ['web-other-service.yaml'], { from: ['web-1.16.yaml'] }],
    ['nothing', ['web-1.16.yaml'], { from: ['web-1.16.yaml'], then: ['kubectl rollout pause sts web'] }],
    [
      'restart',
      [],
      { from: ['web-1.16.yaml'], then: ['kubectl rollout restart sts web', 'kubectl rollout undo sts web'] },
    ],
    ['many-pods', ['web-100-1.17.yaml'], { from: ['web-100.yaml'], then: ['kubectl scale sts web --replicas=3'] }],
    ['many-pods-full', [], { from: ['web-100.yaml'], then: ['kubectl scale sts web --replicas=90'], full: true }],
    ['several-sets', ['web-1.17.yaml', 'agent-1.17.yaml'], { from: ['web-1.16.yaml', 'agent-1.16.yaml'], nodes: '2' }],
    ['places', ['web-apart.yaml'], { nodes: 'zones.yaml', then: ['kubectl delete pod web-0', 'kubectl drain node-2'] }],
    ['places-chosen', ['web-1.16.yaml'], { nodes: '3', place: { 'web-0': 'node-3', 'web-2': 'node-3' } }],
    [
      'places-too-big',
      ['web-big.yaml'],
      {
        from: ['web-apart.yaml'],
        nodes: 'zones.yaml',
        then: ['kubectl rollout undo sts web', 'kubectl delete pod web-2'],
      },
    ],
    [
      'drain-with-a-budget',
      ['web-with-budget.yaml'],
      {
        nodes: '3',
        then: [
          'kubectl drain node-1',
          'kubectl drain node-2 --timeout=90s',
          `kubectl patch pdb web --type=merge -p '{"spec":{"minAvailable":2}}'`,
          'kubectl drain node-2',
        ],
      },
    ],
    ['daemonset', ['agent-1.17.yaml'], { from: ['agent-1.16.yaml'], nodes: '5' }],
    ['daemonset-on-a-cluster', ['agent-linux.yaml'], { from: ['agent-1.16.yaml'], nodes: 'nodes.yaml' }],
    ['daemonset-stuck', ['agent-1.17.yaml'], { from: ['agent-1.16.yaml'], nodes: '5', assume: ['broken'] }],
    [
      'nodes-come-and-go',
      [],
      {
        from: ['agent-1.16.yaml'],
        nodes: '3',
        then: [
          'kubectl cordon node-1',
          'kubectl drain node-1',
          'kubectl taint node node-2 gone=yes:NoExecute',
          'kubectl delete node node-3',
        ],
      },
    ],
    ['narrow', ['web-1.17.yaml'], { from: ['web-5.yaml'], width: 80 }],
  ])('%s', async (name, manifests, options) => {
    const printed = await report(manifests, options)
    await expect(printed).toMatchFileSnapshot(fileURLToPath(new URL(`${name}.txt`, reports)))
    const width = options.width ?? 100
    expect(printed.split('\n').filter((line) => line.length > width)).toEqual([])
  })

  it.each<[string, string[], Partial<PlanOptions>]>([
    ['image', ['web-1.17.yaml'], { from: ['web-1.16.yaml'] }],
    [
      'stuck-and-out-of-it',
      ['web-1.17.yaml'],
      {
        from: ['web-1.16.yaml'],
        assume: ['broken'],
        then: ['kubectl apply -f web-1.16.yaml', 'kubectl delete pod web-2'],
      },
    ],
    ['refused', ['web-other-service.yaml'], { from: ['web-1.16.yaml'] }],
  ])('%s as markdown', async (name, manifests, options) => {
    await expect(await report(manifests, { ...options, format: 'markdown' })).toMatchFileSnapshot(
      fileURLToPath(new URL(`${name}.md`, reports)),
    )
  })
})
