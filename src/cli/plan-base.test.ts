/** `rollcast plan --base` on repositories that git makes. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { Readable } from 'node:stream'
import { Ajv } from 'ajv'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import changeSchema from '../../schemas/change.schema.json' with { type: 'json' }
import planSchema from '../../schemas/plan.schema.json' with { type: 'json' }
import type { ChangePlan } from '../report/change-plan.js'
import {
  makeRepository,
  plainEnvironment,
  statefulSet,
  temporaryFolder,
  type Repository,
} from '../sources/git/testing/repository.js'
import { renderedSources, withRenderers } from '../sources/render/testing/tools.js'
import type { PlanOptions } from './options.js'
import { runPlan } from './plan-run.js'
import { runShow } from './show-run.js'

const { folder, remove } = temporaryFolder('plan-base')
afterAll(remove)

let environment: NodeJS.ProcessEnv = {}
let shop: Repository
beforeAll(() => {
  environment = withRenderers(plainEnvironment, folder)
  shop = makeRepository(path.join(folder, 'shop'))
  shop.commit({
    ...renderedSources,
    'rollcast.config.yaml': 'render:\n- run: helm template shop charts/shop -f values/prod.yaml\n',
    'deploy/web.yaml': statefulSet('web', 'nginx:1.16'),
    'deploy/old.yaml': statefulSet('old', 'nginx:1.16'),
    'deploy/service.yaml': 'apiVersion: v1\nkind: Service\nmetadata: {name: web}\nspec: {ports: [{port: 80}]}\n',
  })
  shop.git('checkout', '--quiet', '-b', 'topic')
})

interface Ran {
  readonly status: number
  readonly out: string
  readonly complaint: string
}

async function run(paths: string[], options: Partial<PlanOptions> = {}, cwd = shop.folder): Promise<Ran> {
  let [out, complaint] = ['', '']
  const world = {
    cwd,
    environment,
    stdin: Readable.from([]),
    print: (text: string) => void (out += text),
    complain: (text: string) => void (complaint += text),
    colours: false,
  }
  const status = await runPlan(paths, { format: 'text', base: 'main', ...options }, world)
  return { status, out, complaint }
}

/** Plays a change, and takes it back. */
async function changed<Result>(files: Record<string, string | null>, look: () => Promise<Result>): Promise<Result> {
  shop.put(files)
  try {
    return await look()
  } finally {
    shop.git('checkout', '--quiet', '--', '.')
    shop.git('clean', '--quiet', '-fd')
  }
}

async function planOf(
  paths: string[] = [],
  options: Partial<PlanOptions> = {},
  cwd = shop.folder,
): Promise<ChangePlan> {
  const { out, complaint } = await run(paths, { ...options, format: 'json' }, cwd)
  expect(complaint).toBe('')
  const ajv = new Ajv({ allErrors: true, strict: false }).addSchema(planSchema)
  const isValid = ajv.compile(changeSchema)
  const planned = JSON.parse(out) as ChangePlan
  expect([isValid(planned), isValid.errors]).toEqual([true, null])
  return planned
}

const events = ({ plans }: ChangePlan) =>
  plans.map(({ place, plan }) => {
    const all = plan.steps.flatMap(({ rounds }) => rounds.flatMap(({ controllers }) => controllers))
    const pods = all.filter(({ kind, op }) => kind === 'Pod' && (op === 'create' || op === 'delete'))
    return `${place}: ${pods.map(({ op, name }) => `${op} ${name}`).join(', ')}`
  })

const newWeb = { 'deploy/web.yaml': statefulSet('web', 'nginx:1.17') }

describe('plan --base', () => {
  it('plans the manifests that changed, from the base to what is there now', async () => {
    await changed(newWeb, async () => {
      const { status, out, complaint } = await run([])
      expect(complaint).toBe('')
      expect(out).toMatch(/^web: 2 pods replaced one at a time, from web-1 down to web-0\n/)
      expect(out).toMatch(/\n\nCompared with main \([0-9a-f]{8}\)\.\n$/)
      expect(status).toBe(0)
      const planned = await planOf()
      expect(events(planned)).toEqual([': delete web-1, create web-1, delete web-0, create web-0'])
      expect(planned.plans[0]?.objects).toEqual([
        { kind: 'StatefulSet', name: 'web', change: 'changed', before: 'deploy/web.yaml', after: 'deploy/web.yaml' },
      ])
      expect(planned.base).toEqual({ ref: 'main', commit: shop.git('rev-parse', 'main') })
    })
  })

  it('says so where no set changes', async () => {
    const { status, out } = await run([])
    expect([status, out]).toEqual([
      0,
      `No StatefulSet or DaemonSet has changed since main (${shop.git('rev-parse', 'main').slice(0, 8)}).\n`,
    ])
    const comment = { 'deploy/web.yaml': `# the shop's front\n${statefulSet('web', 'nginx:1.16')}` }
    expect((await changed(comment, () => planOf())).plans).toEqual([])
    const service = { 'deploy/service.yaml': 'apiVersion: v1\nkind: Service\nmetadata: {name: web}\n' }
    expect((await changed(service, () => planOf())).notes).toEqual([
      'Other objects change, which bear on no pod of a StatefulSet or DaemonSet here: Service.',
    ])
  })

  it('follows an object to another file, and says so', async () => {
    const files = { 'deploy/web.yaml': null, 'deploy/front.yaml': newWeb['deploy/web.yaml'] }
    await changed(files, async () => {
      const planned = await planOf()
      expect(events(planned)).toEqual([': delete web-1, create web-1, delete web-0, create web-0'])
      expect((await run([])).out).toContain(
        'note  StatefulSet web has moved from deploy/web.yaml to deploy/front.yaml.\n',
      )
    })
  })

  it('deletes what left only where the repository is pruned', async () => {
    await changed({ 'deploy/old.yaml': null }, async () => {
      const kept = await planOf()
      expect(events(kept)).toEqual([': '])
      expect(kept.notes).toEqual([
        'StatefulSet old is in no manifest any more (it was in deploy/old.yaml). It stays in the cluster, unless what applies the repository prunes: --prune plans that.',
      ])
      const pruned = await planOf([], { prune: true })
      expect(pruned.plans[0]?.plan.steps.map(({ step }) => step)).toEqual([
        { kubectl: ['delete', 'statefulset', 'old'] },
      ])
      expect(events(pruned)).toEqual([': delete old-0, delete old-1'])
      expect(pruned.notes).toEqual([])
    })
  })

  it('plans what cannot be in one cluster apart', async () => {
    const files = {
      'envs/dev/web.yaml': statefulSet('web', 'nginx:1'),
      'envs/prod/web.yaml': statefulSet('web', 'nginx:1', { replicas: 1 }),
      'envs/prod/db.yaml': statefulSet('db', 'postgres:15', { replicas: 1 }),
    }
    await changed(files, async () => {
      expect(events(await planOf(['envs']))).toEqual([
        'envs/dev: create web-0, create web-1',
        'envs/prod: create web-0, create db-0',
      ])
      const { out } = await run(['envs'])
      expect(out.split('\n').filter((line) => line.startsWith('=='))).toEqual(['== envs/dev', '== envs/prod'])
    })
  })

  it('renders what the configuration of the base says, and names what it does not cover', async () => {
    const files = {
      'values/prod.yaml': 'tag: "1.17"\n',
      'base/db.yaml': (renderedSources['base/db.yaml'] ?? '').replace('15', '17'),
    }
    await changed(files, async () => {
      const planned = await planOf()
      expect(events(planned)).toEqual([': delete shop-0, create shop-0'])
      expect(planned.plans[0]?.objects[0]).toMatchObject({ name: 'shop', before: 'shop', after: 'shop' })
      expect(planned.notes).toEqual([
        "No render command covers overlays/dev, overlays/prod, so what becomes of it is not looked at. Name one in the configuration (render), or: --render 'kubectl kustomize overlays/dev'",
      ])
      expect(events(await planOf([], { render: ['kustomize build overlays/dev'] }))).toEqual([
        ': delete db-0, create db-0',
      ])
      expect(events(await planOf([], { kustomize: 'overlays/dev' }))).toEqual([': delete db-0, create db-0'])
    })
  })

  it('runs no command that only the branch has, unless it is trusted', async () => {
    const files = {
      'values/prod.yaml': 'tag: "1.17"\n',
      'rollcast.config.yaml': "render:\n- name: shop\n  run: node -e \"require('fs').writeFileSync('evil', '')\"\n",
    }
    await changed(files, async () => {
      const planned = await planOf()
      expect(events(planned)).toEqual([': delete shop-0, create shop-0'])
      expect(planned.notes[0]).toBe(
        "The branch changes the render commands of rollcast.config.yaml; those of the base are run. --trust-head-config runs the branch's.",
      )
      expect(() => readFileSync(path.join(shop.folder, 'evil'))).toThrow()
      const trusted = await planOf([], { trustHeadConfig: true })
      expect(trusted.notes).toEqual([
        'StatefulSet shop is in no manifest any more (it was in shop). It stays in the cluster, unless what applies the repository prunes: --prune plans that.',
      ])
      readFileSync(path.join(shop.folder, 'evil'))
    })
    const script = { 'rollcast.config.mjs': 'throw new Error("it ran")\n' }
    expect(await changed(script, () => run([]))).toMatchObject({
      status: 2,
      complaint:
        'rollcast plan: rollcast.config.mjs is not what it is in the base, and to read it is to run it: --trust-head-config does. (A configuration in YAML is read without running anything.)\n',
    })
    expect((await changed(script, () => run([], { trustHeadConfig: true }))).complaint).toContain('it ran')
  })

  it('ends with status 2 and the last lines where a command fails', async () => {
    const files = { 'charts/shop/values.yaml': 'x: 1\n', 'values/prod.yaml': '{}\n' }
    const { status, out, complaint } = await changed(files, () => run([]))
    expect([status, out]).toEqual([2, ''])
    expect(complaint).toMatch(
      /^rollcast plan: Rendering shop in this branch: helm template .* failed with status 1\.\n {2}Error: /,
    )
  })

  it('takes a folder behind --base for a folder', async () => {
    const origin = {
      CI_MERGE_REQUEST_TARGET_BRANCH_NAME: 'gone',
      CI_MERGE_REQUEST_DIFF_BASE_SHA: shop.git('rev-parse', 'main'),
    }
    const plain = environment
    environment = { ...environment, ...origin }
    try {
      expect(events(await changed(newWeb, () => planOf([], { base: 'deploy/' })))).toHaveLength(1)
      expect(events(await changed(newWeb, () => planOf(['charts'], { base: true })))).toHaveLength(0)
    } finally {
      environment = plain
    }
  })

  it('puts into a namespace what names none', async () => {
    const planned = await changed(newWeb, () => planOf([], { namespace: 'shop' }))
    expect(Object.keys(planned.plans[0]?.plan.steps[0]?.final.sets ?? {})).toEqual(['StatefulSet/shop/web'])
  })

  it('goes on with --then, and asks what if it breaks', async () => {
    const { status, out } = await changed(newWeb, () => run([], { assume: ['broken'] }))
    expect(status).toBe(1)
    expect(out).toContain('never ready')
    const scaled = await changed(newWeb, () => planOf([], { then: ['scale sts web --replicas=1'] }))
    expect(events(scaled)).toEqual([': delete web-1, create web-1, delete web-0, create web-0, delete web-1'])
  })

  it.each([
    [{ from: ['deploy/web.yaml'] }, '--base says what is there before, and so does --from. Leave one of them out.'],
    [{ base: 'nope' }, 'There is no commit nope here: it is no branch, no tag and no hash that this repository knows.'],
  ])('%j: says why it cannot run', async (options, complaint) => {
    expect(await run([], options)).toEqual({ status: 2, out: '', complaint: `rollcast plan: ${complaint}\n` })
  })

  it('tells with --detailed-exitcode whether something changes', async () => {
    expect((await run([], { detailedExitcode: true })).status).toBe(0)
    expect((await changed(newWeb, () => run([], { detailedExitcode: true }))).status).toBe(3)
  })

  it('is shown again by show, as it was printed', async () => {
    const file = path.join(folder, 'change.json')
    const [text, json] = await changed(newWeb, async () => [await run([]), await run([], { format: 'json' })])
    writeFileSync(file, json.out)
    let out = ''
    const world = {
      cwd: folder,
      stdin: Readable.from([]),
      print: (words: string) => void (out += words),
      complain: (words: string) => void (out += words),
      colours: false,
    }
    expect(await runShow('change.json', { format: 'text' }, world)).toBe(0)
    expect(out).toBe(text.out)
    out = ''
    expect(await runShow('change.json', { format: 'markdown' }, world)).toBe(0)
    expect(out).toMatch(/^\*\*web: 2 pods replaced .*\n\nCompared with main \([0-9a-f]{8}\)\.\n$/s)
  })
})

describe('bad input', () => {
  it('a repository without commits', async () => {
    const empty = path.join(folder, 'empty')
    mkdirSync(empty)
    makeRepository(empty)
    expect((await run([], {}, empty)).complaint).toBe(
      'rollcast plan: This repository has no commit yet, so there is no base to compare with. Leave --base out.\n',
    )
  })

  it('two documents for one object', async () => {
    const twice = { 'deploy/web.yaml': `${statefulSet('web', 'nginx:1.17')}---\n${statefulSet('web', 'nginx:1.18')}` }
    const planned = await changed(twice, () => planOf())
    expect(planned.notes).toEqual(['StatefulSet web stands twice in deploy/web.yaml now: the last one counts.'])
    const made = planned.plans[0]?.plan.steps[0]?.rounds.flatMap(({ controllers }) => controllers)
    expect(made?.find(({ kind, op }) => kind === 'Pod' && op === 'create')?.image).toBe('nginx:1.18')
  })
})
