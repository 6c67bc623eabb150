/** On which files a command's output depends. */
import path from 'node:path'
import picomatch from 'picomatch'
import { argumentsOf, toolOf, type RenderCommand } from './render-entry.js'
import { dependenciesOf, sourceFolderAt, type SourceTree } from './source-folders.js'

/** Tells whether the output depends on a file, given from the top. */
export type Watch = (file: string) => boolean

/**
 * What a command watches: the globs of its entry; for helm and kustomize what their arguments name and that depends on.
 * Undefined where it cannot be known: then the command always runs.
 */
export function watchOf(command: RenderCommand, tree: SourceTree): Watch | undefined {
  if (command.watch !== undefined) {
    const matches = picomatch([...command.watch], { dot: true })
    return (file) => matches(path.posix.relative(command.folder, file))
  }
  if (toolOf(command.words) === undefined) return undefined
  const files = new Set<string>()
  const folders = new Set<string>()
  for (const place of namedPlaces(command, tree)) {
    if (tree.files.has(place)) {
      files.add(place)
      continue
    }
    // A folder that is not there any more, or is not there yet, is watched as a whole.
    const folder = sourceFolderAt(tree, place)
    if (folder === undefined) folders.add(place)
    else {
      const needs = dependenciesOf(tree, folder)
      for (const each of needs.files) files.add(each)
      for (const each of needs.folders) folders.add(each)
    }
  }
  if (files.size === 0 && folders.size === 0) return undefined
  return (file) => files.has(file) || [...folders].some((folder) => isBelow(file, folder))
}

/**
 * The chart or overlay that a helm or kustomize command renders, from the top; undefined where it names none of the
 * tree's (a chart of a registry), or is another tool.
 */
export function sourcePlace({ words, folder }: RenderCommand): string | undefined {
  const tool = toolOf(words)
  const named = argumentsOf(words).at(-1) ?? (tool === 'kustomize' ? '.' : undefined)
  return tool === undefined || named === undefined || named.includes('://') ? undefined : inTree(folder, named)
}

/** Whether a tree has a file or folder. */
export function isThere(place: string, tree: SourceTree): boolean {
  return place === '' || tree.folders.has(place) || tree.files.has(place)
}

/** The files and folders that the words of a helm or kustomize command name, from the top. */
function namedPlaces(command: RenderCommand, tree: SourceTree): string[] {
  const main = sourcePlace(command)
  // `charts/shop` may be a folder, or the chart `shop` of a repository that is called `charts`.
  const isLocal =
    main !== undefined && (isThere(main, tree) || argumentsOf(command.words).at(-1)?.startsWith('.') === true)
  const values = command.words
    .flatMap((word) => word.split(/[=,]/))
    .map((word) => inTree(command.folder, word))
    .filter((place) => place !== undefined)
    .filter((place) => tree.files.has(place))
  return [...(isLocal ? [main] : []), ...values]
}

function inTree(folder: string, word: string): string | undefined {
  const place = path.posix.normalize(path.posix.join(folder, word)).replace(/\/$/, '')
  return place.startsWith('..') || word.startsWith('/') ? undefined : place === '.' ? '' : place
}

function isBelow(file: string, folder: string): boolean {
  return folder === '' || file.startsWith(`${folder}/`)
}
