/** Both sides of a change as trees of files: what is there now, and what was in the base. */
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { textsBefore } from '../git/changed-files.js'
import type { Change } from '../git/index.js'
import { sourceTree, type SourceTree } from './source-folders.js'

/** The trees of a change. */
export interface SourceTrees {
  readonly now: SourceTree
  readonly before: SourceTree
}

/** Makes the trees. Of the base, only what charts and overlays say of themselves is read. */
export async function sourceTrees({ git, files, filesBefore }: Change): Promise<SourceTrees> {
  const filesNow = new Set(filesBefore)
  for (const { path: file, isThere } of files) {
    if (isThere) filesNow.add(file)
    else filesNow.delete(file)
  }
  const descriptions = files.filter(({ path: file }) =>
    /^(?:Chart\.yaml|kustomization\.ya?ml|Kustomization)$/.test(path.posix.basename(file)),
  )
  const before = await textsBefore(descriptions)
  const changed = new Set(files.map(({ path: file }) => file))
  const readNow = (file: string): string | undefined => {
    try {
      return readFileSync(path.join(git.folder, file), 'utf8')
    } catch {
      // It has gone meanwhile; whoever renders it will say so.
      return undefined
    }
  }
  return {
    now: sourceTree(filesNow, readNow),
    before: sourceTree(filesBefore, (file) => (changed.has(file) ? before.get(file)?.toString('utf8') : readNow(file))),
  }
}
