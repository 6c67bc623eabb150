import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { Readable } from 'node:stream'
import { Ajv } from 'ajv'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import planSchema from '../../schemas/plan.schema.json' with { type: 'json' }
import type { Plan } from '../planner/index.js'
import { runDefault } from './default-run.js'
import type { PlanOptions } from './options.js'
import { runPlan } from './plan-run.js'

const web = (image: string, more = ''): string => `apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: web
spec:
  serviceName: web
  replicas: 3
${more}  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec:
      containers:
      - name: nginx
        image: ${image}
        volumeMounts: [{name: www, mountPath: /www}]
  volumeClaimTemplates:
  - metadata: {name: www}
    spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}}
`
const agent = `apiVersion: apps/v1
kind: DaemonSet
metadata: {name: agent}
spec:
  selector: {matchLabels: {app: agent}}
  template:
    metadata: {labels: {app: agent}}
    spec: {containers: [{name: agent, image: 'fluentd:1.16'}]}
`
const service = 'apiVersion: v1\nkind: Service\nmetadata: {name: web}\nspec: {clusterIP: None, ports: [{port: 80}]}\n'

const files: Record<string, string> = {
  'web.yaml': web('nginx:1.17'),
  'old.yaml': web('nginx:1.16'),
  'agent.yaml': agent,
  'service.yaml': service,
  'broken.yaml': 'apiVersion: apps/v1\nkind: StatefulSet\nmetadata:\n  name: [web\n',
  'template.yaml': 'apiVersion: apps/v1\nkind: StatefulSet\nmetadata:\n  name: {{ .Release.Name }}\n',
  'notes.yaml': 'just: notes\n',
  'nodes.yaml': '- name: a\n- name: cp\n  taints: [{key: node-role.kubernetes.io/control-plane, effect: NoSchedule}]\n',
  'node-list.yaml':
    'apiVersion: v1\nkind: List\nitems:\n- apiVersion: v1\n  kind: Node\n  metadata: {name: w1, labels: {zone: a}}\n  spec: {unschedulable: true, taints: [{key: node.kubernetes.io/unschedulable, effect: NoSchedule}]}\n- apiVersion: v1\n  kind: Node\n  metadata: {name: w2}\n  status: {allocatable: {cpu: 3920m, memory: 15841364Ki, pods: "110"}}\n',
  'small-nodes.yaml': '- name: a\n  allocatable: {pods: 1}\n',
  'odd-nodes.yaml': '- labels: {a: b}\n',
  'scenario.yaml':
    'name: story\nsteps:\n- applyFile: manifests/old.yaml\n- kubectl: [scale, sts, web, --replicas=1]\n- kubectl: [apply, -f, manifests/old.yaml]\n- kubectl: [patch, sts, web, -p, "spec: {replicas: 2}"]\n',
  'manifests/old.yaml': web('nginx:1.16'),
  'odd-scenario.yaml': 'steps:\n- appply: x\n',
  'odd-line.yaml': 'steps:\n- kubectl: [exec, web-0, ls]\n',
}

let cwd = ''
beforeAll(() => {
  cwd = mkdtempSync(path.join(tmpdir(), 'rollcast-plan-'))
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(cwd, file)), { recursive: true })
    writeFileSync(path.join(cwd, file), text)
  }
})
afterAll(() => {
  rmSync(cwd, { recursive: true })
})

async function run(
  manifests: string[],
  options: Partial<PlanOptions> = {},
  stdin = '',
): Promise<{ status: number; out: string; complaint: string }> {
  let [out, complaint] = ['', '']
  const world = {
    cwd,
    stdin: Readable.from([Buffer.from(stdin)]),
    print: (text: string) => void (out += text),
    complain: (text: string) => void (complaint += text),
    colours: false,
  }
  const status = await runPlan(manifests, { format: 'text', ...options }, world)
  return { status, out, complaint }
}

async function planOf(manifests: string[], options: Partial<PlanOptions> = {}, stdin = ''): Promise<Plan> {
  const { out, complaint } = await run(manifests, { ...options, format: 'json' }, stdin)
  expect(complaint).toBe('')
  return JSON.parse(out) as Plan
}

const podEvents = (plan: Plan, step: number): string[] =>
  (plan.steps[step]?.rounds ?? [])
    .flatMap(({ controllers }) => controllers)
    .filter(({ kind, op }) => kind === 'Pod' && (op === 'create' || op === 'delete'))
    .map(({ op, name }) => `${op} ${name}`)

describe('what is asked for', () => {
  it('plans a manifest of which nothing exists yet', async () => {
    const { status, out } = await run(['web.yaml'])
    expect(out.split('\n')[0]).toBe('web: 3 pods created one at a time, from web-0 up to web-2; 3 claims made')
    expect(status).toBe(0)
  })

  it('plans a change; what was there before is not shown', async () => {
    const { out } = await run(['web.yaml'], { from: ['old.yaml'] })
    expect(out.split('\n')[0]).toBe('web: 3 pods replaced one at a time, from web-2 down to web-0; 3 claims kept')
    const plan = await planOf(['web.yaml'], { from: ['old.yaml'] })
    expect(plan.steps).toHaveLength(1)
    expect(plan.before?.pods.map(({ name }) => name)).toEqual(['web-0', 'web-1', 'web-2'])
  })

  it('takes what is there as kubectl get -o yaml prints it: what was applied and is left out now goes, what was scaled stays', async () => {
    const lastApplied = JSON.stringify({
      apiVersion: 'apps/v1',
      kind: 'StatefulSet',
      metadata: { name: 'web', annotations: {} },
      spec: { minReadySeconds: 5 },
    })
    const live = web('nginx:1.16', '  minReadySeconds: 5\n')
      .replace(
        '  name: web\n',
        `  name: web\n  uid: 6f2c\n  resourceVersion: "812"\n  annotations:\n    kubectl.kubernetes.io/last-applied-configuration: '${lastApplied}'\n`,
      )
      .replace('replicas: 3', 'replicas: 5')
    writeFileSync(path.join(cwd, 'live.yaml'), `${live}status: {replicas: 5}\n`)
    const plan = await planOf(['-'], { from: ['live.yaml'] }, web('nginx:1.17').replace('  replicas: 3\n', ''))
    expect(podEvents(plan, 0)[0]).toBe('delete web-4')
    expect(plan.steps[0]?.final.sets['StatefulSet/web']?.replicas).toBe(5)
    expect(plan.steps[0]?.warnings).toEqual([])
  })

  it('says that it assumes one node where a DaemonSet is planned without nodes', async () => {
    expect((await planOf(['agent.yaml'])).assumed).toEqual([
      expect.stringContaining('No nodes are given, so one that takes every pod is assumed: node-1') as string,
    ])
    expect((await planOf(['agent.yaml'], { nodes: '2' })).assumed).toBeUndefined()
    expect((await run(['agent.yaml'])).out).toContain('note  No nodes are given')
  })

  it('puts pods where the nodes let them, and says what it does not know of the nodes', async () => {
    const places = (plan: Plan): (string | undefined)[] => plan.steps[0]?.final.pods.map(({ node }) => node) ?? []
    expect((await planOf(['web.yaml'])).assumed).toEqual(['Where pods run is left out: no nodes are given (--nodes).'])
    const numbered = await planOf(['web.yaml'], { nodes: '2', place: { 'web-0': 'node-2' } })
    expect(places(numbered)).toEqual(['node-2', 'node-1', 'node-1'])
    expect(numbered.assumed).toBeUndefined()
    const listed = await planOf(['web.yaml'], { nodes: 'node-list.yaml' })
    expect(places(listed)).toEqual(['w2', 'w2', 'w2'])
    expect(listed.assumed).toEqual(['Of what runs on the nodes, only the pods of the plan are counted.'])
    const full = await run(['web.yaml'], { nodes: 'small-nodes.yaml' })
    expect(full.status).toBe(1)
    expect(full.out).toContain('error  web-1 is Pending: 0/1 nodes are available: 1 Too many pods.')
  })

  it('goes on with kubectl lines, braces of numbers expanded', async () => {
    const plan = await planOf(['web.yaml'], {
      then: ['kubectl scale sts web --replicas=1', 'delete pvc www-web-{1..2}'],
    })
    expect(plan.steps[1]?.output).toBe('statefulset.apps/web scaled')
    expect(plan.steps[2]?.output).toBe(
      'persistentvolumeclaim "www-web-1" deleted\npersistentvolumeclaim "www-web-2" deleted',
    )
  })

  it('reads standard input, and several sets of one input together', async () => {
    const plan = await planOf(['-'], {}, `${web('nginx:1.16')}---\n${agent}---\n${service}`)
    expect(plan.steps[0]?.output).toBe(
      'statefulset.apps/web created\ndaemonset.apps/agent created\nservice/web created',
    )
  })

  it('plans several files together, a Service alone among them', async () => {
    const plan = await planOf(['service.yaml', 'web.yaml', 'agent.yaml'])
    expect(Object.keys(plan.steps[0]?.final.sets ?? {})).toEqual(['StatefulSet/web', 'DaemonSet/agent'])
  })

  it.each([
    ['a number', '3', ['agent@node-1', 'agent@node-2', 'agent@node-3']],
    ['a list of nodes', 'nodes.yaml', ['agent@a']],
    ['what kubectl get nodes prints', 'node-list.yaml', ['agent@w1', 'agent@w2']],
  ])('counts with nodes from %s', async (_, nodes, pods) => {
    const plan = await planOf(['agent.yaml'], { nodes })
    expect(plan.steps[0]?.final.pods.map(({ name }) => name)).toEqual(pods)
  })

  it('takes the nodes first that are preferred', async () => {
    const plan = await planOf(['agent.yaml'], {
      nodes: '3',
      then: ['set image ds/agent agent=fluentd:1.17'],
      prefer: ['node-3'],
    })
    expect(podEvents(plan, 1)[0]).toBe('delete agent@node-3')
  })

  it('plays a scenario, with files beside it and a patch in YAML', async () => {
    const plan = await planOf([], { scenario: 'scenario.yaml' })
    expect(plan.steps.map(({ output }) => output)).toEqual([
      'statefulset.apps/web created',
      'statefulset.apps/web scaled',
      'statefulset.apps/web configured',
      'statefulset.apps/web patched',
    ])
  })

  it('assumes that the new revision never gets ready; going back heals once the pod is deleted', async () => {
    const plan = await planOf(['web.yaml'], {
      from: ['old.yaml'],
      assume: ['broken'],
      then: ['kubectl apply -f old.yaml', 'kubectl delete pod web-2'],
    })
    expect(podEvents(plan, 1)).toEqual(['delete web-2', 'create web-2'])
    expect(plan.steps[1]?.final.pods.map(({ ready }) => ready)).toEqual([true, true, false])
    expect(podEvents(plan, 2)).toEqual([])
    expect(plan.steps[3]?.final.pods.every(({ ready }) => ready)).toBe(true)
  })

  it.each<[string, (revision: string) => string]>([
    ['an image', () => 'nginx:1.17'],
    ['a revision', (revision) => revision],
    ['a revision by its hash', (revision) => revision.replace('web-', '')],
  ])('assumes that one version alone is broken, by %s: rolling forward heals', async (_, of) => {
    const known = await planOf(['web.yaml'], { from: ['old.yaml'] })
    const name = of(known.steps[0]?.final.history.at(-1)?.name ?? '')
    const plan = await planOf(['web.yaml'], {
      from: ['old.yaml'],
      assume: [`broken ${name}`],
      then: ['kubectl set image sts/web nginx=nginx:1.18', 'kubectl delete pod web-2'],
    })
    expect(plan.steps[0]?.step).toEqual({ assumeBroken: name })
    expect(plan.steps.map(({ outcome }) => outcome)).toEqual(['nothing', 'stuck', 'stuck', 'done'])
    expect(plan.steps[1]?.findings[0]?.message).toContain('or roll forward with a mended manifest')
    expect(plan.steps[3]?.final.pods.map(({ ready }) => ready)).toEqual([true, true, true])
  })

  it('assumes that a pod is not ready, or fails, before the change', async () => {
    const unready = await planOf(['web.yaml'], { from: ['old.yaml'], assume: ['web-1 not ready'] })
    expect(podEvents(unready, 1)).toEqual([])
    const failed = await planOf(['web.yaml'], { from: ['old.yaml'], assume: ['web-0 failed'] })
    expect(podEvents(failed, 0)).toEqual(['delete web-0', 'create web-0'])
  })

  it('answers for a version and its gates', async () => {
    const two = web('nginx:1.17', '  updateStrategy: {rollingUpdate: {maxUnavailable: 2}}\n')
    const first = async (kubernetesVersion: string, featureGates?: string): Promise<string[]> =>
      podEvents(await planOf(['-'], { from: ['old.yaml'], kubernetesVersion, featureGates }, two), 0).slice(0, 2)
    expect(await first('1.36')).toEqual(['delete web-2', 'create web-2'])
    expect(await first('1.36', 'MaxUnavailableStatefulSet=true')).toEqual(['delete web-2', 'delete web-1'])
  })

  it('prints the same bytes for the same input', async () => {
    const options = { from: ['old.yaml'], nodes: '3', format: 'json' } as const
    expect((await run(['web.yaml', 'agent.yaml'], options)).out).toBe(
      (await run(['web.yaml', 'agent.yaml'], options)).out,
    )
  })

  it('prints a plan that its JSON Schema describes', async () => {
    const validate = new Ajv({ allErrors: true, strict: false }).compile(planSchema)
    const plans = [
      await planOf(['web.yaml', 'agent.yaml'], {
        from: ['old.yaml'],
        nodes: '3',
        assume: ['web-0 failed', 'broken'],
        then: ['kubectl scale ds agent --replicas=2', 'kubectl delete sts web'],
      }),
      await planOf([], { scenario: 'scenario.yaml' }),
    ]
    for (const plan of plans) {
      validate(plan)
      expect(validate.errors ?? []).toEqual([])
    }
  })

  it('ends with status 1 where a step is refused', async () => {
    const { status, out } = await run(['web.yaml'], {
      from: ['old.yaml'],
      then: ['kubectl patch sts web -p \'{"spec":{"serviceName":"x"}}\''],
    })
    expect(out).toContain('The StatefulSet "web" is invalid: spec.serviceName: Invalid value: "x": field is immutable')
    expect(status).toBe(1)
  })
})

describe('input that cannot be planned: what, where and what to do, status 2', () => {
  it.each<[string, string[], Partial<PlanOptions>, string | RegExp]>([
    [
      'nothing at all',
      [],
      {},
      'rollcast plan: what shall be planned? Name a manifest (rollcast plan web.yaml), or - for standard input.\n',
    ],
    [
      'what is there, and nothing to do',
      [],
      { from: ['old.yaml'] },
      'rollcast plan: --from is what is there already; what shall be done? Name a manifest, or a kubectl line with --then.\n',
    ],
    [
      'a file that is not there',
      ['nope.yaml'],
      {},
      'rollcast plan: There is no file or folder nope.yaml. Check the path.\n',
    ],
    ['a file for --from that is not there', ['web.yaml'], { from: ['nope.yaml'] }, /no file or folder nope\.yaml/],
    ['broken YAML', ['broken.yaml'], {}, /^rollcast plan: broken\.yaml:\d+:\d+: .+\n$/],
    [
      'an unrendered Helm template',
      ['template.yaml'],
      {},
      /^rollcast plan: template\.yaml:4:\d+: this is a Helm template that has not been rendered\. Render it first: helm template … \| rollcast plan -\n$/,
    ],
    [
      'a file without manifests',
      ['notes.yaml'],
      {},
      'rollcast plan: notes.yaml holds no Kubernetes manifest: a document with apiVersion and kind is expected.\n',
    ],
    [
      'a manifest of another kind',
      ['service.yaml'],
      {},
      'rollcast plan: service.yaml:2:1: there is a Service (v1). Rollcast plans StatefulSets and DaemonSets (apps/v1); name a file that holds one.\n',
    ],
    [
      'a kubectl line that it does not know',
      ['web.yaml'],
      { then: ['kubectl exec web-0 -- ls'] },
      /^rollcast plan: Rollcast cannot plan "kubectl exec web-0 -- ls"\. It knows kubectl apply, .+ and drain\.\n$/,
    ],
    [
      'a flag that it does not know',
      ['web.yaml'],
      { then: ['kubectl scale sts web --replica=2'] },
      /does not know the flag --replica\. It knows .*--replicas/,
    ],
    [
      'two kubectl lines in one',
      ['web.yaml'],
      { then: ['kubectl scale sts web --replicas=1 && kubectl delete sts web'] },
      /--then takes one kubectl line, and no shell reads it: "&&" has no meaning there\. Repeat --then/,
    ],
    [
      'a kubectl line that names a file which is not there',
      ['web.yaml'],
      { then: ['kubectl apply -f nope.yaml'] },
      /no file nope\.yaml/,
    ],
    [
      'an unknown version',
      ['web.yaml'],
      { kubernetesVersion: '1.12' },
      /^rollcast plan: Kubernetes version "1\.12" is not one that Rollcast knows: it knows 1\.29 to 1\.\d\d,/,
    ],
    [
      'a feature gate without a state',
      ['web.yaml'],
      { featureGates: 'MaxUnavailableStatefulSet' },
      /has to read Name=true or Name=false/,
    ],
    [
      'nodes without a name',
      ['agent.yaml'],
      { nodes: 'odd-nodes.yaml' },
      'rollcast plan: odd-nodes.yaml: nodes[0] has no name.\n',
    ],
    ['no nodes', ['agent.yaml'], { nodes: '0' }, /a number of nodes from 1 to/],
    [
      'an assumption that is none',
      ['web.yaml'],
      { assume: ['web-1 sad'] },
      `rollcast plan: --assume "web-1 sad": say broken, 'broken nginx:1.17' (an image or a revision), 'web-1 not ready' or 'web-0 failed'.\n`,
    ],
    [
      'a broken image that nothing has',
      ['web.yaml'],
      { assume: ['broken nginx:9'] },
      `rollcast plan: --assume "broken nginx:9": no pod of this plan has that image or revision. Its images: nginx:1.17.\n`,
    ],
    [
      'a scenario beside a manifest',
      ['web.yaml'],
      { scenario: 'scenario.yaml' },
      /--scenario holds the whole story, so "web\.yaml" has no place beside it/,
    ],
    [
      'a scenario with an act that is none',
      [],
      { scenario: 'odd-scenario.yaml' },
      /^rollcast plan: odd-scenario\.yaml: step 1: there is no act "appply"\. A step has one of apply, /,
    ],
    [
      'a scenario with a kubectl line that it does not know',
      [],
      { scenario: 'odd-line.yaml' },
      /^rollcast plan: odd-line\.yaml: step 1: Rollcast cannot plan "kubectl exec web-0 ls"/,
    ],
  ])('%s', async (_, manifests, options, complaint) => {
    const result = await run(manifests, options)
    expect(result.complaint).toMatch(complaint)
    expect(result).toMatchObject({ status: 2, out: '' })
  })
})

describe('rollcast default', () => {
  async function stored(
    file: string,
    format: 'yaml' | 'json',
  ): Promise<{ status: number; out: string; complaint: string }> {
    let [out, complaint] = ['', '']
    const world = {
      cwd,
      stdin: Readable.from([]),
      print: (text: string) => void (out += text),
      complain: (text: string) => void (complaint += text),
      colours: false,
    }
    return { status: await runDefault([file], { format }, world), out, complaint }
  }

  it('prints what the API server would store, as YAML or JSON', async () => {
    const { status, out } = await stored('web.yaml', 'yaml')
    expect(out).toContain('podManagementPolicy: OrderedReady\n')
    expect(out).toContain('imagePullPolicy: IfNotPresent\n')
    expect(status).toBe(0)
    expect(JSON.parse((await stored('web.yaml', 'json')).out)).toMatchObject({ spec: { revisionHistoryLimit: 10 } })
  })

  it('says what is broken, status 2', async () => {
    const { status, complaint } = await stored('broken.yaml', 'yaml')
    expect(complaint).toMatch(/^rollcast default: broken\.yaml:\d+:\d+: /)
    expect(status).toBe(2)
  })
})
