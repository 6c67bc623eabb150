/** Which other files ESLint's rules see: the folders of the settings, else those that lie beside the file. */
import path from 'node:path'
import type { ObjectIndex } from '../objects/object-index.js'
import type { RollcastSettings } from '../rule-kit/settings.js'
import { objectFiles, runPath, type IndexFor } from '../sources/object-files.js'
import type { HostContext } from './host.js'

/** An editor keeps this module loaded while files change: so what was read holds for a moment only. */
const freshFor = 3000

/** One for each set of folders that was asked for; ESLint has no place of its own for what outlasts a file. */
const known = new Map<string, IndexFor>()

/** The objects of those files. */
export function indexAround(
  { filename, cwd }: Pick<HostContext, 'filename' | 'cwd'>,
  { folders }: RollcastSettings,
): ObjectIndex {
  const siblingsIn = folders === undefined ? path.dirname(path.resolve(cwd, filename)) : undefined
  const key = JSON.stringify([cwd, folders, siblingsIn])
  let indexFor = known.get(key)
  if (indexFor === undefined) known.set(key, (indexFor = objectFiles({ cwd, folders, siblingsIn, freshFor })))
  return indexFor(runPath(filename, cwd))
}
