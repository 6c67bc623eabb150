/**
 * The objects of the files of a run, read when they are first asked for, and kept fresh where the files may change
 * meanwhile: every few seconds each file is looked at, and those that have changed are read anew. Everything here waits
 * for the disk, since ESLint's rules cannot wait in any other way.
 */
import { readdirSync, readFileSync, statSync } from 'node:fs'
import path from 'node:path'
import { indexObjects, type ObjectIndex, type WholeFolder } from '../objects/object-index.js'
import { readFileObjects, type FileObjects } from '../objects/run-object.js'
import { decodeText } from './decode-text.js'

/** Which files, and how long what was read of them holds. */
export interface ObjectFilesOptions {
  /** Where the paths count from. */
  readonly cwd: string
  readonly files?: readonly string[]
  /** Folders to be looked through, with those below them. */
  readonly folders?: readonly string[]
  /** A folder to be looked through without those below it. */
  readonly siblingsIn?: string
  /** Texts that lie in no file, by the path that the index is to give them. */
  readonly texts?: ReadonlyMap<string, string>
  /** Folders besides `folders` of which all files are given. */
  readonly wholeFolders?: readonly WholeFolder[]
  /** Milliseconds; left out: nothing changes while the run lasts. */
  readonly freshFor?: number
  /** The clock, in milliseconds. */
  readonly now?: () => number
}

interface KnownFile {
  readonly stamp: string
  readonly found: FileObjects
}

/** Makes the function that answers with the index as it is now; the same index as long as nothing has changed. */
export function objectFiles(options: ObjectFilesOptions): () => ObjectIndex {
  const { cwd, folders = [], texts = new Map<string, string>(), freshFor = Infinity, now = Date.now } = options
  const known = new Map<string, KnownFile>()
  const fromTexts = [...texts].map(([file, text]) => readFileObjects(file, text))
  const together = folders.map((folder) => runPath(folder, cwd))
  const wholeFolders = [...(options.wholeFolders ?? []), ...together.map((folder) => ({ folder, isDeep: true }))]
  let index: ObjectIndex | undefined
  let lookedAt = -Infinity
  return () => {
    if (index !== undefined && now() - lookedAt < freshFor) return index
    lookedAt = now()
    const changed = refresh(known, filesOf(options), cwd)
    if (changed || index === undefined) {
      const found = [...known.values()].map((file) => file.found)
      index = indexObjects([...fromTexts, ...found], { wholeFolders, together })
    }
    return index
  }
}

/** A path as the index has it: whole, so that it can be told which folder lies in which, and with forward slashes. */
export function runPath(file: string, cwd: string): string {
  return path.resolve(cwd, file).split(path.sep).join('/')
}

/** The files of a folder that may hold manifests; what cannot be looked into holds none. */
export function manifestFilesIn(folder: string, isDeep: boolean): string[] {
  try {
    return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
      const found = path.join(folder, entry.name)
      if (entry.isDirectory())
        return isDeep && entry.name !== 'node_modules' && entry.name !== '.git' ? manifestFilesIn(found, true) : []
      return /\.(?:ya?ml|json)$/.test(entry.name) || entry.name === 'Kustomization' ? [found] : []
    })
  } catch {
    return []
  }
}

function filesOf({ cwd, files = [], folders = [], siblingsIn }: ObjectFilesOptions): Set<string> {
  return new Set([
    ...files.map((file) => path.resolve(cwd, file)),
    ...folders.flatMap((folder) => manifestFilesIn(path.resolve(cwd, folder), true)),
    ...(siblingsIn === undefined ? [] : manifestFilesIn(path.resolve(cwd, siblingsIn), false)),
  ])
}

/** Whether anything has changed. */
function refresh(known: Map<string, KnownFile>, files: ReadonlySet<string>, cwd: string): boolean {
  let changed = false
  for (const file of known.keys()) if (!files.has(file)) changed = known.delete(file)
  for (const file of files) {
    const stamp = stampOf(file)
    if (known.get(file)?.stamp === stamp) continue
    changed = true
    known.set(file, { stamp, found: read(file, runPath(file, cwd)) })
  }
  return changed
}

function stampOf(file: string): string {
  try {
    const { mtimeMs, size, ino } = statSync(file)
    return `${mtimeMs} ${size} ${ino}`
  } catch {
    return 'none'
  }
}

/** A file that cannot be read may hold anything. */
function read(file: string, name: string): FileObjects {
  try {
    return readFileObjects(name, decodeText(readFileSync(file), name))
  } catch {
    return { file: name, objects: [], isPart: true }
  }
}
