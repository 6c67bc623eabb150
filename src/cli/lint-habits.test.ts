/** What people know from ESLint's command line, in `rollcast lint`. */
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  chmodSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { Readable } from 'node:stream'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { runLint } from './lint-run.js'
import type { LintOptions } from './options.js'

const cwd = realpathSync(mkdtempSync(path.join(tmpdir(), 'rollcast-habits-')))
const web = (name: string, replicas: number) => `apiVersion: apps/v1
kind: StatefulSet
metadata: {name: ${name}}
spec:
  serviceName: ${name}
  replicas: ${replicas}
  selector: {matchLabels: {app: ${name}}}
  updateStrategy: {rollingUpdate: {partition: 5}}
  template:
    metadata: {labels: {app: ${name}}}
    spec: {containers: [{name: main, image: 'nginx:1.16'}]}
`
const agent = `apiVersion: apps/v1
kind: DaemonSet
metadata: {name: agent}
spec:
  selector: {matchLabels: {app: agent}}
  updateStrategy: {rollingUpdate: {maxSurge: 1, maxUnavailable: 0}}
  template:
    metadata: {labels: {app: agent}}
    spec: {containers: [{name: agent, image: 'fluentd:1.16'}]}
`
beforeAll(() => {
  mkdirSync(path.join(cwd, 'old'))
  for (const [file, text] of Object.entries({
    'a.yaml': web('a', 3),
    'b.yaml': web('b', 2),
    'old/c.yaml': web('c', 1),
    'rollcast.config.yaml': 'ignore: [old]\nrules: {no-max-surge: off}\n',
  }))
    writeFileSync(path.join(cwd, file), text)
})
afterAll(() => void rmSync(cwd, { recursive: true }))

async function run(paths: string[], options: Partial<LintOptions> = {}) {
  let [out, complaint] = ['', '']
  const status = await runLint(
    paths,
    { format: 'text', ...options },
    {
      cwd,
      stdin: Readable.from([]),
      print: (text) => void (out += text),
      complain: (text) => void (complaint += text),
      colours: true,
    },
  )
  return { status, out, complaint }
}

/** Only partition, so that the tests say nothing of other rules. */
const only = { config: 'api', rule: ['partition: error'] }

describe('the habits of ESLint', () => {
  it('--rule goes before all configuration, and a later one before an earlier one', async () => {
    expect((await run(['a.yaml'], only)).out).toContain('rollcast/partition')
    expect((await run(['a.yaml'], { ...only, rule: ['partition: error', 'rollcast/partition: off'] })).out).toBe('')
    expect((await run(['a.yaml'], { ...only, rule: ['{partition: [warn, {staged: true}]}'] })).out).toContain('warning')
  })

  it.each([
    ['partitoin: off', `--rule 'partitoin: off': There is no rule "partitoin". Did you mean "partition"?`],
    ['partition: loud', `--rule 'partition: loud': The severity of partition is off, warn or error; it is "loud".`],
    ['partition', `--rule 'partition': write a rule and its severity, such as 'partition: off'.`],
  ])('--rule %j says what is wrong', async (rule, complaint) => {
    expect(await run(['a.yaml'], { rule: [rule] })).toEqual({
      status: 2,
      out: '',
      complaint: `rollcast lint: ${complaint}\n`,
    })
  })

  it('--list-files prints what would be looked at', async () => {
    expect(await run([], { listFiles: true })).toEqual({
      status: 0,
      out: 'a.yaml\nb.yaml\nrollcast.config.yaml\n',
      complaint: '',
    })
    expect((await run(['old/c.yaml'], { listFiles: true })).out).toBe('old/c.yaml\n')
  })

  it('--print-config prints what holds for a file', async () => {
    const { status, out } = await run([], {
      printConfig: 'a.yaml',
      kubernetesVersion: '1.34',
      rule: ['partition: warn'],
    })
    const setup = JSON.parse(out) as { rules: Record<string, unknown>; settings: object }
    expect([status, setup.rules['rollcast/partition'], setup.rules['rollcast/no-max-surge']]).toEqual([
      0,
      'warn',
      'off',
    ])
    expect(setup.settings).toMatchObject({ kubernetesVersion: '1.34' })
  })

  it('--summary counts by rule', async () => {
    expect(await run(['a.yaml', 'b.yaml'], { ...only, summary: true })).toEqual({
      status: 1,
      out: '  2  rollcast/partition   2 errors in 2 files\n✖ 2 problems (2 errors, 0 warnings)\n',
      complaint: '',
    })
    expect((await run(['a.yaml'], { config: 'api', summary: true })).out).toBe('')
  })

  it('--output-file is written whole, without colours, and nothing is printed', async () => {
    const { status, out } = await run(['a.yaml'], { ...only, outputFile: 'report.txt' })
    expect([status, out]).toEqual([1, ''])
    expect(readFileSync(path.join(cwd, 'report.txt'), 'utf8')).toMatch(/^a\.yaml\n {2}8:\d+ {2}error/)
    expect(readdirSync(cwd).filter((name) => name.startsWith('report'))).toEqual(['report.txt'])
    rmSync(path.join(cwd, 'report.txt'))
    expect((await run(['a.yaml'], { ...only, outputFile: 'nowhere/report.txt' })).complaint).toBe(
      'rollcast lint: nowhere/report.txt cannot be written: there is no such folder.\n',
    )
  })

  it('--fix writes beside and renames: the mode is kept, and no other file is left', async () => {
    const file = path.join(cwd, 'agent.yaml')
    writeFileSync(file, agent)
    chmodSync(file, 0o640)
    await run(['agent.yaml'], { config: 'recommended', fix: true })
    expect(readFileSync(file, 'utf8')).toBe(agent.replace('{maxSurge: 1, maxUnavailable: 0}', '{maxUnavailable: 1}'))
    expect(statSync(file).mode & 0o777).toBe(0o640)
    expect(readdirSync(cwd).filter((name) => name.startsWith('agent'))).toEqual(['agent.yaml'])
    rmSync(file)
  })
})
