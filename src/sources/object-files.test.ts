/** The index of a run's files follows the disk: what changes is read anew, and nothing else is. */
import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeEach, expect, it } from 'vitest'
import { objectFiles, runPath } from './object-files.js'

const root = mkdtempSync(path.join(tmpdir(), 'rollcast-objects-'))
let cwd = ''
let count = 0

beforeEach(() => {
  cwd = path.join(root, String(count++))
  mkdirSync(cwd)
})
afterAll(() => rmSync(root, { recursive: true }))

function put(file: string, names: string[]): void {
  const text = names.map((name) => `apiVersion: v1\nkind: Service\nmetadata: {name: ${name}}\n`).join('---\n')
  mkdirSync(path.dirname(path.join(cwd, file)), { recursive: true })
  writeFileSync(path.join(cwd, file), text)
}

const at = (file: string) => runPath(file, cwd)

function names(index: ReturnType<ReturnType<typeof objectFiles>>): string[] {
  return index.ofKind('Service').map(({ file, name }) => `${path.relative(cwd, file)} ${name}`)
}

it('finds the manifests of folders, however deep, and those beside a file', () => {
  put('a/web.yaml', ['web'])
  put('a/sub/.hidden/db.yml', ['db'])
  put('a/node_modules/x/index.yaml', ['x'])
  put('a/notes.txt', ['notes'])
  put('b/other.json', ['other'])
  expect(names(objectFiles({ cwd, folders: ['a'] })(at('a/x.yaml'))).sort()).toEqual([
    'a/sub/.hidden/db.yml db',
    'a/web.yaml web',
  ])
  expect(names(objectFiles({ cwd, siblingsIn: 'a' })(at('a/x.yaml')))).toEqual(['a/web.yaml web'])
  expect(names(objectFiles({ cwd: path.join(cwd, 'b'), files: ['../a/web.yaml'] })(at('b/x.yaml')))).toEqual([
    'a/web.yaml web',
  ])
  expect(names(objectFiles({ cwd, folders: ['nowhere'], files: ['gone.yaml'] })(at('x.yaml')))).toEqual([])
})

it('reads only what lies near the file that asks', () => {
  put('apps/web/service.yaml', ['web'])
  put('apps/web/prod/service.yaml', ['prod'])
  put('apps/db/service.yaml', ['db'])
  put('other/project/deploy/service.yaml', ['other'])
  const files = [
    'apps/web/service.yaml',
    'apps/web/prod/service.yaml',
    'apps/db/service.yaml',
    'other/project/deploy/service.yaml',
  ]
  const indexFor = objectFiles({ cwd, files })
  expect(names(indexFor(at('apps/web/x.yaml')))).toEqual([
    'apps/web/service.yaml web',
    'apps/web/prod/service.yaml prod',
    'apps/db/service.yaml db',
  ])
  expect(names(indexFor(at('other/project/x.yaml')))).toEqual(['other/project/deploy/service.yaml other'])
})

it('looks again after a while, and reads what has changed, come or gone', () => {
  put('web.yaml', ['web'])
  put('db.yaml', ['db'])
  let clock = 0
  const indexFor = objectFiles({ cwd, folders: ['.'], freshFor: 3000, now: () => clock })
  const index = () => indexFor(at('x.yaml'))
  const first = index()
  expect(names(first)).toEqual(['db.yaml db', 'web.yaml web'])
  put('web.yaml', ['web', 'web-peers'])
  put('new.yaml', ['new'])
  rmSync(path.join(cwd, 'db.yaml'))
  clock = 2999
  expect(index()).toBe(first)
  clock = 3000
  expect(names(index()).sort()).toEqual(['new.yaml new', 'web.yaml web', 'web.yaml web-peers'])
  const second = index()
  clock = 9000
  utimesSync(path.join(cwd, 'new.yaml'), 1, 1)
  expect(names(index()).sort()).toEqual(names(second).sort())
  clock = 20_000
  const third = index()
  clock = 30_000
  expect(index()).toBe(third)
})

it('says which files may hold more than can be seen', () => {
  writeFileSync(path.join(cwd, 'template.yaml'), 'kind: Service\nmetadata: {{ .Values.metadata }}\n')
  writeFileSync(path.join(cwd, 'broken.yaml'), 'kind: [Service\n')
  writeFileSync(path.join(cwd, 'values.yaml'), 'replicas: 3\n')
  writeFileSync(path.join(cwd, 'latin.yaml'), Buffer.from([0x61, 0xff, 0x0a]))
  mkdirSync(path.join(cwd, 'overlay'))
  writeFileSync(path.join(cwd, 'overlay/kustomization.yaml'), 'resources: [../base]\n')
  const { gaps } = objectFiles({ cwd, folders: ['.'] })(at('x.yaml'))
  expect(gaps.map((file) => path.relative(cwd, file)).sort()).toEqual([
    'broken.yaml',
    'latin.yaml',
    'overlay/kustomization.yaml',
    'template.yaml',
  ])
})
