/** The configuration as it was in the base of a change: it says which commands may run. */
import path from 'node:path'
import { textsBefore } from '../sources/git/changed-files.js'
import type { Change } from '../sources/git/index.js'
import { CannotRun } from './cannot-run.js'
import { searchPlaces } from './config-file.js'
import { configOf, type RollcastConfig } from './lint-config.js'

/** A configuration of the base. */
export interface ConfigBefore {
  /** From the top of the working tree. */
  readonly name: string
  readonly config: RollcastConfig
}

/** Today's configuration, if there is one in the repository. */
export interface ConfigNow {
  /** From the top of the working tree. */
  readonly name: string
  readonly config: RollcastConfig
}

/**
 * The configuration of the base for a folder; undefined where it had none, or one in JavaScript that is another by now:
 * it cannot be read without its surroundings.
 */
export async function configBefore(
  { files, filesBefore }: Change,
  now: ConfigNow | undefined,
  folder: string,
): Promise<ConfigBefore | undefined> {
  const name = now !== undefined && filesBefore.has(now.name) ? now.name : nearest(filesBefore, folder)
  if (name === undefined) return undefined
  const changed = files.find((file) => file.path === name)
  if (name === now?.name && changed === undefined) return now
  if (changed === undefined || /\.[cm]?js$/.test(name)) return undefined
  const text = (await textsBefore([changed])).get(name)?.toString('utf8')
  try {
    return text === undefined ? undefined : { name, config: configOf(text, name, name) }
  } catch (error) {
    // What is wrong in the base is not this branch's to hear of; it may run nothing then.
    if (error instanceof CannotRun) return undefined
    throw error
  }
}

/** Somebody's package.json is no configuration, unless today's is one. */
function nearest(files: ReadonlySet<string>, folder: string): string | undefined {
  for (let here = folder; ; here = path.posix.dirname(here)) {
    const found = searchPlaces
      .filter((place) => place !== 'package.json')
      .map((place) => path.posix.join(here, place))
      .find((file) => files.has(file))
    if (found !== undefined) return found
    if (here === '.' || here === '') return undefined
  }
}
