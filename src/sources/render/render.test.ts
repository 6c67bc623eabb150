/** Charts and overlays, rendered in the base and now. */
import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { findChange } from '../git/index.js'
import { makeRepository, plainEnvironment, temporaryFolder, type Repository } from '../git/testing/repository.js'
import { renderChange, renderCommand, type RenderEntry, type RenderedChange } from './index.js'
import { renderedSources, withRenderers } from './testing/tools.js'
import { trustedCommands } from './trusted-commands.js'

const { folder, remove } = temporaryFolder('render')
afterAll(remove)

let environment: NodeJS.ProcessEnv = {}
let shop: Repository
beforeAll(() => {
  environment = withRenderers(plainEnvironment, folder)
  shop = makeRepository(path.join(folder, 'shop'))
  shop.commit(renderedSources)
  shop.git('tag', 'start')
})

const chart: RenderEntry = { name: 'shop', run: 'helm template shop charts/shop -f values/prod.yaml' }
const prod: RenderEntry = { run: 'kustomize build overlays/prod' }
const dev: RenderEntry = { run: 'kustomize build overlays/dev' }

async function render(entries: readonly RenderEntry[], seconds = 30, cwd = shop.folder): Promise<RenderedChange> {
  const change = await findChange({ cwd, base: 'start', paths: [], environment: plainEnvironment })
  const commands = entries.map((entry) => renderCommand(entry, ''))
  return renderChange(change, { before: commands, after: commands }, { seconds, environment })
}

/** Which images each command printed, in the base and now. */
async function images(entries: readonly RenderEntry[]): Promise<string[]> {
  const of = (text: string | undefined) => (text === undefined ? 'nothing' : (/nginx:[\d.]+/.exec(text)?.[0] ?? text))
  const { rendered } = await render(entries)
  return rendered.map(({ command, before, after }) => `${command.name}: ${of(before)} > ${of(after)}`)
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

const complaint = (promise: Promise<unknown>) =>
  promise.then(
    () => undefined,
    (error: Error) => error.message,
  )

describe('rendering a change', () => {
  it('renders a chart in the base and now, where one of its files or values changed', async () => {
    expect(await changed({ 'values/prod.yaml': 'tag: "1.17"\n' }, () => images([chart, prod]))).toEqual([
      'shop: nginx:1.16 > nginx:1.17',
    ])
    expect(await changed({ 'readme.md': 'x' }, () => images([chart, prod]))).toEqual([])
  })

  it('renders an overlay where its base changed', async () => {
    const db = (renderedSources['base/db.yaml'] ?? '').replace('nginx:15', 'nginx:17')
    expect(await changed({ 'base/db.yaml': db }, () => images([chart, prod, dev]))).toEqual([
      'overlays/prod: nginx:16 > nginx:16',
      'overlays/dev: nginx:15 > nginx:17',
    ])
  })

  it('looks at the files that an entry watches, and always where it cannot know', async () => {
    const script: RenderEntry = { name: 'script', run: 'node -e console.log(1)' }
    const change = { 'values/prod.yaml': 'tag: "1.17"\n' }
    expect(await changed(change, () => images([script]))).toEqual(['script: 1\n > 1\n'])
    expect(await changed(change, () => images([{ ...script, watch: 'scripts/**' }]))).toEqual([])
    expect(await changed(change, () => images([{ ...script, watch: ['scripts/**', 'values/*'] }]))).toEqual([
      'script: 1\n > 1\n',
    ])
  })

  it('knows that a chart is new, or gone', async () => {
    const copy = Object.fromEntries(
      Object.entries(renderedSources).map(([file, text]) => [file.replace('charts/shop', 'charts/other'), text]),
    )
    expect(await changed(copy, () => images([{ run: 'helm template other charts/other' }]))).toEqual([
      'other: nothing > nginx:1.16',
    ])
    const files = Object.keys(renderedSources).filter((file) => file.startsWith('charts/'))
    expect(await changed(Object.fromEntries(files.map((file) => [file, null])), () => images([chart]))).toEqual([
      'shop: nginx:1.16 > nothing',
    ])
  })

  it('leaves no worktree behind, whatever happens', async () => {
    const change = { 'values/prod.yaml': 'tag: "1.17"\n' }
    await changed(change, () => images([chart]))
    await changed(change, () =>
      complaint(render([{ run: 'helm template shop charts/shop -f values/none.yaml', watch: '**' }])),
    )
    expect(shop.git('worktree', 'list').split('\n')).toHaveLength(1)
  })

  it('ends a command that takes too long, and what it started', async () => {
    const file = path.join(folder, 'late')
    const slow = `node -e "require('child_process').spawn('sh', ['-c', 'sleep 0.9; touch ${file}'], {stdio: 'inherit'}); setTimeout(() => {}, 60000)"`
    expect(
      await changed({ 'a.yaml': '' }, () => complaint(render([{ name: 'slow', run: slow, watch: '**' }], 0.4))),
    ).toMatch(
      /^Rendering slow in the base: node -e .* took longer than 0\.4 s and was ended \(--render-timeout allows more\)\.$/,
    )
    await new Promise((resolve) => setTimeout(resolve, 900))
    expect(existsSync(file)).toBe(false)
  })

  it('shows the last lines of a command that fails, and on which side', async () => {
    const failing = (await changed({ 'charts/shop/values.yaml': 'tags: 1\n', 'values/prod.yaml': '{}\n' }, () =>
      complaint(
        render([
          {
            name: 'lines',
            watch: '**',
            run: `node -e "for (let i = 0; i < 30; i++) console.error('line ' + i); process.exit(3)"`,
          },
        ]),
      ),
    )) as string
    expect(failing.split('\n').slice(1)).toEqual(Array.from({ length: 12 }, (_, index) => `  line ${index + 18}`))
    expect(failing).toMatch(/^Rendering lines in (?:the base|this branch): node -e .* failed with status 3\.\n/)
    expect(await complaint(render([{ run: 'no-such-program x' }]))).toBe(
      'Rendering no-such-program x in the base: no-such-program x cannot be started: there is no program no-such-program here.',
    )
  })

  it('says that no shell reads a command', () => {
    expect(() => renderCommand({ run: 'helm template a b | tee x' }, '')).toThrow(
      'The render command "helm template a b | tee x" is read by no shell, so "|" has no meaning in it. Write sh -c \'…\', or put it into a script.',
    )
    expect(renderCommand({ run: "sh -c 'cat a | tee b'" }, '').words).toEqual(['sh', '-c', 'cat a | tee b'])
    expect(() => renderCommand({ run: ' ' }, '')).toThrow('A render command is empty')
  })
})

describe('what no command covers', () => {
  it('is named once: charts, and overlays on whose base a change bears', async () => {
    const db = {
      'base/db.yaml': (renderedSources['base/db.yaml'] ?? '').replace('15', '17'),
      'charts/shop/values.yaml': 'tag: "2"\n',
    }
    expect((await changed(db, () => render([prod]))).notes).toEqual([
      "No render command covers charts/shop, overlays/dev, so what becomes of it is not looked at. Name one in the configuration (render), or: --render 'helm template shop charts/shop'",
    ])
    expect((await changed(db, () => render([chart, prod, dev]))).notes).toEqual([])
    expect((await changed({ 'values/prod.yaml': '' }, () => render([]))).notes).toEqual([])
  })

  it('is no manifest of its own', async () => {
    const { isSource } = await render([])
    const files = [
      'charts/shop/values.yaml',
      'charts/shop/templates/web.yaml',
      'base/db.yaml',
      'base/other.yaml',
      'values/prod.yaml',
    ]
    expect(files.filter(isSource)).toEqual([
      'charts/shop/values.yaml',
      'charts/shop/templates/web.yaml',
      'base/db.yaml',
    ])
  })
})

describe('whose commands run', () => {
  const place = { file: 'rollcast.config.yaml', folder: 'deploy' }
  const shown = (head: RenderEntry[] | undefined, base: RenderEntry[] | undefined, trustHead: boolean) => {
    const { before, after, notes } = trustedCommands({ head, base, trustHead, ...place })
    const lines = (commands: typeof before) => commands.map(({ name, words }) => `${name}: ${words.join(' ')}`)
    return { before: lines(before), after: lines(after), notes }
  }
  const old: RenderEntry = { name: 'shop', run: 'make old' }
  const evil: RenderEntry = { name: 'shop', run: 'curl evil' }

  it("are the base's, on both sides", () => {
    expect(shown([evil], [old], false)).toEqual({
      before: ['shop: make old'],
      after: ['shop: make old'],
      notes: [
        "The branch changes the render commands of rollcast.config.yaml; those of the base are run. --trust-head-config runs the branch's.",
      ],
    })
    expect(shown([old], [old], false).notes).toEqual([])
    expect(shown(undefined, undefined, false)).toEqual({ before: [], after: [], notes: [] })
  })

  it('are none where the base has none', () => {
    expect(shown([evil], undefined, false)).toEqual({
      before: [],
      after: [],
      notes: [
        'The base has no render commands, so those of rollcast.config.yaml are not run: what runs is not for the branch to choose. --trust-head-config runs them.',
      ],
    })
  })

  it("are each side's own with trust; the branch's where the base has none", () => {
    const more: RenderEntry = { name: 'more', run: 'make more' }
    const gone: RenderEntry = { name: 'gone', run: 'make gone' }
    expect(shown([evil, more], [old, gone], true)).toEqual({
      before: ['shop: make old', 'more: make more', 'gone: make gone'],
      after: ['shop: curl evil', 'more: make more'],
      notes: [],
    })
  })
})

describe('a command that runs in a worktree', () => {
  it('finds git and the submodules of that commit there', async () => {
    const library = makeRepository(path.join(folder, 'library'))
    library.commit({ 'x.txt': 'old' })
    const repository = makeRepository(path.join(folder, 'with-library'))
    repository.commit({ 'a.yaml': '' })
    repository.git('submodule', '--quiet', 'add', library.folder, 'lib')
    repository.commit({})
    repository.git('tag', 'start')
    mkdirSync(path.join(repository.folder, 'lib'), { recursive: true })
    writeFileSync(path.join(repository.folder, 'lib/x.txt'), 'new')
    const run = `sh -c 'git rev-parse --show-toplevel; cat lib/x.txt'`
    const { rendered } = await render([{ name: 'both', run }], 30, repository.folder)
    expect(rendered[0]?.before).toMatch(/rollcast-base-[^/]+\/with-library\nold$/)
    expect(rendered[0]?.after).toBe(`${repository.folder}\nnew`)
    expect(repository.git('worktree', 'list').split('\n')).toHaveLength(1)
    expect(repository.git('-C', 'lib', 'worktree', 'list').split('\n')).toHaveLength(1)
  })
})
