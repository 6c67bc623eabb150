/** What `--base` gives plan and lint: the objects that changed, in manifests and in what is rendered. */
import { existsSync, realpathSync } from 'node:fs'
import path from 'node:path'
import {
  findChange,
  isCommit,
  pairObjects,
  readChangedFiles,
  type Change,
  type ObjectPair,
} from '../sources/git/index.js'
import { gitIn } from '../sources/git/git.js'
import {
  kustomizeCommand,
  renderChange,
  renderCommand,
  renderedObjects,
  type RenderCommands,
  type Rendered,
} from '../sources/render/index.js'
import { trustedCommands } from '../sources/render/trusted-commands.js'
import { CannotRun } from './cannot-run.js'
import { configFileAbove } from './config-file.js'
import type { ChangeOptions } from './options.js'
import { progressOf } from './progress.js'
import type { CommandWorld } from './world.js'

/** A change that has been read. */
export interface ChangedInput {
  /** The arguments that mean files: what stands behind `--base` may be one of them. */
  readonly paths: readonly string[]
  readonly change: Change
  readonly pairs: readonly ObjectPair[]
  readonly rendered: readonly Rendered[]
  /** Files of the change that the arguments mean, from the working folder; not those that are rendered. */
  readonly files: readonly string[]
  /** What a reader has to know besides, in words. */
  readonly notes: readonly string[]
}

/**
 * Finds and reads what changed.
 * @throws {SourceError} where there is no base, or a file or command fails.
 */
export async function readChangedInput(
  paths: readonly string[],
  options: ChangeOptions,
  world: CommandWorld,
): Promise<ChangedInput> {
  const { environment = process.env } = world
  // git names files by the folders that they are really in.
  const cwd = realpathSync(world.cwd)
  const asked = await baseAndPaths(paths, options, cwd, environment)
  const change = await findChange({ cwd, ...asked, environment })
  const progress = progressOf(world)
  try {
    const { commands, notes } = await commandsFor(change, options, cwd, environment)
    const {
      rendered,
      isSource,
      notes: uncovered,
    } = await renderChange(change, commands, {
      seconds: options.renderTimeout ?? defaultSeconds,
      environment,
      begins: (name) => progress.say(`rendering ${name}`),
    })
    const files = change.files.filter((file) => {
      const chosen = change.chosen(file)
      return chosen === 'named' || (chosen === 'found' && !isSource(file.path))
    })
    const sides = await readChangedFiles(change, files, cwd)
    const made = rendered.map((each) => renderedObjects(each))
    const paired = pairObjects(
      [...sides.before, ...made.flatMap(({ before }) => before)],
      [...sides.after, ...made.flatMap(({ after }) => after)],
    )
    return {
      paths: asked.paths,
      change,
      pairs: paired.pairs,
      rendered,
      files: files.filter(({ isThere }) => isThere).map((file) => fromFolder(cwd, change.git.folder, file.path)),
      notes: [...change.notes, ...notes, ...uncovered, ...sides.notes, ...paired.notes],
    }
  } finally {
    progress.end()
  }
}

/** How long a render command may take, in seconds. */
export const defaultSeconds = 120

/** `--base deploy/` names no commit, but a folder: the base is the one that CI says. */
async function baseAndPaths(
  paths: readonly string[],
  { base }: ChangeOptions,
  cwd: string,
  environment: NodeJS.ProcessEnv,
): Promise<{ base?: string; paths: readonly string[] }> {
  if (typeof base !== 'string') return { paths }
  const isPath = existsSync(path.resolve(cwd, base)) && !(await isCommit(gitIn(cwd, environment), base))
  return isPath ? { paths: [base, ...paths] } : { base, paths }
}

/** The commands of `-k` and `--render`; where neither is given, those of the configuration that may run. */
async function commandsFor(
  change: Change,
  options: ChangeOptions,
  cwd: string,
  environment: NodeJS.ProcessEnv,
): Promise<{ commands: RenderCommands; notes: readonly string[] }> {
  const folder = fromFolder(change.git.folder, cwd, '.')
  const given = [
    ...(options.kustomize === undefined ? [] : [kustomizeCommand(options.kustomize, folder, environment['PATH'])]),
    ...(options.render ?? []).map((run) => renderCommand({ run }, folder)),
  ]
  const trusted = await configuredCommands(change, cwd, options.trustHeadConfig === true)
  return given.length > 0 ? { commands: { before: given, after: given }, notes: [] } : trusted
}

async function configuredCommands(
  change: Change,
  cwd: string,
  trustHead: boolean,
): Promise<{ commands: RenderCommands; notes: readonly string[] }> {
  const file = configFileAbove(cwd)
  const name = file === undefined ? undefined : fromFolder(change.git.folder, file, '.')
  const isOutside = name?.startsWith('../') === true
  const changed = change.files.find((each) => each.path === name)
  if (changed !== undefined && /\.[cm]?js$/.test(changed.path) && !trustHead)
    throw new CannotRun(
      `${changed.path} is not what it is in the base, and to read it is to run it: --trust-head-config does. (A configuration in YAML is read without running anything.)`,
    )
  const [{ readConfig }, { configBefore }] = await Promise.all([
    import('./lint-config.js'),
    import('./config-before.js'),
  ])
  const found = file === undefined ? undefined : await readConfig(file, cwd)
  const head = found === undefined || name === undefined || isOutside ? undefined : { name, config: found.config }
  const base = await configBefore(change, head, fromFolder(change.git.folder, cwd, '.'))
  const { before, after, notes } = trustedCommands({
    head: found?.config.render,
    base: isOutside ? found?.config.render : base?.config.render,
    trustHead,
    file: name ?? base?.name ?? '',
    folder:
      found === undefined ? path.posix.dirname(base?.name ?? '') : fromFolder(change.git.folder, found.folder, '.'),
  })
  return { commands: { before, after }, notes }
}

/** A path from a folder, with forward slashes; empty for the folder itself. */
function fromFolder(from: string, folder: string, file: string): string {
  return path.relative(from, path.join(folder, file)).split(path.sep).join('/')
}
