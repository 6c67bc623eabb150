/** What `rollcast init` does: look at the repository, ask, and write what is not there yet. */
import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import packageJson from '../../../package.json' with { type: 'json' }
import { newestVersion } from '../../kubernetes/versions.js'
import { gitIn } from '../../sources/git/git.js'
import { sourceFolders, sourceTree } from '../../sources/render/source-folders.js'
import { commandFor } from '../../sources/render/uncovered.js'
import { CannotRun } from '../cannot-run.js'
import { complaintOf } from '../complaint.js'
import { writeWhole } from '../output.js'
import type { CommandWorld } from '../world.js'
import { initFiles, type InitAnswers, type InitFile } from './init-files.js'

/** `rollcast init` */
export interface InitOptions {
  readonly ci?: InitAnswers['ci']
  readonly hooks?: InitAnswers['hooks']
  readonly yes?: boolean
  readonly force?: boolean
}

/** Asks for what is not said; undefined where the person breaks off. */
export type AskForAnswers = (proposed: InitAnswers, options: InitOptions) => Promise<InitAnswers | undefined>

/** Runs the command; the exit status: 0 written (or broken off), 2 it could not be. */
export async function runInit(options: InitOptions, world: CommandWorld, ask?: AskForAnswers): Promise<0 | 2> {
  try {
    const proposed = await proposal(options, world)
    if (options.yes !== true && ask === undefined)
      throw new CannotRun('init asks, and there is no terminal to ask on. --yes takes what it proposes.')
    const answers = options.yes === true ? proposed : await ask?.(proposed, options)
    if (answers === undefined) {
      world.print('Nothing was written.\n')
      return 0
    }
    for (const file of initFiles(answers)) await writeOne(file, options.force === true, world)
    return 0
  } catch (error) {
    world.complain(`rollcast init: ${complaintOf(error)}\n`)
    return 2
  }
}

/** What a look at the repository says. */
async function proposal({ ci, hooks }: InitOptions, { cwd, environment }: CommandWorld): Promise<InitAnswers> {
  const git = gitIn(cwd, environment)
  const remote = (await git.textIfAny(['config', '--get', 'remote.origin.url'])) ?? ''
  const has = (name: string) => existsSync(path.join(cwd, name))
  const guessed =
    has('.gitlab-ci.yml') || remote.includes('gitlab')
      ? 'gitlab'
      : has('.github') || remote.includes('github')
        ? 'github'
        : 'none'
  const listed = (await git.textIfAny(['ls-files', '-z', '--cached', '--others', '--exclude-standard'])) ?? ''
  const files = new Set(listed.split('\0').filter((file) => file !== ''))
  return {
    ci: ci ?? guessed,
    hooks: hooks ?? (has('.pre-commit-config.yaml') ? 'pre-commit' : 'none'),
    kubernetesVersion: newestVersion,
    render: renderedIn(files, cwd),
    packageVersion: packageJson.version,
  }
}

/** The commands for charts, and for overlays that no other one takes in. */
function renderedIn(files: ReadonlySet<string>, cwd: string): string[] {
  const tree = sourceTree(files, (file) => {
    try {
      return readFileSync(path.join(cwd, file), 'utf8')
    } catch {
      return undefined
    }
  })
  const all = sourceFolders(tree)
  const overlays = all.filter(({ kind }) => kind === 'overlay')
  const isBase = (folder: string) =>
    overlays.some((other) => {
      const named = tree.read(path.posix.join(other.folder, kustomizationIn(files, other.folder))) ?? ''
      const relative = path.posix.relative(other.folder, folder)
      return (
        other.folder !== folder && new RegExp(`(?:^|[\\s[,'"])${escaped(relative)}/?(?:[\\s\\],'"]|$)`, 'm').test(named)
      )
    })
  return all.filter(({ kind, folder }) => kind === 'chart' || !isBase(folder)).map(commandFor)
}

function kustomizationIn(files: ReadonlySet<string>, folder: string): string {
  return (
    ['kustomization.yaml', 'kustomization.yml', 'Kustomization'].find((name) =>
      files.has(path.posix.join(folder, name)),
    ) ?? ''
  )
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`)
}

/** Nothing that is there is written over, unless it is asked for: its owner is told what would go into it. */
async function writeOne({ path: file, text }: InitFile, force: boolean, world: CommandWorld): Promise<void> {
  const whole = path.join(world.cwd, file)
  const other = file === 'rollcast.config.yaml' ? otherConfig(world.cwd) : undefined
  if (!force && (existsSync(whole) || other !== undefined)) {
    if (existsSync(whole) && readFileSync(whole, 'utf8') === text) world.print(`${file} is as it should be.\n`)
    else
      world.print(
        `${other ?? file} is there already and was left alone (--force writes ${file} over). What would go into it:\n\n${indented(text)}\n`,
      )
    return
  }
  mkdirSync(path.dirname(whole), { recursive: true })
  await writeWhole(file, text, world.cwd)
  world.print(`${file} is written.\n`)
}

/** A configuration in another form counts before the one that would be written. */
function otherConfig(cwd: string): string | undefined {
  return readdirSync(cwd).find((name) => /^(?:rollcast\.config\.(?:[cm]?js|json|yml)|\.rollcastrc)/.test(name))
}

function indented(text: string): string {
  return text
    .trimEnd()
    .split('\n')
    .map((line) => (line === '' ? '' : `  ${line}`))
    .join('\n')
}
