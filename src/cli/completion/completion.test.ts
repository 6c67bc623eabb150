import { spawnSync } from 'node:child_process'
import { chmodSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { Argument, Command, Option } from 'commander'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { complete, completionLines } from './complete.js'
import { shells } from './scripts.js'

const program = new Command('rollcast').option('-q, --quiet', 'no words')
program
  .command('plan')
  .description('plan it')
  .argument('[manifests...]')
  .addOption(new Option('-o, --format <format>', 'how').choices(['text', 'json']))
  .option('--from <file>', 'what is there')
  .option('-k, --kustomize <folder>')
  .option('--base [ref]')
  .option('--full')
program.command('explain').argument('[rule]').alias('why')
program.command('completion').addArgument(new Argument('<shell>').choices(shells))
program.command('hidden', { hidden: true })

const known = { base: () => ['main', 'origin/main'] }
const values = async (...words: string[]) => {
  const { suggestions, files } = await complete(program, words, known)
  return `${suggestions.map(({ value }) => value).join(' ')} (${files})`
}

describe('what may come next', () => {
  it.each([
    [[''], 'plan explain completion help (none)'],
    [['p'], 'plan (none)'],
    [['--q'], '--quiet (none)'],
    [['plan', ''], ' (files)'],
    [['plan', 'a.yaml', ''], ' (files)'],
    [['plan', '--f'], '--format --from --full (none)'],
    [['plan', '-o', ''], 'text json (none)'],
    [['plan', '--format', 'j'], 'json (none)'],
    [['plan', '--format=j'], '--format=json (none)'],
    [['plan', '--from', ''], ' (files)'],
    [['plan', '-k', 'over'], ' (folders)'],
    [['plan', '--base', ''], 'main origin/main (none)'],
    [['plan', '--base', '--ful'], '--full (none)'],
    [['plan', '--base', '--full', ''], ' (files)'],
    [['plan', '--from', 'plan', '--', '--f'], ' (files)'],
    [['completion', ''], 'bash zsh fish (none)'],
    [['why', ''], ' (files)'],
  ])('%j', async (words, expected) => {
    expect(await values(...words)).toBe(expected)
  })

  it('is told as kubectl takes it: a word and its description on a line, and a number', async () => {
    expect(completionLines(await complete(program, ['pl'], known))).toBe('plan\tplan it\n:4\n')
    expect(completionLines(await complete(program, ['plan', ''], known))).toBe(':0\n')
    expect(completionLines(await complete(program, ['plan', '-k', ''], known))).toBe(':16\n')
  })
})

describe('the built command', () => {
  const command = fileURLToPath(new URL('../../../dist/cli.js', import.meta.url))
  const folder = mkdtempSync(path.join(tmpdir(), 'rollcast-completion-'))
  beforeAll(() => {
    for (const name of ['rollcast', 'kubectl_complete-rollcast']) symlinkSync(command, path.join(folder, name))
    writeFileSync(path.join(folder, 'web.yaml'), '')
    chmodSync(folder, 0o755)
  })
  afterAll(() => void rmSync(folder, { recursive: true }))
  const env = { ...process.env, PATH: `${folder}${path.delimiter}${process.env['PATH'] ?? ''}` }
  const run = (program_: string, args: string[]) =>
    spawnSync(program_, args, { cwd: folder, env, encoding: 'utf8' }).stdout

  it('answers kubectl', () => {
    expect(run('kubectl_complete-rollcast', ['li'])).toMatch(/^lint\tcheck manifests .*\n:4\n$/)
    expect(run('kubectl_complete-rollcast', ['lint', '--config', 're'])).toBe('recommended\n:0\n')
    expect(run('kubectl_complete-rollcast', ['plan', '--kubernetes-version', '1.3'])).toMatch(/^1\.37\n1\.36\n/)
  })

  /** What a shell would put in, asked of the shell itself. */
  const asked: Record<string, (line: string[]) => string> = {
    bash: (line) =>
      run('bash', [
        '--norc',
        '-c',
        `source <(rollcast completion bash); COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _rollcast; printf '%s\\n' "\${COMPREPLY[@]}"`,
        '-',
        ...line,
      ]),
    fish: (line) =>
      run('fish', [
        '--no-config',
        '-c',
        `rollcast completion fish | source; complete -C "$argv"`,
        line.join(' '),
      ]).replaceAll(/\t.*/g, ''),
  }

  it.each(['bash', 'fish'])('%s completes lines with its script', (shell) => {
    if (spawnSync(shell, ['--version']).error !== undefined) {
      process.stderr.write(`${shell} is not here: its completion was not tried\n`)
      return
    }
    const of = (...line: string[]) => (asked[shell]?.(line) ?? '').trim().split('\n')
    expect(of('rollcast', 'def')).toEqual(['default'])
    expect(of('rollcast', 'plan', '--feat')).toEqual(['--feature-gates'])
  })

  it('bash completes a value behind "=", which it takes for a word of its own', () => {
    expect(asked['bash']?.(['rollcast', 'lint', '--config', '=', 'str']).trim()).toBe('strict')
    expect(asked['bash']?.(['rollcast', 'lint', '--config', '=']).trim().split('\n')).toContain('api')
  })

  it.each(shells)('the script for %s is one that the shell reads', (shell) => {
    const script = run('rollcast', ['completion', shell])
    expect(script).toContain('rollcast __complete')
    const file = path.join(folder, `script.${shell}`)
    writeFileSync(file, script)
    const { status, error, stderr } = spawnSync(shell, ['-n', file], { encoding: 'utf8' })
    if (error === undefined) expect([status, stderr]).toEqual([0, ''])
    else process.stderr.write(`${shell} is not here: its script was not read\n`)
  })
})
