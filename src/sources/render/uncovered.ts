/** Charts and overlays that changed, and that nothing renders: what becomes of them nobody is told. */
import {
  chartAround,
  dependenciesOf,
  folderOf,
  sourceFolders,
  type SourceFolder,
  type SourceTree,
} from './source-folders.js'
import type { SourceTrees } from './trees.js'
import type { Watch } from './watch.js'

/**
 * Tells whether a file is rendered and so no manifest of its own: what lies in a chart, and what an overlay names, now
 * or in the base.
 */
export function renderedFiles({ now, before }: SourceTrees): (file: string) => boolean {
  const named = new Set<string>()
  for (const tree of [now, before])
    for (const folder of sourceFolders(tree))
      if (folder.kind === 'overlay') for (const file of dependenciesOf(tree, folder).files) named.add(file)
  return (file) => named.has(file) || isInChart(now, file) || isInChart(before, file)
}

function isInChart(tree: SourceTree, file: string): boolean {
  const folder = folderOf(file)
  return (
    tree.files.has(folder === '' ? 'Chart.yaml' : `${folder}/Chart.yaml`) || chartAround(tree, folder) !== undefined
  )
}

/**
 * The charts and overlays on which a changed file bears and that no command watches. An overlay that another one names
 * is not named itself. A command that watches nothing in particular may render anything, so nothing is uncovered then.
 */
export function uncovered(
  { now }: SourceTrees,
  changed: readonly string[],
  watches: readonly (Watch | undefined)[],
): SourceFolder[] {
  if (watches.includes(undefined)) return []
  const all = sourceFolders(now).map((folder) => ({ folder, needs: dependenciesOf(now, folder) }))
  const usedByOthers = new Set(
    all.flatMap(({ folder, needs }) => [
      ...[...needs.folders].filter((each) => each !== folder.folder),
      ...[...needs.files].map(folderOf).filter((each) => each !== folder.folder),
    ]),
  )
  return all
    .filter(({ folder, needs }) => {
      if (usedByOthers.has(folder.folder)) return false
      const bears = (file: string) =>
        needs.files.has(file) || [...needs.folders].some((each) => each === '' || file.startsWith(`${each}/`))
      const own =
        folder.kind === 'chart'
          ? [folder.folder === '' ? 'Chart.yaml' : `${folder.folder}/Chart.yaml`]
          : [...needs.files].filter((file) => folderOf(file) === folder.folder)
      const isWatched = watches.some((watch) => own.some((file) => watch?.(file)))
      return !isWatched && changed.some(bears)
    })
    .map(({ folder }) => folder)
}

/** The command that would render a folder. */
export function commandFor({ kind, folder }: SourceFolder): string {
  const place = folder === '' ? '.' : folder
  return kind === 'chart' ? `helm template ${place.split('/').at(-1) ?? ''} ${place}` : `kubectl kustomize ${place}`
}
