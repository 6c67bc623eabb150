/**
 * What the GitHub action does once the package is installed (action.yml): it lints, plans, writes the job's summary, and
 * keeps one comment on the pull request up to date. It runs the command as a user would, and reads GitHub's variables.
 */
import { randomUUID } from 'node:crypto'
import { appendFileSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { parseArgsStringToArgv } from 'string-argv'
import { keepComment, type PullRequest } from './comment.js'

const command = fileURLToPath(new URL('cli.js', import.meta.url))
const { env } = process
const input = (name: string): string => (env[`INPUT_${name}`] ?? '').trim()
const paths = input('PATHS')
  .split('\n')
  .map((line) => line.trim())
  .filter((line) => line !== '')
const base = ['--base', ...(input('BASE') === '' ? [] : [input('BASE')])]

interface Ran {
  readonly status: number
  readonly out: string
}

/** Runs rollcast; what it complains about goes to the log. */
function rollcast(args: readonly string[]): Ran {
  const { status, stdout, error } = spawnSync(process.execPath, [command, ...args], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...env, NO_COLOR: '1' },
    maxBuffer: 1 << 30,
  })
  if (error !== undefined) throw error
  return { status: status ?? 2, out: stdout }
}

/** Prints what comes from manifests: nothing in it is a command to the runner. */
function log(title: string, text: string): void {
  const token = randomUUID()
  process.stdout.write(`::group::${title}\n::stop-commands::${token}\n${text.trimEnd()}\n::${token}::\n::endgroup::\n`)
}

function output(name: string, value: string): void {
  if (env['GITHUB_OUTPUT'] !== undefined) appendFileSync(env['GITHUB_OUTPUT'], `${name}=${value}\n`)
}

/** A text as it is, whatever stands in it. */
function fenced(text: string): string {
  const longestRun = Math.max(2, ...[...text.matchAll(/`+/g)].map(([run]) => run.length))
  const fence = '`'.repeat(longestRun + 1)
  return `${fence}text\n${text.trimEnd()}\n${fence}`
}

function lint(): { status: number; text: string } {
  const { status, out } = rollcast(['lint', ...base, ...parseArgsStringToArgv(input('LINT_ARGUMENTS')), '--', ...paths])
  log('rollcast lint', out === '' ? 'Nothing to report.' : out)
  output('lint-status', String(status))
  return { status, text: out.trim() === '' ? '' : `### Lint\n\n${fenced(out)}` }
}

function plan(): { status: number; text: string; isEmpty: boolean } {
  const file = path.join(env['RUNNER_TEMP'] ?? '.', `rollcast-plan${input('COMMENT_KEY').replace(/\W+/g, '-')}.json`)
  const { status, out } = rollcast([
    'plan',
    ...base,
    ...parseArgsStringToArgv(input('PLAN_ARGUMENTS')),
    '-o',
    'json',
    '--',
    ...paths,
  ])
  output('plan-status', String(status))
  if (out === '') return { status, text: '', isEmpty: true }
  writeFileSync(file, out)
  output('plan', file)
  log('rollcast plan', rollcast(['show', file]).out)
  const { plans } = JSON.parse(out) as { plans: unknown[] }
  return { status, text: rollcast(['show', file, '-o', 'markdown']).out.trim(), isEmpty: plans.length === 0 }
}

function pullRequest(): PullRequest | undefined {
  const { GITHUB_EVENT_PATH: event, GITHUB_REPOSITORY: repository, GITHUB_API_URL: api } = env
  if (event === undefined || repository === undefined) return undefined
  const { pull_request: request } = JSON.parse(readFileSync(event, 'utf8')) as { pull_request?: { number: number } }
  return request === undefined
    ? undefined
    : { api: api ?? 'https://api.github.com', repository, number: request.number, token: input('TOKEN') }
}

const linted = input('LINT') === 'false' ? { status: 0, text: '' } : lint()
const planned = input('PLAN') === 'false' ? { status: 0, text: '', isEmpty: true } : plan()
const report = [planned.text, linted.text].filter((text) => text !== '').join('\n\n')

if (env['GITHUB_STEP_SUMMARY'] !== undefined && report !== '') appendFileSync(env['GITHUB_STEP_SUMMARY'], `${report}\n`)

const request = pullRequest()
if (request !== undefined && input('COMMENT') === 'true') {
  const isNeeded = !planned.isEmpty || linted.text !== ''
  const body = isNeeded ? report : 'No StatefulSet or DaemonSet changes, and there is nothing to report.'
  const { done, reason } = await keepComment(request, { key: input('COMMENT_KEY'), body, isNeeded })
  if (done === 'refused')
    process.stdout.write(`::warning title=rollcast::The comment was not written: ${reason ?? ''}\n`)
}

process.exitCode = Math.max(linted.status, planned.status)
