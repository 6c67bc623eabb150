/** What the tag of a release gives: hooks that pre-commit installs, and the steps of the action, run from such a commit. */
import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import {
  makeRepository,
  plainEnvironment,
  statefulSet,
  type Repository,
} from '../src/sources/git/testing/repository.js'
// @ts-expect-error a plain script without types
import { releaseCommit } from './release-commit.mjs'

const root = fileURLToPath(new URL('../', import.meta.url))
const cache = path.join(root, 'node_modules/.cache/rollcast')
const folder = realpathSync(mkdtempSync(path.join(tmpdir(), 'rollcast-release-test-')))
afterAll(() => void rmSync(folder, { recursive: true, force: true }))

let release: Repository
let user: Repository
beforeAll(() => {
  const commit = (releaseCommit as () => string)()
  const files = execFileSync('git', ['archive', commit], { cwd: root, maxBuffer: 1 << 28 })
  release = makeRepository(path.join(folder, 'release'))
  execFileSync('tar', ['x'], { cwd: release.folder, input: files })
  release.git('add', '--all', '--force')
  release.git('commit', '--quiet', '--message', 'release')
  release.git('tag', 'v0.0.0')
  user = makeRepository(path.join(folder, 'user'))
  user.commit({ 'deploy/web.yaml': statefulSet('web', 'nginx:1.16') })
  user.git('checkout', '--quiet', '-b', 'topic')
  user.commit({ 'deploy/web.yaml': statefulSet('web', 'nginx:1.17').replace('serviceName: web', 'serviceName: other') })
})

/** pre-commit from PyPI, in a cache; undefined where it cannot be had. */
function preCommit(): string | undefined {
  const venv = path.join(cache, 'pre-commit')
  const command = path.join(venv, 'bin/pre-commit')
  if (existsSync(command)) return command
  mkdirSync(cache, { recursive: true })
  const made = spawnSync('sh', ['-c', `python3 -m venv "${venv}" && "${venv}/bin/pip" install --quiet pre-commit`])
  return made.status === 0 && existsSync(command) ? command : undefined
}

describe('the commit of a release', () => {
  it('needs nothing to be built or developed with', () => {
    const manifest = JSON.parse(readFileSync(path.join(release.folder, 'package.json'), 'utf8')) as object
    expect(Object.keys(manifest)).not.toEqual(expect.arrayContaining(['scripts']))
    expect(manifest).not.toHaveProperty('devDependencies')
    expect(manifest).not.toHaveProperty('dependencies')
    for (const file of ['dist/cli.js', 'dist/action.js', '.pre-commit-hooks.yaml', 'action.yml'])
      expect(existsSync(path.join(release.folder, file)), file).toBe(true)
    expect(existsSync(path.join(release.folder, 'src'))).toBe(false)
  })

  it('is installed and run by pre-commit', () => {
    const command = preCommit()
    if (command === undefined) {
      process.stderr.write('pre-commit cannot be installed here: the hooks were not tried\n')
      return
    }
    user.put({
      '.pre-commit-config.yaml': `repos:\n- repo: ${release.folder}\n  rev: v0.0.0\n  hooks: [{id: rollcast-lint}, {id: rollcast-plan}]\n`,
    })
    const { HOME } = process.env
    const { stdout, stderr } = spawnSync(command, ['run', '--color=never', '--from-ref=main', '--to-ref=topic'], {
      cwd: user.folder,
      env: { ...process.env, ...plainEnvironment, HOME, PRE_COMMIT_HOME: path.join(folder, 'pre-commit-home') },
      encoding: 'utf8',
    })
    expect(stderr).toBe('')
    expect(stdout).toMatch(/^rollcast lint\.+Passed$/m)
    expect(stdout).toMatch(/^rollcast plan\.+Failed$/m)
    expect(stdout).toContain('refused')
  })
})

interface Step {
  readonly run?: string
  readonly env?: Readonly<Record<string, string>>
}

describe('the action', () => {
  it('lints, plans, writes the summary, and comments', async () => {
    const written: string[] = []
    const server = createServer((request, response) => {
      let body = ''
      request.on('data', (chunk: Buffer) => void (body += chunk.toString()))
      request.on('end', () => {
        if (request.method === 'POST') written.push((JSON.parse(body) as { body: string }).body)
        response.writeHead(200, { 'content-type': 'application/json' }).end(request.method === 'GET' ? '[]' : '{}')
      })
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const action = parse(readFileSync(path.join(release.folder, 'action.yml'), 'utf8')) as {
      inputs: Record<string, { default?: string }>
      runs: { steps: Step[] }
    }
    const inputs: Record<string, string> = { base: 'main', token: 'secret' }
    const filled = (text: string) =>
      text.replace(
        /\$\{\{ inputs\.([\w-]+) \}\}/g,
        (_, name: string) => inputs[name] ?? action.inputs[name]?.default ?? '',
      )
    const event = path.join(folder, 'event.json')
    writeFileSync(event, JSON.stringify({ pull_request: { number: 7 } }))
    const github = {
      GITHUB_ACTION_PATH: release.folder,
      GITHUB_API_URL: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
      GITHUB_EVENT_PATH: event,
      GITHUB_OUTPUT: path.join(folder, 'output'),
      GITHUB_REPOSITORY: 'o/r',
      GITHUB_STEP_SUMMARY: path.join(folder, 'summary'),
      RUNNER_TEMP: folder,
    }
    const { spawn } = await import('node:child_process')
    const statuses: (number | null)[] = []
    for (const { run = '', env = {} } of action.runs.steps) {
      const own = Object.fromEntries(Object.entries(env).map(([name, value]) => [name, filled(value)]))
      // Not spawnSync: the server in this process has to answer.
      statuses.push(
        await new Promise<number | null>((resolve) => {
          const child = spawn('bash', ['-e', '-c', run], {
            cwd: user.folder,
            env: { ...process.env, ...plainEnvironment, HOME: process.env['HOME'], ...github, ...own },
            stdio: ['ignore', 'ignore', 'inherit'],
          })
          child.on('close', resolve)
        }),
      )
    }
    server.close()
    expect(statuses).toEqual([0, 1])
    expect(written).toHaveLength(1)
    expect(written[0]).toMatch(/^<!-- rollcast -->\n[\s\S]*Refused/)
    expect(readFileSync(github.GITHUB_STEP_SUMMARY, 'utf8')).toContain('Refused')
    expect(readFileSync(github.GITHUB_OUTPUT, 'utf8')).toMatch(/^lint-status=\d\nplan-status=1\nplan=.*\.json\n$/)
  })
})
