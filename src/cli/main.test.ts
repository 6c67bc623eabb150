import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'

/** The command as it is installed: `npm test` builds it first. */
const command = fileURLToPath(new URL('../../dist/cli.js', import.meta.url))

function rollcast(
  args: readonly string[],
  input = '',
  script = command,
  nodeOptions: readonly string[] = [],
): { status: number | null; out: string; complaint: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, [...nodeOptions, script, ...args], {
    input,
    encoding: 'utf8',
    env: { ...process.env, NO_COLOR: '1' },
  })
  return { status, out: stdout, complaint: stderr }
}

describe.skipIf(!existsSync(command))('the command', () => {
  it('prints its version', () => {
    expect(rollcast(['--version'])).toEqual({
      status: 0,
      out: `${(JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as { version: string }).version}\n`,
      complaint: '',
    })
  })

  it('prints a short help, and one with examples for each subcommand', () => {
    const { status, out } = rollcast(['--help'])
    expect(out).toContain('Usage: rollcast')
    expect(status).toBe(0)
    for (const name of ['plan', 'lint', 'default'])
      expect(rollcast([name, '--help']).out).toContain(`Usage: rollcast ${name}`)
    expect(rollcast(['plan', '--help']).out).toContain('rollcast plan --from old.yaml web.yaml')
  })

  it('ends with status 2 and says what to report where the fault is its own', () => {
    const planted = `Object.defineProperty(Object.prototype, 'podManagementPolicy', {
      configurable: true,
      get: () => { throw new TypeError('planted') },
    })`
    const nodeOptions = ['--import', `data:text/javascript,${encodeURIComponent(planted)}`]
    const manifest = fileURLToPath(new URL('../../testdata/chapter/sample-statefulset.yaml', import.meta.url))
    const { status, out, complaint } = rollcast(['plan', manifest], '', command, nodeOptions)
    expect(complaint).toBe(
      'rollcast: This is a fault in Rollcast itself: planted. Please report it with the input (ROLLCAST_TRACE=1 shows where it happened).\n',
    )
    expect({ status, out }).toEqual({ status: 2, out: '' })
  })

  it('is kubectl rollcast where kubectl calls it', () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'rollcast-plugin-'))
    try {
      const plugin = path.join(folder, 'kubectl-rollcast')
      symlinkSync(command, plugin)
      expect(rollcast(['--help'], '', plugin).out).toContain('Usage: kubectl rollcast')
      expect(rollcast(['plan', '--help'], '', plugin).out).toContain('kubectl rollcast plan --from old.yaml web.yaml')
      expect(rollcast(['plan', '--nope'], '', plugin).complaint).toContain(
        '(kubectl rollcast plan --help says what there is)',
      )
      expect(rollcast(['plan', 'none.yaml'], '', plugin).complaint).toBe(
        'kubectl rollcast plan: There is no file or folder none.yaml. Check the path.\n',
      )
    } finally {
      rmSync(folder, { recursive: true })
    }
  })

  it.each([
    [['plann'], "unknown command 'plann'"],
    [['plan', '--nope'], "unknown option '--nope'"],
    [['plan', '--format', 'xml', '-'], 'It is text, json or markdown.'],
    [['plan', 'no-such-file.yaml'], 'There is no file or folder no-such-file.yaml. Check the path.'],
  ])('%j: says what is wrong, status 2, no stack trace', (args, words) => {
    const { status, out, complaint } = rollcast(args)
    expect(complaint).toContain(words)
    expect(complaint).not.toMatch(/\n\s+at /)
    expect({ status, out }).toEqual({ status: 2, out: '' })
  })

  it('plans standard input', () => {
    const { status, out } = rollcast(
      ['plan', '-'],
      readFileSync(new URL('../../testdata/chapter/sample-statefulset.yaml', import.meta.url), 'utf8'),
    )
    expect(out.split('\n')[0]).toBe('sample-statefulset: 3 pods created one at a time, ordinals 0 to 2; 3 claims made')
    expect(status).toBe(0)
  })

  it('writes files: a report, and fixes', () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'rollcast-writes-'))
    const agent = (strategy: string) =>
      `apiVersion: apps/v1\nkind: DaemonSet\nmetadata: {name: agent}\nspec:\n  selector: {matchLabels: {app: agent}}\n  updateStrategy: {rollingUpdate: ${strategy}}\n  template:\n    metadata: {labels: {app: agent}}\n    spec: {containers: [{name: agent, image: 'fluentd:1.16'}]}\n`
    try {
      const [file, report] = [path.join(folder, 'agent.yaml'), path.join(folder, 'plan.json')]
      writeFileSync(file, agent('{maxSurge: 1, maxUnavailable: 0}'))
      expect(rollcast(['lint', '--config', 'recommended', '--rule', 'partition: off', '--fix', file]).complaint).toBe(
        '',
      )
      expect(readFileSync(file, 'utf8')).toBe(agent('{maxUnavailable: 1}'))
      expect(rollcast(['plan', file, '--nodes', '2', '-o', 'json', '--output-file', report])).toEqual({
        status: 0,
        out: '',
        complaint: '',
      })
      expect(rollcast(['show', report]).out).toContain('agent: 2 pods created')
      expect(readdirSync(folder).sort()).toEqual(['agent.yaml', 'plan.json'])
    } finally {
      rmSync(folder, { recursive: true })
    }
  })

  it('loads ESLint neither at its start nor for a plan', () => {
    const seen = new Set<string>()
    const visit = (file: string): void => {
      if (seen.has(file)) return
      seen.add(file)
      const text = readFileSync(file, 'utf8')
      expect({ file, eslint: /(?:from|import)\s*"(?:eslint|@eslint)[/"]/.test(text) }).toEqual({ file, eslint: false })
      for (const match of text.matchAll(/(?:from|import)\s*"(\.[^"]+)"/g))
        visit(path.resolve(path.dirname(file), match[1] ?? ''))
    }
    visit(command)
    const planRun = /import\("(\.\/chunks\/plan-run-[^"]+)"\)/.exec(readFileSync(command, 'utf8'))?.[1]
    expect(planRun).toBeDefined()
    visit(path.resolve(path.dirname(command), planRun ?? ''))
    expect(seen.size).toBeGreaterThan(2)
  })
})
