/**
 * Charts and overlays: folders whose files are rendered and are no manifests of their own. What is in them, and on what
 * else they depend, is read from Chart.yaml and kustomization.yaml.
 */
import path from 'node:path'
import { asList, asObject, asString, isObject, type JsonValue } from '../../kubernetes/json.js'
import { parseYamlValue, YamlError } from '../../manifest/index.js'

/** The files of one side (the working tree, or the base), by their path from the top, with forward slashes. */
export interface SourceTree {
  readonly files: ReadonlySet<string>
  /** All folders with a file in or below them. */
  readonly folders: ReadonlySet<string>
  /** A file's text; undefined where there is none. */
  read(file: string): string | undefined
}

/** Makes a tree of its files. */
export function sourceTree(files: ReadonlySet<string>, read: SourceTree['read']): SourceTree {
  const folders = new Set<string>()
  for (const file of files)
    for (let folder = folderOf(file); folder !== '' && !folders.has(folder); folder = folderOf(folder))
      folders.add(folder)
  return { files, folders, read }
}

/** A folder that is rendered. */
export interface SourceFolder {
  readonly kind: 'chart' | 'overlay'
  /** From the top; empty for the top itself. */
  readonly folder: string
}

const kustomizations = ['kustomization.yaml', 'kustomization.yml', 'Kustomization']

/** What a folder is, if its files are rendered. */
export function sourceFolderAt(tree: SourceTree, folder: string): SourceFolder | undefined {
  if (tree.files.has(path.posix.join(folder, 'Chart.yaml'))) return { kind: 'chart', folder }
  return kustomizationOf(tree, folder) === undefined ? undefined : { kind: 'overlay', folder }
}

/** All charts and overlays, subcharts and what lies in `charts` not counted apart. */
export function sourceFolders(tree: SourceTree): SourceFolder[] {
  const found: SourceFolder[] = []
  for (const file of tree.files) {
    const name = path.posix.basename(file)
    const folder = folderOf(file)
    if (name === 'Chart.yaml' && chartAround(tree, folder) === undefined) found.push({ kind: 'chart', folder })
    else if (kustomizations.includes(name)) found.push({ kind: 'overlay', folder })
  }
  return found.sort((one, other) => (one.folder < other.folder ? -1 : 1))
}

/** The chart in which a folder lies, if it lies in one. */
export function chartAround(tree: SourceTree, folder: string): string | undefined {
  for (let above = folder; above !== '';) {
    above = folderOf(above)
    if (tree.files.has(path.posix.join(above, 'Chart.yaml'))) return above
  }
  return undefined
}

/** What an overlay or a chart names. */
export interface Dependencies {
  /** Files, one by one. */
  readonly files: ReadonlySet<string>
  /** Folders, with all that is in them: charts, and overlays whose own folder counts whole. */
  readonly folders: ReadonlySet<string>
}

/** Everything on which a folder's rendered form depends, as far as its files say. */
export function dependenciesOf(tree: SourceTree, { kind, folder }: SourceFolder): Dependencies {
  const files = new Set<string>()
  const folders = new Set<string>()
  if (kind === 'chart') followChart(tree, folder, folders)
  else followOverlay(tree, folder, files, folders)
  return { files, folders }
}

function followChart(tree: SourceTree, folder: string, folders: Set<string>): void {
  if (folders.has(folder)) return
  folders.add(folder)
  const chart = asObject(valueOf(tree.read(path.posix.join(folder, 'Chart.yaml'))))
  for (const dependency of asList(chart['dependencies'])) {
    const repository = asString(asObject(dependency)['repository'])
    if (repository?.startsWith('file://') === true) {
      const beside = inTree(folder, repository.slice('file://'.length))
      if (beside !== undefined) followChart(tree, beside, folders)
    }
  }
}

function followOverlay(tree: SourceTree, folder: string, files: Set<string>, folders: Set<string>): void {
  const file = kustomizationOf(tree, folder)
  if (file === undefined || files.has(file)) return
  files.add(file)
  const kustomization = valueOf(tree.read(file))
  // Where kustomize looks for the charts of `helmCharts`.
  const charts = asObject(kustomization)['helmCharts'] === undefined ? [] : ['charts']
  for (const named of [...charts, ...stringsIn(kustomization)]) {
    const place = inTree(folder, named)
    if (place === undefined) continue
    if (tree.files.has(place)) files.add(place)
    else if (kustomizationOf(tree, place) !== undefined) followOverlay(tree, place, files, folders)
    else if (place !== folder && place !== '' && (tree.folders.has(place) || isInSubmodule(tree, place)))
      folders.add(place)
  }
}

/** Any text in a kustomization may be the path of a file: resources, patches, generators, and fields yet to come. */
function stringsIn(value: JsonValue | undefined): string[] {
  if (typeof value === 'string') return value === '' || value.length > 400 || /[\n:]/.test(value) ? [] : [value]
  if (Array.isArray(value)) return value.flatMap(stringsIn)
  if (!isObject(value)) return []
  // `files: [config.txt=data/config.txt]`
  return Object.values(value)
    .flatMap((child) => stringsIn(child))
    .flatMap((text) => [text, ...text.split('=').slice(1)])
}

function kustomizationOf(tree: SourceTree, folder: string): string | undefined {
  return kustomizations.map((name) => path.posix.join(folder, name)).find((file) => tree.files.has(file))
}

/** git lists a submodule as if it were a file, and not what is in it. */
function isInSubmodule(tree: SourceTree, place: string): boolean {
  for (let above = folderOf(place); above !== ''; above = folderOf(above)) if (tree.files.has(above)) return true
  return false
}

/** A path that a file names, from the top; undefined where it leads out of the tree. */
function inTree(folder: string, named: string): string | undefined {
  const place = path.posix.normalize(path.posix.join(folder, named)).replace(/\/$/, '')
  return place.startsWith('..') || path.posix.isAbsolute(named) ? undefined : place === '.' ? '' : place
}

/** The value of a text; undefined where it cannot be read: the tool that renders it will say so. */
function valueOf(text: string | undefined): JsonValue | undefined {
  if (text === undefined) return undefined
  try {
    return parseYamlValue(text)
  } catch (error) {
    if (error instanceof YamlError) return undefined
    throw error
  }
}

/** The folder of a file; empty for the top. */
export function folderOf(file: string): string {
  const folder = path.posix.dirname(file)
  return folder === '.' ? '' : folder
}
