/**
 * The chapter that the project stems from (DaemonSets and StatefulSets), claim by claim: each case quotes in English
 * what it says. Where Kubernetes has moved on since it was written, the case says so.
 */
import { readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { Readable } from 'node:stream'
import { describe, expect, it } from 'vitest'
import { runLint } from './cli/lint-run.js'
import { resolveTarget } from './kubernetes/target.js'
import { parseVersion } from './kubernetes/versions.js'
import { readObjects } from './manifest/index.js'
import { plan, readKubectlLine, type NodeDescription, type PlannedStep, type Step } from './planner/index.js'
import type { LintResult } from './report/lint-result.js'
import { answerCreate } from './validation/index.js'

const chapter = new URL('../testdata/chapter/', import.meta.url)
const text = (file: string): string => readFileSync(new URL(`${file}.yaml`, chapter), 'utf8')

const ds = text('sample-ds')
const dsOnDelete = text('sample-ds-ondelete')
const sts = text('sample-statefulset')
const stsPartition = text('sample-statefulset-rollingupdate')
const upgraded = (manifest: string): string => manifest.replace('nginx:1.16', 'nginx:1.17')
const name = 'sample-statefulset'

const workers: NodeDescription[] = [{ name: 'worker' }, { name: 'worker2' }, { name: 'worker3' }]
const apply = (manifest: string): Step => ({ do: 'apply', objects: readObjects(manifest) })
const kubectl = (line: string): Step => ({ do: 'kubectl', line: readKubectlLine(line.split(' ')), objects: [] })

function play(
  steps: readonly Step[],
  { nodes = workers, version = '1.37' }: { nodes?: NodeDescription[]; version?: string } = {},
): PlannedStep[] {
  return [...plan({ nodes, steps, target: resolveTarget(parseVersion(version)) }).steps]
}

/** What happens to pods and claims, in order: `create web-0`, `ready web-0`. */
function events(
  step: PlannedStep | undefined,
  ops: readonly string[] = ['create', 'delete', 'gone', 'ready'],
): string[] {
  return (step?.rounds ?? [])
    .flatMap(({ controllers, nodes }) => [...controllers, ...nodes])
    .filter(({ op, kind }) => kind !== 'ControllerRevision' && ops.includes(op))
    .map((event) => `${event.op} ${event.name}`)
}
const podEvents = (step: PlannedStep | undefined, ops?: readonly string[]): string[] =>
  events(step, ops).filter((event) => !event.includes(' www-'))
const pods = (step: PlannedStep | undefined): string[] => (step?.final.pods ?? []).map((pod) => pod.name)
const claims = (step: PlannedStep | undefined): string[] => (step?.final.claims ?? []).map((claim) => claim.name)
const revisions = (step: PlannedStep | undefined): Record<string, string | undefined> =>
  Object.fromEntries((step?.final.pods ?? []).map((pod) => [pod.name, pod.revision]))
const imagesCreated = (step: PlannedStep | undefined): string[] =>
  (step?.rounds ?? [])
    .flatMap(({ controllers }) => controllers)
    .filter(({ op, kind }) => op === 'create' && kind === 'Pod')
    .map((event) => `${event.name} ${event.image ?? ''}`)

async function lint(manifest: string, options: { config?: string } = {}): Promise<string[]> {
  let printed = ''
  await runLint(
    ['-'],
    { format: 'json', ...options },
    {
      cwd: tmpdir(),
      stdin: Readable.from([Buffer.from(manifest)]),
      print: (part) => (printed += part),
      complain: (part) => (printed += part),
      colours: false,
    },
  )
  return (JSON.parse(printed) as LintResult[]).flatMap(({ messages }) =>
    messages.filter(({ severity }) => severity === 2).map(({ ruleId, path }) => `${ruleId ?? ''} ${path}`),
  )
}

describe('every manifest of the chapter', () => {
  it.each(['sample-ds', 'sample-ds-ondelete', 'sample-statefulset', 'sample-statefulset-rollingupdate'])(
    '%s is taken by every supported version, and nothing in it is an error',
    async (file) => {
      for (let minor = 29; minor <= 37; minor++) {
        for (const object of readObjects(text(file)))
          expect(answerCreate(object, resolveTarget({ minor })).message).toBe('')
      }
      expect(await lint(text(file))).toEqual([])
    },
  )
})

describe('5.5 DaemonSet', () => {
  it('"a DaemonSet places one pod on each node"', () => {
    const [created] = play([apply(ds)])
    expect(created?.output).toBe('daemonset.apps/sample-ds created')
    expect(pods(created)).toEqual(['sample-ds@worker', 'sample-ds@worker2', 'sample-ds@worker3'])
    expect(created?.final.pods.every(({ ready }) => ready)).toBe(true)
  })

  it('"the number of replicas cannot be given"', async () => {
    const withReplicas = ds.replace('spec:\n', 'spec:\n  replicas: 3\n')
    const [refused] = play([apply(withReplicas)])
    expect(refused).toMatchObject({
      outcome: 'refused',
      error: expect.stringContaining('unknown field "spec.replicas"') as string,
    })
    expect(await lint(withReplicas)).toEqual([expect.stringContaining('spec.replicas') as string])
    expect(play([apply(ds), kubectl('scale ds sample-ds --replicas=2')])[1]?.error).toBe(
      'Error from server (NotFound): the server could not find the requested resource',
    )
  })

  it('"two pods cannot be placed on one node": one that is deleted comes back alone', () => {
    const [, deleted] = play([
      apply(ds),
      kubectl('delete pod --field-selector=spec.nodeName=worker2 -l app=sample-app'),
    ])
    expect(podEvents(deleted)).toEqual([
      'delete sample-ds@worker2',
      'gone sample-ds@worker2',
      'create sample-ds@worker2',
      'ready sample-ds@worker2',
    ])
  })

  it('"when nodes are added, the DaemonSet\'s pods start on them by themselves"', () => {
    const [, added, removed] = play([
      apply(ds),
      { do: 'addNode', node: { name: 'worker4' } },
      { do: 'removeNode', node: 'worker4' },
    ])
    expect(podEvents(added)).toEqual(['create sample-ds@worker4', 'ready sample-ds@worker4'])
    expect(pods(removed)).toEqual(['sample-ds@worker', 'sample-ds@worker2', 'sample-ds@worker3'])
  })

  it('OnDelete: "even when the manifest is changed, existing pods are not updated"', () => {
    const [, changed] = play([apply(dsOnDelete), apply(upgraded(dsOnDelete))])
    expect(changed?.output).toBe('daemonset.apps/sample-ds-ondelete configured')
    expect(podEvents(changed)).toEqual([])
  })

  it('OnDelete: "the new definition is used when a pod is created again for another reason"', () => {
    const [, , deleted] = play([
      apply(dsOnDelete),
      apply(upgraded(dsOnDelete)),
      kubectl('delete pod --field-selector=spec.nodeName=worker2 -l app=sample-app'),
    ])
    expect(imagesCreated(deleted)).toEqual(['sample-ds-ondelete@worker2 nginx:1.17'])
    const {
      'sample-ds-ondelete@worker': one,
      'sample-ds-ondelete@worker2': two,
      'sample-ds-ondelete@worker3': three,
    } = revisions(deleted)
    expect(one).toBe(three)
    expect(two).not.toBe(one)
  })

  it('OnDelete: "nothing but the type can be given": a rollingUpdate block beside it has no effect', () => {
    const withBlock = dsOnDelete.replace(
      'type: OnDelete',
      'type: OnDelete\n    rollingUpdate:\n      maxUnavailable: 3',
    )
    expect(podEvents(play([apply(withBlock), apply(upgraded(withBlock))])[1])).toEqual([])
  })

  it('RollingUpdate: "maxUnavailable is 1 by default": one pod at a time, each waited for', () => {
    const [, rolled] = play([apply(ds), apply(upgraded(ds))])
    expect(podEvents(rolled)).toEqual(
      ['worker', 'worker2', 'worker3'].flatMap((node) =>
        ['delete', 'gone', 'create', 'ready'].map((op) => `${op} sample-ds@${node}`),
      ),
    )
  })

  it('RollingUpdate: "only the most pods that may be down at once (maxUnavailable) can be given"', () => {
    const two = ds.replace('spec:\n', 'spec:\n  updateStrategy:\n    rollingUpdate:\n      maxUnavailable: 2\n')
    const [, rolled] = play([apply(two), apply(upgraded(two))])
    expect(podEvents(rolled).slice(0, 2)).toEqual(['delete sample-ds@worker', 'delete sample-ds@worker2'])
  })

  it('RollingUpdate: "maxUnavailable cannot be 0"', async () => {
    const zero = ds.replace('spec:\n', 'spec:\n  updateStrategy:\n    rollingUpdate:\n      maxUnavailable: 0\n')
    const [refused] = play([apply(zero)])
    expect(refused?.error).toBe(
      'The DaemonSet "sample-ds" is invalid: spec.updateStrategy.rollingUpdate.maxUnavailable: Required value: cannot be 0 when maxSurge is 0',
    )
    expect((await lint(zero)).some((found) => found.includes('spec.updateStrategy.rollingUpdate.maxUnavailable'))).toBe(
      true,
    )
  })

  it('RollingUpdate: "maxSurge cannot be set, for a node has only one pod": the house policy still; Kubernetes takes it since 1.22', async () => {
    const surge = ds.replace(
      'spec:\n',
      'spec:\n  updateStrategy:\n    rollingUpdate:\n      maxSurge: 1\n      maxUnavailable: 0\n',
    )
    expect(await lint(surge)).toEqual([expect.stringContaining('rollcast/no-max-surge') as string])
    expect(await lint(surge, { config: 'api' })).toEqual([])
    const [, rolled] = play([apply(surge), apply(upgraded(surge))])
    expect(podEvents(rolled).slice(0, 3)).toEqual([
      'create sample-ds@worker',
      'ready sample-ds@worker',
      'delete sample-ds@worker',
    ])
  })
})

describe('5.6 StatefulSet', () => {
  it('"the suffix of the pods\' names is a numeric index"', () => {
    expect(pods(play([apply(sts)])[0])).toEqual([`${name}-0`, `${name}-1`, `${name}-2`])
  })

  it('"each pod gets a PersistentVolumeClaim from volumeClaimTemplates"', () => {
    const [created] = play([apply(sts)])
    expect(claims(created)).toEqual([`www-${name}-0`, `www-${name}-1`, `www-${name}-2`])
    expect(created?.final.claims.map(({ requests }) => requests)).toEqual([
      { storage: '1G' },
      { storage: '1G' },
      { storage: '1G' },
    ])
  })

  it('"on scale-out pods are created one at a time, the smallest index first, each after the one before is Ready"', () => {
    const [created] = play([apply(sts)])
    expect(podEvents(created)).toEqual(
      [0, 1, 2].flatMap((index) => [`create ${name}-${index}`, `ready ${name}-${index}`]),
    )
  })

  it('"it can be scaled with kubectl apply -f or with kubectl scale": 3 to 4, then to 5', () => {
    const [, applied, scaled] = play([
      apply(sts),
      apply(sts.replace('replicas: 3', 'replicas: 4')),
      kubectl(`scale statefulsets ${name} --replicas=5`),
    ])
    expect(applied?.output).toBe(`statefulset.apps/${name} configured`)
    expect(podEvents(applied)).toEqual([`create ${name}-3`, `ready ${name}-3`])
    expect(scaled?.output).toBe(`statefulset.apps/${name} scaled`)
    expect(podEvents(scaled)).toEqual([`create ${name}-4`, `ready ${name}-4`])
    expect(claims(scaled)).toHaveLength(5)
  })

  it('"on scale-in pods are deleted from the highest index on", one at a time', () => {
    const [, scaled] = play([apply(sts), kubectl(`scale statefulsets ${name} --replicas=1`)])
    expect(podEvents(scaled)).toEqual([2, 1].flatMap((index) => [`delete ${name}-${index}`, `gone ${name}-${index}`]))
  })

  it('"pod 0 is always created first and deleted last"', () => {
    const [created, scaled] = play([apply(sts), kubectl(`scale statefulsets ${name} --replicas=0`)])
    expect(podEvents(created)[0]).toBe(`create ${name}-0`)
    expect(podEvents(scaled).at(-1)).toBe(`gone ${name}-0`)
  })

  it('"RollingUpdate is the default": a change of the image replaces every pod, the highest first, and waits for each to be Ready', () => {
    const [, rolled] = play([apply(sts), apply(upgraded(sts))])
    expect(podEvents(rolled)).toEqual(
      [2, 1, 0].flatMap((index) => ['delete', 'gone', 'create', 'ready'].map((op) => `${op} ${name}-${index}`)),
    )
  })

  it('"OnDelete is almost the same as a DaemonSet\'s": nothing moves until a pod is deleted', () => {
    const onDelete = sts.replace('spec:\n', 'spec:\n  updateStrategy:\n    type: OnDelete\n')
    const [, changed, deleted] = play([apply(onDelete), apply(upgraded(onDelete)), kubectl(`delete pod ${name}-1`)])
    expect(podEvents(changed)).toEqual([])
    expect(imagesCreated(deleted)).toEqual([`${name}-1 nginx:1.17`])
  })

  it('"a StatefulSet cannot be updated by creating additional pods": never more than its replicas', () => {
    const [, rolled] = play([apply(sts), apply(upgraded(sts))])
    const there = new Set([`${name}-0`, `${name}-1`, `${name}-2`])
    for (const event of podEvents(rolled, ['create', 'gone'])) {
      const [op, pod = ''] = event.split(' ')
      if (op === 'gone') there.delete(pod)
      else there.add(pod)
      expect(there.size).toBeLessThanOrEqual(3)
    }
    expect(there.size).toBe(3)
  })

  it('"maxUnavailable cannot be given, so pods are updated one by one": up to 1.36; from 1.37 on it can', () => {
    const two = sts.replace('spec:\n', 'spec:\n  updateStrategy:\n    rollingUpdate:\n      maxUnavailable: 2\n')
    const deletedFirst = (version: string): string[] =>
      podEvents(play([apply(two), apply(upgraded(two))], { version })[1], ['delete', 'create']).slice(0, 2)
    expect(deletedFirst('1.36')).toEqual([`delete ${name}-2`, `create ${name}-2`])
    expect(deletedFirst('1.37')).toEqual([`delete ${name}-2`, `delete ${name}-1`])
  })

  it.each(['1.29', '1.33', '1.37'])(
    '"even with podManagementPolicy Parallel, pods are updated one at a time" (%s)',
    (version) => {
      const parallel = sts.replace('spec:\n', 'spec:\n  podManagementPolicy: Parallel\n')
      const [created, rolled] = play([apply(parallel), apply(upgraded(parallel))], { version })
      expect(created?.rounds[0]?.controllers.filter(({ kind, op }) => kind === 'Pod' && op === 'create')).toHaveLength(
        3,
      )
      expect(podEvents(rolled)).toEqual(
        [2, 1, 0].flatMap((index) => ['delete', 'gone', 'create', 'ready'].map((op) => `${op} ${name}-${index}`)),
      )
    },
  )

  it('"with partition 3 of 5 pods, only the pods with index 4 and 3 are updated"', () => {
    const [created, rolled] = play([apply(stsPartition), apply(upgraded(stsPartition))])
    expect(pods(created)).toHaveLength(5)
    expect(imagesCreated(rolled)).toEqual([`${name}-rollingupdate-4 nginx:1.17`, `${name}-rollingupdate-3 nginx:1.17`])
  })

  it('"unlike OnDelete, a pod below the partition is not updated even when it is restarted by hand"', () => {
    const [, , low, high] = play([
      apply(stsPartition),
      apply(upgraded(stsPartition)),
      kubectl(`delete pod ${name}-rollingupdate-0`),
      kubectl(`delete pod ${name}-rollingupdate-4`),
    ])
    expect(imagesCreated(low)).toEqual([`${name}-rollingupdate-0 nginx:1.16`])
    expect(imagesCreated(high)).toEqual([`${name}-rollingupdate-4 nginx:1.17`])
  })

  it('"the pod\'s name does not change, and it is created again with the same disk"', () => {
    const [before, deleted] = play([apply(sts), kubectl(`delete pod ${name}-0`)])
    expect(deleted?.output).toBe(`pod "${name}-0" deleted`)
    const [created] =
      deleted?.rounds.flatMap(({ controllers }) => controllers).filter(({ op }) => op === 'create') ?? []
    expect(created).toMatchObject({ kind: 'Pod', name: `${name}-0`, claims: [`www-${name}-0`] })
    expect(claims(deleted)).toEqual(claims(before))
    expect(events(deleted).filter((event) => event.includes('www-'))).toEqual([])
  })

  it('"when the process stops, the pod comes back without loss": the container restarts, no pod is made', () => {
    const [, down, up] = play([
      apply(sts),
      { do: 'unreadyPod', pod: `${name}-0` },
      { do: 'readyPod', pod: `${name}-0` },
    ])
    expect(events(down)).toEqual([])
    expect(events(up)).toEqual([`ready ${name}-0`])
  })

  it('"claims are not released when the StatefulSet is deleted"', () => {
    const [, , deleted] = play([
      apply(sts),
      kubectl(`scale statefulsets ${name} --replicas=5`),
      kubectl(`delete statefulset ${name}`),
    ])
    expect(deleted?.output).toBe(`statefulset.apps "${name}" deleted`)
    expect(pods(deleted)).toEqual([])
    expect(claims(deleted)).toEqual([0, 1, 2, 3, 4].map((index) => `www-${name}-${index}`))
  })

  it('"a StatefulSet that is created again has the data of the one before": the same claims', () => {
    const [, , again] = play([apply(sts), kubectl(`delete statefulset ${name}`), apply(sts)])
    expect(again?.output).toBe(`statefulset.apps/${name} created`)
    expect(
      again?.rounds
        .flatMap(({ controllers }) => controllers)
        .filter(({ kind, op }) => kind === 'Pod' && op === 'create')
        .map((event) => event.claims),
    ).toEqual([0, 1, 2].map((index) => [`www-${name}-${index}`]))
    expect(events(again).filter((event) => event.includes('www-'))).toEqual([])
  })

  it('"the claims are deleted with kubectl delete persistentvolumeclaims": those in use go when their pods do', () => {
    const names = [0, 1, 2].map((index) => `www-${name}-${index}`).join(' ')
    const [, used, , unused] = play([
      apply(sts),
      kubectl(`delete persistentvolumeclaims ${names}`),
      kubectl(`delete statefulset ${name}`),
      kubectl(`delete persistentvolumeclaims ${names} --ignore-not-found`),
    ])
    expect(used?.final.claims.map(({ terminating }) => terminating)).toEqual([true, true, true])
    expect(claims(unused)).toEqual([])
    const [, , deleted] = play([
      apply(sts),
      kubectl(`delete statefulset ${name}`),
      kubectl(`delete persistentvolumeclaims ${names}`),
    ])
    expect(deleted?.output?.split('\n')[0]).toBe(`persistentvolumeclaim "www-${name}-0" deleted`)
    expect(claims(deleted)).toEqual([])
  })
})
