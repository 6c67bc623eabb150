/** Repositories that tests make: on a disk, with git itself, and nothing of the machine's own settings. */
import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'

/** What tests give as the command's environment: no CI, and git's own settings alone. */
export const plainEnvironment: NodeJS.ProcessEnv = {
  PATH: process.env['PATH'],
  HOME: tmpdir(),
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_CONFIG_SYSTEM: '/dev/null',
  GIT_AUTHOR_NAME: 'A',
  GIT_AUTHOR_EMAIL: 'a@example.com',
  GIT_COMMITTER_NAME: 'A',
  GIT_COMMITTER_EMAIL: 'a@example.com',
  GIT_AUTHOR_DATE: '2026-01-01T00:00:00Z',
  GIT_COMMITTER_DATE: '2026-01-01T00:00:00Z',
}

/** A folder for repositories, which `remove` clears away. */
export function temporaryFolder(name: string): { readonly folder: string; remove(): void } {
  const folder = realpathSync(mkdtempSync(path.join(tmpdir(), `rollcast-${name}-`)))
  return { folder, remove: () => void rmSync(folder, { recursive: true, force: true }) }
}

/** A repository of a test. */
export interface Repository {
  readonly folder: string
  /** Runs git and gives what it prints. */
  git(...args: string[]): string
  /** Writes files; a text of null removes one. */
  put(files: Readonly<Record<string, string | null>>): void
  /** Writes files and commits all there is; the commit's hash. */
  commit(files: Readonly<Record<string, string | null>>): string
}

/** Makes an empty repository, whose branch is called main. */
export function makeRepository(folder: string): Repository {
  mkdirSync(folder, { recursive: true })
  const repository = repositoryAt(folder)
  repository.git('init', '--quiet', '--initial-branch=main')
  return repository
}

/** A repository that is there already: a clone, or another worktree. */
export function repositoryAt(folder: string): Repository {
  const git = (...args: string[]) =>
    execFileSync('git', ['-c', 'protocol.file.allow=always', '-c', 'commit.gpgsign=false', ...args], {
      cwd: folder,
      env: plainEnvironment,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
    }).trim()
  const put = (files: Readonly<Record<string, string | null>>) => {
    for (const [name, text] of Object.entries(files)) {
      const file = path.join(folder, name)
      if (text === null) rmSync(file)
      else {
        mkdirSync(path.dirname(file), { recursive: true })
        writeFileSync(file, text)
      }
    }
  }
  return {
    folder,
    git,
    put,
    commit(files) {
      put(files)
      git('add', '--all')
      git('commit', '--quiet', '--message', 'a change')
      return git('rev-parse', 'HEAD')
    },
  }
}

/** A StatefulSet that a plan can be made of. */
export function statefulSet(name: string, image: string, more: { namespace?: string; replicas?: number } = {}): string {
  const namespace = more.namespace === undefined ? '' : `\n  namespace: ${more.namespace}`
  return `apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: ${name}${namespace}
spec:
  serviceName: ${name}
  replicas: ${more.replicas ?? 2}
  selector: {matchLabels: {app: ${name}}}
  template:
    metadata: {labels: {app: ${name}}}
    spec: {containers: [{name: main, image: '${image}'}]}
`
}
