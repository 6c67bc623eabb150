/** All objects of a run, found once: by kind, and by kind and name. */
import type { FileObjects, RunObject } from './run-object.js'
import { isWithin } from './paths.js'

/** A folder of which a run was given all files. */
export interface WholeFolder {
  readonly folder: string
  /** With the folders below it. */
  readonly isDeep: boolean
}

/** What is known of the folders of a run. */
export interface FoldersOfRun {
  readonly wholeFolders?: readonly WholeFolder[]
  /** Folders of which a user says that all that lies in one of them, however deep, belongs together. */
  readonly together?: readonly string[]
}

/** What the files of a run hold. */
export interface ObjectIndex extends Required<FoldersOfRun> {
  ofKind(kind: string): readonly RunObject[]
  named(kind: string, name: string): readonly RunObject[]
  /** Files that may hold, or name, objects that are not in the index. */
  readonly gaps: readonly string[]
}

/** Files that are given as patches of others are left out: what stands there is no object of its own. */
export function indexObjects(
  files: readonly FileObjects[],
  { wholeFolders = [], together = [] }: FoldersOfRun = {},
): ObjectIndex {
  const byKind = new Map<string, RunObject[]>()
  const byName = new Map<string, RunObject[]>()
  const patches = new Set(files.flatMap(({ kustomization }) => kustomization?.patches ?? []))
  for (const { file, objects } of files) {
    if (patches.has(file)) continue
    for (const object of objects) {
      add(byKind, object.kind, object)
      add(byName, `${object.kind} ${object.name}`, object)
    }
  }
  return {
    ofKind: (kind) => byKind.get(kind) ?? [],
    named: (kind, name) => byName.get(`${kind} ${name}`) ?? [],
    wholeFolders,
    together,
    gaps: files.filter((file) => hasGap(file, files)).map(({ file }) => file),
  }
}

function hasGap({ isPart, kustomization }: FileObjects, files: readonly FileObjects[]): boolean {
  if (isPart || kustomization?.isRemote === true) return true
  return kustomization?.resources.some((path) => !files.some(({ file }) => isWithin(file, path))) === true
}

function add<Value>(table: Map<string, Value[]>, key: string, value: Value): void {
  const found = table.get(key)
  if (found === undefined) table.set(key, [value])
  else found.push(value)
}

/** The index of a run that has no other files. */
export const emptyIndex: ObjectIndex = indexObjects([])
