import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { Readable } from 'node:stream'
import { afterAll, describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import {
  makeRepository,
  plainEnvironment,
  temporaryFolder,
  type Repository,
} from '../../sources/git/testing/repository.js'
import { renderedSources } from '../../sources/render/testing/tools.js'
import { checkConfig } from '../lint-config-check.js'
import { initFiles, type InitAnswers } from './init-files.js'
import { runInit, type AskForAnswers, type InitOptions } from './init-run.js'

const { folder, remove } = temporaryFolder('init')
afterAll(remove)
let count = 0

function repository(files: Readonly<Record<string, string>> = {}): Repository {
  const made = makeRepository(path.join(folder, String(count++)))
  made.put(files)
  return made
}

async function run({ folder: cwd }: Repository, options: InitOptions, ask?: AskForAnswers) {
  let [out, complaint] = ['', '']
  const world = {
    cwd,
    environment: plainEnvironment,
    stdin: Readable.from([]),
    print: (text: string) => void (out += text),
    complain: (text: string) => void (complaint += text),
    colours: false,
  }
  return { status: await runInit(options, world, ask), out, complaint }
}

const textOf = ({ folder: top }: Repository, file: string) => readFileSync(path.join(top, file), 'utf8')

describe('init', () => {
  it('writes a configuration with what the repository renders, and nothing that nobody asked for', async () => {
    const made = repository(renderedSources)
    expect(await run(made, { yes: true })).toEqual({
      status: 0,
      out: 'rollcast.config.yaml is written.\n',
      complaint: '',
    })
    const text = textOf(made, 'rollcast.config.yaml')
    expect(text.split('\n')[0]).toBe(
      '# yaml-language-server: $schema=./node_modules/eslint-plugin-rollcast/schemas/config.schema.json',
    )
    const config = parse(text) as { render: unknown }
    expect(checkConfig(config)).toEqual([])
    expect(config.render).toEqual([
      { run: 'helm template shop charts/shop' },
      { run: 'kubectl kustomize overlays/dev' },
      { run: 'kubectl kustomize overlays/prod' },
    ])
  })

  it('guesses where pull requests run, and takes what is said', async () => {
    const gitlab = repository({ 'readme.md': '' })
    gitlab.git('remote', 'add', 'origin', 'https://gitlab.example.com/a/b.git')
    await run(gitlab, { yes: true, hooks: 'pre-commit' })
    expect(existsSync(path.join(gitlab.folder, '.gitlab-ci.yml'))).toBe(true)
    expect(existsSync(path.join(gitlab.folder, '.pre-commit-config.yaml'))).toBe(true)
    const github = repository({ '.github/CODEOWNERS': '' })
    await run(github, { yes: true })
    expect(existsSync(path.join(github.folder, '.github/workflows/rollcast.yaml'))).toBe(true)
  })

  it('never writes over a file without --force, and says what would go into it', async () => {
    const made = repository({ 'rollcast.config.yaml': 'extends: api\n' })
    const { status, out } = await run(made, { yes: true })
    expect(status).toBe(0)
    expect(out).toMatch(
      /^rollcast\.config\.yaml is there already and was left alone \(--force writes rollcast\.config\.yaml over\)/,
    )
    expect(textOf(made, 'rollcast.config.yaml')).toBe('extends: api\n')
    await run(made, { yes: true, force: true })
    expect(textOf(made, 'rollcast.config.yaml')).toContain('extends: recommended')
    expect((await run(made, { yes: true })).out).toBe('rollcast.config.yaml is as it should be.\n')
  })

  it('leaves a configuration of another kind alone', async () => {
    const made = repository({ 'rollcast.config.mjs': 'export default {}\n' })
    expect((await run(made, { yes: true })).out).toMatch(/^rollcast\.config\.mjs is there already and was left alone/)
    expect(existsSync(path.join(made.folder, 'rollcast.config.yaml'))).toBe(false)
  })

  it('asks, and writes nothing where it is broken off or there is nobody to ask', async () => {
    const made = repository()
    expect(await run(made, {}, async () => undefined)).toEqual({
      status: 0,
      out: 'Nothing was written.\n',
      complaint: '',
    })
    expect(await run(made, {})).toEqual({
      status: 2,
      out: '',
      complaint: 'rollcast init: init asks, and there is no terminal to ask on. --yes takes what it proposes.\n',
    })
    expect(existsSync(path.join(made.folder, 'rollcast.config.yaml'))).toBe(false)
    await run(made, {}, async (proposed) => ({ ...proposed, kubernetesVersion: '1.33' }))
    expect(textOf(made, 'rollcast.config.yaml')).toContain('kubernetesVersion: "1.33"')
  })
})

describe('the files', () => {
  const answers: InitAnswers = {
    ci: 'github',
    hooks: 'pre-commit',
    kubernetesVersion: '1.34',
    render: [],
    packageVersion: '1.2.3',
  }

  it('are YAML, and give a job the least rights', () => {
    for (const ci of ['github', 'gitlab'] as const)
      for (const { text } of initFiles({ ...answers, ci })) expect(() => parse(text) as unknown).not.toThrow()
    const [, workflow] = initFiles(answers)
    expect((parse(workflow?.text ?? '') as { permissions: object }).permissions).toEqual({ contents: 'read' })
  })
})
