/** The other files that the rules of `rollcast lint` see: all of the run, and the folders that the settings name. */
import { statSync } from 'node:fs'
import path from 'node:path'
import type { ObjectIndex, WholeFolder } from '../objects/object-index.js'
import { folderOf } from '../objects/paths.js'
import type { RollcastSettings } from '../rule-kit/settings.js'
import { manifestFilesIn, objectFiles, runPath } from '../sources/object-files.js'
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
}

/** The path of standard input that nobody has named: a folder of its own, of which all is given. */
export const unnamedInput = '<stdin>/-'

/** Makes the function that answers with the objects of a run; nothing is read before it is asked. */
export function runIndex(run: RunFiles): (settings: RollcastSettings) => ObjectIndex {
  const known = new Map<string, () => ObjectIndex>()
  return ({ folders = [] }) => {
    const key = JSON.stringify(folders)
    let index = known.get(key)
    if (index === undefined) {
      const files = run.files.filter((file) => file !== standardInput)
      index = objectFiles({ ...run, files, folders, wholeFolders: wholeFoldersOf(run, files) })
      known.set(key, index)
    }
    return index()
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
