/** `rollcast lint --base` on a repository that git makes. */
import path from 'node:path'
import { Readable } from 'node:stream'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { LintResult } from '../report/lint-result.js'
import {
  makeRepository,
  plainEnvironment,
  statefulSet,
  temporaryFolder,
  type Repository,
} from '../sources/git/testing/repository.js'
import { renderedSources, withRenderers } from '../sources/render/testing/tools.js'
import { runLint } from './lint-run.js'
import type { LintOptions } from './options.js'

const { folder, remove } = temporaryFolder('lint-base')
afterAll(remove)

let environment: NodeJS.ProcessEnv = {}
let shop: Repository
const service = (name: string, set: string) => set.replace('serviceName: web', `serviceName: ${name}`)
const web = statefulSet('web', 'nginx:1.16')

beforeAll(() => {
  environment = withRenderers(plainEnvironment, folder)
  shop = makeRepository(path.join(folder, 'shop'))
  shop.commit({
    ...renderedSources,
    'rollcast.config.yaml': 'extends: api\nrender:\n- run: helm template shop charts/shop\n',
    'dev/web.yaml': web,
    'prod/web.yaml': `${service('old', web)}---\n${statefulSet('db', 'postgres:15')}`,
  })
  shop.git('checkout', '--quiet', '-b', 'topic')
  shop.put({
    'dev/web.yaml': service('other', web),
    'prod/web.yaml': `${service('old', web)}---\n${statefulSet('db', 'postgres:15').replace('replicas: 2', 'replicas: -1')}`,
    'charts/shop/templates/web.yaml': service('other', renderedSources['charts/shop/templates/web.yaml'] ?? ''),
  })
})

async function run(paths: string[], options: Partial<LintOptions> = {}) {
  let [out, complaint] = ['', '']
  const world = {
    cwd: shop.folder,
    environment,
    stdin: Readable.from([]),
    print: (text: string) => void (out += text),
    complain: (text: string) => void (complaint += text),
    colours: false,
  }
  const status = await runLint(paths, { format: 'json', base: 'main', ...options }, world)
  const found =
    out === ''
      ? []
      : (JSON.parse(out) as LintResult[]).flatMap(({ filePath, messages }) =>
          messages.map(
            ({ object, path: field, source }) =>
              `${filePath.startsWith('<') ? filePath : path.relative(shop.folder, filePath)} ${object ?? ''} ${field}${source === undefined ? '' : ` ${source}`}`,
          ),
        )
  return { status, found, complaint }
}

describe('lint --base', () => {
  it('checks what changed as an update of what it was, each file against its own, and what is rendered too', async () => {
    expect(await run(['.'])).toEqual({
      status: 1,
      found: [
        // A template by itself is no manifest, which its own rule says.
        'charts/shop/templates/web.yaml  ',
        'dev/web.yaml StatefulSet/web spec.serviceName',
        'prod/web.yaml StatefulSet/db spec.replicas',
        '<rendered shop> StatefulSet/shop spec.serviceName shop/templates/web.yaml',
      ],
      complaint: expect.stringMatching(/^(?:note {2}No render command covers [^\n]*\n)?$/) as unknown as string,
    })
  })

  it('reports only what is found in objects that changed', async () => {
    shop.put({
      'prod/web.yaml': `${service('old', web).replace('replicas: 2', 'replicas: -1')}---\n${statefulSet('db', 'postgres:16')}`,
    })
    shop.git('add', '--all')
    shop.git('commit', '--quiet', '--message', 'broken before')
    shop.put({
      'prod/web.yaml': `${service('old', web).replace('replicas: 2', 'replicas: -1')}---\n${statefulSet('db', 'postgres:16').replace('replicas: 2', 'replicas: -2')}`,
    })
    const all = await run(['prod'], { base: 'HEAD' })
    expect(all.found).toEqual([
      'prod/web.yaml StatefulSet/web spec.replicas',
      'prod/web.yaml StatefulSet/db spec.replicas',
    ])
    expect((await run(['prod'], { base: 'HEAD', changedOnly: true })).found).toEqual([
      'prod/web.yaml StatefulSet/db spec.replicas',
    ])
    expect(await run(['dev'], { base: 'HEAD', changedOnly: true })).toEqual({ status: 0, found: [], complaint: '' })
  })

  it.each<[Partial<LintOptions>, string]>([
    [{ from: ['dev/web.yaml'] }, '--base says what is there before, and so does --from. Leave one of them out.'],
    [{ base: undefined, changedOnly: true }, '--changed-only needs --base, the commit to compare with.'],
    [{ base: undefined, render: ['x'] }, '--render needs --base, the commit to compare with.'],
  ])('%j: says why it cannot run', async (options, complaint) => {
    expect(await run(['.'], options)).toEqual({ status: 2, found: [], complaint: `rollcast lint: ${complaint}\n` })
  })
})
