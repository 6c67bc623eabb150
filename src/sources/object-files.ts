/**
 * The objects of the files of a run, read when they are first asked for, and kept fresh where the files may change
 * meanwhile: every few seconds each file is looked at, and those that have changed are read anew. Everything here waits
 * for the disk, since ESLint's rules cannot wait in any other way.
 */
import { readdirSync, readFileSync, statSync } from 'node:fs'
import path from 'node:path'
import { indexObjects, type ObjectIndex, type WholeFolder } from '../objects/object-index.js'
import { folderOf, neighbours } from '../objects/paths.js'
import { readFileObjects, type FileObjects } from '../objects/run-object.js'
import { usualMaxBytes } from '../manifest/limits.js'
import { decodeText } from './text-encoding.js'

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

/** What a folder's files see, and when that was last held against the disk. */
interface View {
  readonly index: ObjectIndex
  /** The files in it, each with its stamp. */
  readonly state: string
  readonly lookedAt: number
}

/** Answers with the objects that a file sees, as they are now; the same index as long as nothing has changed. */
export type IndexFor = (path: string) => ObjectIndex

/** Makes the function that finds them. Of all the files, only those are read that lie near the one that asks. */
export function objectFiles(options: ObjectFilesOptions): IndexFor {
  const { cwd, folders = [], texts = new Map<string, string>(), freshFor = Infinity, now = Date.now } = options
  const together = folders.map((folder) => runPath(folder, cwd))
  const wholeFolders = [...(options.wholeFolders ?? []), ...together.map((folder) => ({ folder, isDeep: true }))]
  const known = new Map<string, KnownFile>()
  const views = new Map<string, View>()
  const listed = remembered(() => [...filesOf(options)].map((file) => ({ file, path: runPath(file, cwd) })))
  const fromTexts = remembered(() => [...texts].map(([file, text]) => readFileObjects(file, text)))
  return (path) => {
    const folder = folderOf(path)
    const view = views.get(folder)
    const time = now()
    if (view !== undefined && time - view.lookedAt < freshFor) return view.index
    const isNear = neighbours(folder, together)
    const files = listed(time, freshFor).filter((each) => isNear(folderOf(each.path)))
    const found = files.map((each) => readAgain(known, each, freshFor === Infinity))
    const state = found.map(({ stamp }, index) => `${files[index]?.path} ${stamp}`).join('\n')
    const index =
      view?.state === state
        ? view.index
        : indexObjects([...fromTexts(time, Infinity), ...found.map((file) => file.found)], { wholeFolders, together })
    views.set(folder, { index, state, lookedAt: time })
    return index
  }
}

/** Keeps a value until it is older than asked. */
function remembered<Value>(find: () => Value): (time: number, freshFor: number) => Value {
  let kept: { readonly value: Value; readonly time: number } | undefined
  return (time, freshFor) => {
    if (kept === undefined || time - kept.time >= freshFor) kept = { value: find(), time }
    return kept.value
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

/** What is in a file; read only where it has changed. */
function readAgain(
  known: Map<string, KnownFile>,
  { file, path: name }: { readonly file: string; readonly path: string },
  isFixed: boolean,
): KnownFile {
  const before = known.get(file)
  if (before !== undefined && isFixed) return before
  const stamp = isFixed ? '' : stampOf(file)
  if (before?.stamp === stamp) return before
  const now = { stamp, found: read(file, name) }
  known.set(file, now)
  return now
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
    const status = statSync(file)
    // Of a device or a pipe, reading may never come back.
    if (status.isFile() && status.size <= usualMaxBytes)
      return readFileObjects(name, decodeText(readFileSync(file), name))
  } catch {
    // Told below.
  }
  return { file: name, objects: [], isPart: true }
}
