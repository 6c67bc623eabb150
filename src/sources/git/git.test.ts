/** `--base` on repositories that git itself makes. */
import { chmodSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { findChange, isChanged, pairObjects, readChangedFiles, shownObject, type ChangeQuestion } from './index.js'
import {
  makeRepository,
  plainEnvironment,
  repositoryAt,
  statefulSet,
  temporaryFolder,
  type Repository,
} from './testing/repository.js'

const { folder, remove } = temporaryFolder('git')
afterAll(remove)

/** main has moved on since the branch left it; the branch renames, moves, adds and deletes. */
let shop: Repository
let left = ''
beforeAll(() => {
  shop = makeRepository(path.join(folder, 'shop'))
  left = shop.commit({
    'deploy/web.yaml': statefulSet('web', 'nginx:1.16'),
    'deploy/db.yaml': `${statefulSet('db', 'postgres:15')}---\n${statefulSet('cache', 'redis:7')}`,
    'deploy/old.yaml': statefulSet('old', 'nginx:1.16'),
    'deploy/same.yaml': statefulSet('same', 'nginx:1.16'),
    'values.yaml': 'replicas: 3\n',
    '.gitignore': 'ignored/\n',
  })
  shop.git('checkout', '--quiet', '-b', 'topic')
  shop.git('checkout', '--quiet', 'main')
  shop.commit({ 'deploy/same.yaml': statefulSet('same', 'nginx:2.0') })
  shop.git('checkout', '--quiet', 'topic')
  shop.commit({
    'deploy/web.yaml': null,
    'deploy/web-set.yaml': statefulSet('web', 'nginx:1.17'),
    'deploy/db.yaml': statefulSet('db', 'postgres:15').replace('spec:', '# a comment\nspec:'),
    'deploy/redis/cache.yaml': statefulSet('cache', 'redis:8'),
    'deploy/old.yaml': null,
    'values.yaml': 'replicas: 4\n',
  })
})

async function changed(
  question: Partial<ChangeQuestion> & { cwd: string },
): Promise<{ pairs: string[]; notes: string[] }> {
  const change = await findChange({ paths: [], environment: plainEnvironment, ...question })
  const files = change.files.filter((file) => change.chosen(file) !== 'not meant')
  const { before, after, notes: ofFiles } = await readChangedFiles(change, files, question.cwd)
  const { pairs, notes } = pairObjects(before, after)
  const shown = pairs.map((pair) => {
    const object = (pair.after ?? pair.before)?.object ?? {}
    return `${shownObject(object)}: ${pair.before?.file ?? '-'} > ${pair.after?.file ?? '-'}${isChanged(pair) ? '' : ' same'}`
  })
  return { pairs: shown.sort(), notes: [...change.notes, ...ofFiles, ...notes] }
}

const complaint = async (question: Partial<ChangeQuestion> & { cwd: string }) =>
  changed(question).then(
    () => undefined,
    (error: Error) => `${error.name}: ${error.message}`,
  )

const whole = [
  'StatefulSet cache: deploy/db.yaml > deploy/redis/cache.yaml',
  'StatefulSet db: deploy/db.yaml > deploy/db.yaml same',
  'StatefulSet old: deploy/old.yaml > -',
  'StatefulSet web: deploy/web.yaml > deploy/web-set.yaml',
]

describe('what changed since the base', () => {
  it('counts from where the branch left it: renames, moves, what left; not what the base did since', async () => {
    expect(await changed({ cwd: shop.folder, base: 'main' })).toEqual({ pairs: whole, notes: [] })
  })

  it('is the same in a detached head, and in another worktree', async () => {
    const other = path.join(folder, 'worktree')
    shop.git('worktree', 'add', '--quiet', '--detach', other, 'topic')
    expect((await changed({ cwd: other, base: 'main' })).pairs).toEqual(whole)
    expect((await changed({ cwd: path.join(other, 'deploy'), base: 'main' })).pairs[2]).toBe(
      'StatefulSet old: old.yaml > -',
    )
  })

  it('is that of the folders, files and globs that are named, also those that are gone', async () => {
    const of = async (...paths: string[]) => (await changed({ cwd: shop.folder, base: 'main', paths })).pairs
    expect(await of('deploy/redis')).toEqual(['StatefulSet cache: - > deploy/redis/cache.yaml'])
    expect(await of('deploy/old.yaml', './deploy/web-*.yaml')).toEqual([
      'StatefulSet old: deploy/old.yaml > -',
      'StatefulSet web: - > deploy/web-set.yaml',
    ])
    expect(await of('deploy/same.yaml')).toEqual([])
    expect(await complaint({ cwd: shop.folder, base: 'main', paths: ['nowhere'] })).toBe(
      'SourceError: There is no file or folder nowhere, and there was none in the base. Check the path.',
    )
  })

  it('holds what is not committed yet, but not what git ignores; before a commit only what is added', async () => {
    const repository = makeRepository(path.join(folder, 'dirty'))
    repository.commit({ 'a.yaml': statefulSet('a', '1'), '.gitignore': 'ignored/\n' })
    repository.put({
      'a.yaml': statefulSet('a', '2'),
      'b.yaml': statefulSet('b', '1'),
      'ignored/c.yaml': statefulSet('c', '1'),
    })
    const question = { cwd: repository.folder, base: 'HEAD' }
    expect((await changed(question)).pairs).toEqual(['StatefulSet a: a.yaml > a.yaml', 'StatefulSet b: - > b.yaml'])
    const environment = { ...plainEnvironment, PRE_COMMIT: '1' }
    expect((await changed({ cwd: repository.folder, environment })).pairs).toEqual(['StatefulSet a: a.yaml > a.yaml'])
  })

  it('is found where a hook has set variables of another repository', async () => {
    const environment = { ...plainEnvironment, GIT_DIR: path.join(folder, 'nowhere'), GIT_INDEX_FILE: '/nowhere' }
    expect((await changed({ cwd: path.join(shop.folder, 'deploy'), base: 'main', environment })).pairs).toHaveLength(4)
  })

  it('takes names of any kind, and leaves links and what is no manifest alone', async () => {
    const repository = makeRepository(path.join(folder, 'names'))
    repository.commit({ 'readme.md': '' })
    repository.put({
      'a b\t"ü".yaml': statefulSet('a', '1'),
      'chart/templates/web.yaml': 'kind: StatefulSet\nmetadata: {{ .Values.x }}\n',
      'list.json': JSON.stringify({
        apiVersion: 'v1',
        kind: 'List',
        items: [{ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'p' } }],
      }),
    })
    symlinkSync('list.json', path.join(repository.folder, 'link.yaml'))
    repository.git('add', '--all')
    expect((await changed({ cwd: repository.folder, base: 'HEAD' })).pairs).toEqual([
      'Pod p: - > list.json',
      'StatefulSet a: - > a b\t"ü".yaml',
    ])
  })

  it('says where a file cannot be read: now it is an error, in the base a note', async () => {
    const repository = makeRepository(path.join(folder, 'broken'))
    repository.commit({ 'a.yaml': 'kind: [a\n' })
    repository.put({ 'a.yaml': statefulSet('a', '1') })
    const { pairs, notes } = await changed({ cwd: repository.folder, base: 'HEAD' })
    expect(pairs).toEqual(['StatefulSet a: - > a.yaml'])
    expect(notes).toEqual([expect.stringMatching(/^In the base, a\.yaml:1:7: .* What it held counts as new\.$/)])
    repository.put({ 'a.yaml': `${statefulSet('a', '1')}---\nkind: [b\n` })
    expect(await complaint({ cwd: repository.folder, base: 'HEAD' })).toMatch(/^SourceError: a\.yaml:\d+:7: /)
  })

  it('looks into submodules', async () => {
    const library = makeRepository(path.join(folder, 'library'))
    library.commit({ 'web.yaml': statefulSet('web', '1') })
    const repository = makeRepository(path.join(folder, 'with-submodule'))
    repository.commit({ 'a.yaml': statefulSet('a', '1') })
    repository.git('submodule', '--quiet', 'add', library.folder, 'lib')
    repository.commit({})
    const inside = repositoryAt(path.join(repository.folder, 'lib'))
    inside.commit({ 'web.yaml': statefulSet('web', '2') })
    repository.commit({})
    expect((await changed({ cwd: repository.folder, base: 'HEAD~1' })).pairs).toEqual([
      'StatefulSet web: lib/web.yaml > lib/web.yaml',
    ])
    expect((await changed({ cwd: repository.folder, base: 'HEAD~2' })).pairs).toEqual([
      'StatefulSet web: - > lib/web.yaml',
    ])
    const clone = path.join(folder, 'without-submodule')
    repository.git('clone', '--quiet', repository.folder, clone)
    expect(await changed({ cwd: clone, base: 'HEAD~1' })).toEqual({
      pairs: [],
      notes: [
        'The submodule lib is not checked out, so what changed in it is not looked at: git submodule update --init lib',
      ],
    })
  })
})

describe('the base', () => {
  const github = (more: Record<string, string>) => ({
    ...plainEnvironment,
    CI: 'true',
    GITHUB_ACTIONS: 'true',
    ...more,
  })

  it('is what CI says, where it is not named', async () => {
    const clone = path.join(folder, 'clone')
    shop.git('clone', '--quiet', '--branch', 'topic', shop.folder, clone)
    const environment = github({ GITHUB_BASE_REF: 'main', GITHUB_EVENT_NAME: 'pull_request' })
    expect((await changed({ cwd: clone, environment })).pairs).toEqual(whole)
    // Where no CI says anything: the main branch of the remote.
    repositoryAt(clone).git('remote', 'set-head', 'origin', 'main')
    expect((await changed({ cwd: clone })).pairs).toEqual(whole)
  })

  it('is the first parent of the merge that GitHub checks out, two commits deep', async () => {
    const merged = path.join(folder, 'merged')
    shop.git('worktree', 'add', '--quiet', '--detach', merged, 'main')
    repositoryAt(merged).git('merge', '--quiet', '--no-edit', 'topic')
    repositoryAt(merged).git('branch', 'pull')
    const clone = path.join(folder, 'depth-2')
    shop.git('clone', '--quiet', '--depth=2', '--branch=pull', `file://${shop.folder}`, clone)
    const event = path.join(folder, 'event.json')
    writeFileSync(event, JSON.stringify({ pull_request: { base: { sha: left } } }))
    const environment = github({ GITHUB_BASE_REF: 'gone', GITHUB_EVENT_PATH: event })
    expect((await changed({ cwd: clone, environment })).pairs).toEqual(whole)
  })

  it('that a shallow clone does not reach is named, with the line that fetches it', async () => {
    const clone = path.join(folder, 'shallow')
    shop.git('clone', '--quiet', '--depth=1', '--branch=topic', `file://${shop.folder}`, clone)
    const fetchMain = 'git fetch --unshallow origin +refs/heads/main:refs/remotes/origin/main'
    expect(await complaint({ cwd: clone, base: 'origin/main' })).toBe(
      `SourceError: The base origin/main is not in this clone.\nFetch it first:\n  ${fetchMain}`,
    )
    expect(await complaint({ cwd: clone, environment: github({ GITHUB_BASE_REF: 'main' }) })).toBe(
      `SourceError: The base origin/main (GITHUB_BASE_REF) is not in this clone.\nLet the step actions/checkout have all of the history, with fetch-depth: 0, or fetch it before:\n  ${fetchMain}`,
    )
    repositoryAt(clone).git('fetch', '--quiet', '--depth=1', 'origin', '+refs/heads/main:refs/remotes/origin/main')
    expect(await complaint({ cwd: clone, base: 'origin/main' })).toBe(
      `SourceError: This clone is shallow and does not reach back to where the branch left origin/main.\nFetch it first:\n  ${fetchMain}`,
    )
    repositoryAt(clone).git(...fetchMain.split(' ').slice(1), '--quiet')
    expect((await changed({ cwd: clone, base: 'origin/main' })).pairs).toEqual(whole)
  })

  it('that does not exist is named, with what was probably meant', async () => {
    expect(await complaint({ cwd: shop.folder, base: 'mian' })).toBe(
      'SourceError: There is no commit mian here. Did you mean main?',
    )
    expect(await complaint({ cwd: path.join(folder, 'clone'), base: 'main' })).toBe(
      'SourceError: There is no commit main here. Did you mean origin/main?',
    )
    expect(await complaint({ cwd: shop.folder, base: '--output=x' })).toMatch(
      /^SourceError: There is no commit --output=x here/,
    )
    expect(await complaint({ cwd: shop.folder, base: 'deploy/web.yaml' })).toMatch(
      /^SourceError: There is no commit deploy/,
    )
  })

  it('needs a repository with a commit, and a common past', async () => {
    const empty = makeRepository(path.join(folder, 'empty'))
    expect(await complaint({ cwd: empty.folder, base: 'main' })).toBe(
      'SourceError: This repository has no commit yet, so there is no base to compare with. Leave --base out.',
    )
    const none = path.join(folder, 'none')
    mkdirSync(none)
    expect(await complaint({ cwd: none, base: 'main' })).toBe(
      'SourceError: This folder is in no git repository, and --base reads the base from one.',
    )
    empty.commit({ a: '1' })
    expect(await complaint({ cwd: empty.folder })).toBe(
      'SourceError: The base origin/main (the main branch of the remote) is not in this clone.\nFetch it first:\n  git fetch origin +refs/heads/main:refs/remotes/origin/main',
    )
    empty.git('checkout', '--quiet', '--orphan', 'other')
    empty.commit({ b: '1' })
    expect(await complaint({ cwd: empty.folder, base: 'main' })).toBe(
      'SourceError: main and this branch have no commit in common, so there is nothing to compare with.',
    )
  })

  it('needs git', async () => {
    const bare = path.join(folder, 'no-git')
    mkdirSync(bare)
    chmodSync(bare, 0o755)
    expect(await complaint({ cwd: shop.folder, base: 'main', environment: { PATH: bare } })).toBe(
      'SourceError: git is not installed or not on the PATH, and --base reads the base from it.',
    )
  })
})
