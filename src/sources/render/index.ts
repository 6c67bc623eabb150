/** Rendered sources: charts and overlays, rendered in the base and now, where something that they watch changed. */
import { existsSync } from 'node:fs'
import path from 'node:path'
import { environmentFor } from '../git/git.js'
import type { Change } from '../git/index.js'
import { makeWorktree, type Worktree } from './base-worktree.js'
import { inParallel } from './in-parallel.js'
import type { RenderCommand } from './render-entry.js'
import type { Rendered } from './rendered-objects.js'
import { runCommand } from './run-command.js'
import type { SourceTree } from './source-folders.js'
import { sourceTrees, type SourceTrees } from './trees.js'
import { commandFor, renderedFiles, uncovered } from './uncovered.js'
import { isThere, sourcePlace, watchOf, type Watch } from './watch.js'

export { kustomizeCommand, renderCommand, type RenderCommand, type RenderEntry } from './render-entry.js'
export { objectsIn, renderedObjects, type Rendered } from './rendered-objects.js'
export { sourceLines } from './source-lines.js'

/** The commands of both sides: the base's may be others than today's. */
export interface RenderCommands {
  readonly before: readonly RenderCommand[]
  readonly after: readonly RenderCommand[]
}

/** How commands are run. */
export interface RenderSettings {
  /** The most that one may take, in seconds. */
  readonly seconds: number
  readonly environment: NodeJS.ProcessEnv
  /** Told before each run, for a line of progress. */
  readonly begins?: (name: string) => void
}

/** What came of rendering a change. */
export interface RenderedChange {
  readonly rendered: readonly Rendered[]
  /** Tells whether a file, given from the top, is rendered and no manifest of its own. */
  readonly isSource: (file: string) => boolean
  /** What is not covered, for people; said once. */
  readonly notes: readonly string[]
}

/**
 * Renders what changed: each command in a worktree of the base and in the working tree, side by side.
 * @throws {SourceError} where a command fails, with its last lines.
 */
export async function renderChange(
  change: Change,
  commands: RenderCommands,
  settings: RenderSettings,
): Promise<RenderedChange> {
  const trees = await sourceTrees(change)
  const changed = change.files.map(({ path: file }) => file)
  const names = [...new Set([...commands.after, ...commands.before].map(({ name }) => name))]
  const entries = names.map((name) => ({
    before: commands.before.find((command) => command.name === name),
    after: commands.after.find((command) => command.name === name),
  }))
  const watches = entries.map(({ before, after }) => {
    const sides = [
      after === undefined ? undefined : watchOf(after, trees.now),
      before === undefined ? undefined : watchOf(before, trees.before),
    ]
    return eitherWatch(sides.filter((_, index) => [after, before][index] !== undefined))
  })
  const wanted = entries.filter(({ before, after }, index) => {
    const watch = watches[index]
    return watch === undefined || changed.some(watch) || !sameCommand(before, after)
  })
  const left = uncovered(trees, changed, watches)
  const possible = wanted.map(({ before, after }) => ({
    ...(before === undefined || isNothing(before, trees.before, trees) ? {} : { before }),
    ...(after === undefined || isNothing(after, trees.now, trees) ? {} : { after }),
  }))
  return {
    rendered: await renderBoth(
      change,
      possible.filter(({ before, after }) => before !== undefined || after !== undefined),
      settings,
    ),
    isSource: renderedFiles(trees),
    notes:
      left.length === 0
        ? []
        : [
            `No render command covers ${left.map(({ folder }) => folder || 'the top folder').join(', ')}, so what becomes of it is not looked at. Name one in the configuration (render), or: --render '${left.slice(0, 1).map(commandFor).join('')}'`,
          ],
  }
}

function eitherWatch(watches: readonly (Watch | undefined)[]): Watch | undefined {
  const known = watches.filter((watch) => watch !== undefined)
  return known.length < watches.length ? undefined : (file) => known.some((watch) => watch(file))
}

function sameCommand(one: RenderCommand | undefined, other: RenderCommand | undefined): boolean {
  return one?.words.join('\0') === other?.words.join('\0') && one?.folder === other?.folder
}

/**
 * Renders what is there now, without a base.
 * @param top the folder from which a command's own folder counts.
 * @throws {SourceError} where a command fails, with its last lines.
 */
export function renderNow(
  commands: readonly RenderCommand[],
  top: string,
  settings: RenderSettings,
): Promise<(string | undefined)[]> {
  return inParallel(commands.map((command) => () => render(command, top, '', settings)))
}

/** Whether one side does not have what a command renders: it is new, or gone. */
function isNothing(command: RenderCommand, tree: SourceTree, { now, before }: SourceTrees): boolean {
  const place = sourcePlace(command)
  if (place !== undefined) return (isThere(place, now) || isThere(place, before)) && !isThere(place, tree)
  const watch = watchOf(command, tree)
  return watch !== undefined && ![...tree.files].some(watch)
}

interface Entry {
  readonly before?: RenderCommand
  readonly after?: RenderCommand
}

async function renderBoth(change: Change, entries: readonly Entry[], settings: RenderSettings): Promise<Rendered[]> {
  if (entries.length === 0) return []
  let worktree: Worktree | undefined
  try {
    if (entries.some(({ before }) => before !== undefined))
      worktree = await makeWorktree(change.git, change.base.commit)
    const base = worktree?.folder
    const runs = entries.flatMap((entry) => [
      () => (base === undefined ? undefined : render(entry.before, base, 'in the base', settings)),
      () => render(entry.after, change.git.folder, base === undefined ? '' : 'in this branch', settings),
    ])
    const texts = await inParallel(runs)
    return entries.map(({ before, after }, index) => {
      const command = after ?? before
      if (command === undefined) throw new TypeError('an entry has a command on one side at least')
      return { command, before: texts[2 * index], after: texts[2 * index + 1] }
    })
  } finally {
    worktree?.remove()
  }
}

async function render(
  command: RenderCommand | undefined,
  top: string,
  where: string,
  { seconds, environment, begins }: RenderSettings,
): Promise<string | undefined> {
  if (command === undefined) return undefined
  const folder = path.join(top, command.folder)
  if (!existsSync(folder)) return undefined
  begins?.(command.name)
  return runCommand(command, { folder, seconds, environment: environmentFor(environment), where })
}
