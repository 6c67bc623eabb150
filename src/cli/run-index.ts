/** The other files that the rules of `rollcast lint` see: all of the run, and the folders that the settings name. */
import { statSync } from 'node:fs'
import path from 'node:path'
import type { ObjectIndex, WholeFolder } from '../objects/object-index.js'
import { folderOf } from '../objects/paths.js'
import type { RollcastSettings } from '../rule-kit/settings.js'
import { manifestFilesIn, objectFiles, runPath, type IndexFor } from '../sources/object-files.js'
import { standardInput } from '../sources/standard-input.js'

/** What a run was asked to look at. */
export interface RunFiles {
  readonly cwd: string
  /** The arguments: files, folders, globs, `-`. */
  readonly named: readonly string[]
  /** The files that they mean. */
  readonly files: readonly string[]
  /** The text of standard input, where that is among them, by the path that it has in the run. */
  readonly texts: ReadonlyMap<string, string>
  /** Whether the run writes into its files: then what was read of one may be out of date for the next. */
  readonly isChanging: boolean
}

/** The path of standard input that nobody has named: a folder of its own, of which all is given. */
export const unnamedInput = '<stdin>/-'

/** Makes the function that answers with the objects that a file of the run sees; nothing is read before it is asked. */
export function runIndex(run: RunFiles): (settings: RollcastSettings, file: string) => ObjectIndex {
  const known = new Map<string, IndexFor>()
  return ({ folders = [] }, file) => {
    const key = JSON.stringify(folders)
    let index = known.get(key)
    if (index === undefined) {
      const files = run.files.filter((file) => file !== standardInput)
      index = objectFiles({
        ...run,
        files,
        folders,
        wholeFolders: wholeFoldersOf(run, files),
        freshFor: run.isChanging ? 0 : Infinity,
      })
      known.set(key, index)
    }
    return index(file)
  }
}

/**
 * A folder is given whole where it was named, or where each file in it was, be it by a glob; what is rendered and comes
 * through standard input is all there is.
 */
function wholeFoldersOf({ cwd, named }: RunFiles, files: readonly string[]): WholeFolder[] {
  const deep = named.filter((name) => isFolder(path.resolve(cwd, name))).map((name) => runPath(name, cwd))
  const given = new Set(files.map((file) => path.resolve(cwd, file)))
  const folders = new Set([...given].map((file) => path.dirname(file)))
  const shallow = [...folders].filter((folder) => manifestFilesIn(folder, false).every((file) => given.has(file)))
  return [
    ...deep.map((folder) => ({ folder, isDeep: true })),
    ...shallow.map((folder) => ({ folder: runPath(folder, cwd), isDeep: false })),
    { folder: folderOf(unnamedInput), isDeep: false },
  ]
}

function isFolder(name: string): boolean {
  return statSync(name, { throwIfNoEntry: false })?.isDirectory() === true
}
