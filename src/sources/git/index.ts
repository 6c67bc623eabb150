/** What changed between a base in git and the working tree, object by object. */
import path from 'node:path'
import { readSource } from '../files.js'
import { decodeText } from '../text-encoding.js'
import { SourceError } from '../source-error.js'
import { findBase, type Base } from './base-commit.js'
import { changedFiles, textsBefore, type ChangedFile } from './changed-files.js'
import { chooseFiles } from './chosen-files.js'
import { gitIn, type Git } from './git.js'
import { objectsOf } from './objects-of.js'
import type { PlacedObject } from './pair-objects.js'

export { isCommit, type Base } from './base-commit.js'
export { identityOf, isChanged, pairObjects, shownObject, type ObjectPair, type PlacedObject } from './pair-objects.js'
export { plannedTogether, type PlannedTogether } from './planned-together.js'
export type { ChangedFile } from './changed-files.js'

/** What is asked of a comparison. */
export interface ChangeQuestion {
  readonly cwd: string
  /** The base's ref; undefined where CI's variables or the remote's main branch say it. */
  readonly base?: string
  /** Files, folders and globs; none means all below cwd. */
  readonly paths: readonly string[]
  readonly environment: NodeJS.ProcessEnv
}

/** A repository's change, before anything of it is read. */
export interface Change {
  readonly base: Base
  /** git in the top folder of the working tree. */
  readonly git: Git
  /** All that changed, also what no argument means. */
  readonly files: readonly ChangedFile[]
  /** The files of the base, by their path from the top. */
  readonly filesBefore: ReadonlySet<string>
  /** Those that the arguments mean; by their absolute path. */
  readonly chosen: (file: ChangedFile) => 'named' | 'found' | 'not meant'
  readonly notes: readonly string[]
}

/**
 * Finds the base and what changed since.
 * @throws {SourceError} where there is no base to be had, or an argument leads to nothing.
 */
export async function findChange({ cwd, base: ref, paths, environment }: ChangeQuestion): Promise<Change> {
  const here = gitIn(cwd, environment)
  const base = await findBase(here, { ...(ref === undefined ? {} : { ref }), environment })
  const git = here.in(await here.text(['rev-parse', '--show-toplevel']))
  // A commit in the making holds no files that were not added to it.
  const untracked = environment['PRE_COMMIT'] === undefined
  const { files, notes } = await changedFiles(git, { commit: base.commit, untracked })
  const filesBefore = await listBefore(git, base.commit)
  const choice = chooseFiles({ paths, cwd, wasThere: isIn(filesBefore, git.folder) })
  return { base, git, files, filesBefore, notes, chosen: (file) => choice(path.join(git.folder, file.path)) }
}

async function listBefore(git: Git, commit: string): Promise<ReadonlySet<string>> {
  const listed = await git.text(['ls-tree', '-r', '-z', '--name-only', '--full-tree', commit])
  return new Set(listed.split('\0'))
}

function isIn(files: ReadonlySet<string>, top: string): (file: string) => boolean {
  return (file) => {
    const name = path.relative(top, file).split(path.sep).join('/')
    if (files.has(name)) return true
    for (const each of files) if (each.startsWith(`${name}/`)) return true
    return false
  }
}

/** The objects of changed manifests on both sides. */
export interface ChangedSides {
  readonly before: readonly PlacedObject[]
  readonly after: readonly PlacedObject[]
  readonly notes: readonly string[]
}

/**
 * Reads changed files on both sides. Files are named from cwd.
 * @throws {SourceError} where a file cannot be read as it is now; one of the base that cannot be read is noted.
 */
export async function readChangedFiles(
  { git }: Change,
  files: readonly ChangedFile[],
  cwd: string,
): Promise<ChangedSides> {
  const manifests = files.filter(({ path: file }) => /\.(?:ya?ml|json)$/i.test(file))
  const texts = await textsBefore(manifests)
  const before: PlacedObject[] = []
  const after: PlacedObject[] = []
  const notes: string[] = []
  for (const changed of manifests) {
    const file = shownPath(path.join(git.folder, changed.path), cwd)
    const bytes = texts.get(changed.path)
    if (bytes !== undefined) {
      try {
        before.push(...objectsOf(decodeText(bytes, file), file).map((object) => ({ file, object })))
      } catch (error) {
        if (!(error instanceof SourceError)) throw error
        notes.push(`In the base, ${error.message} What it held counts as new.`)
      }
    }
    const text = changed.isThere ? await textNow(file, cwd) : undefined
    if (text !== undefined) after.push(...objectsOf(text, file).map((object) => ({ file, object })))
  }
  return { before, after, notes }
}

/** A file that somebody deletes meanwhile is one that is gone. */
async function textNow(file: string, cwd: string): Promise<string | undefined> {
  try {
    return await readSource(file, { cwd })
  } catch (error) {
    if (error instanceof SourceError && error.isMissing) return undefined
    throw error
  }
}

function shownPath(file: string, cwd: string): string {
  return path.relative(cwd, file).split(path.sep).join('/')
}
