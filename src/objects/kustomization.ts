/** What a kustomization.yaml says of the files around it: which are patches and no objects, and what lies elsewhere. */
import { asList, asObject, asString, isObject, type JsonValue } from '../kubernetes/json.js'
import { folderOf, joinPath } from './paths.js'

/** The other files of a kustomization, as paths like its own. */
export interface Kustomization {
  /** Files whose objects are changes of others, and none of their own. */
  readonly patches: readonly string[]
  /** Files and folders whose objects are part of it. */
  readonly resources: readonly string[]
  /** Whether some of its objects come from another machine, or from a chart. */
  readonly isRemote: boolean
}

/** Tells whether kustomize takes a file for a kustomization: by its name alone. */
export function isKustomization(file: string): boolean {
  return /(?:^|\/)(?:kustomization\.ya?ml|Kustomization)$/.test(file)
}

/** Reads one; undefined where it is none after all. */
export function kustomizationOf(file: string, value: JsonValue): Kustomization | undefined {
  if (!isObject(value)) return undefined
  const texts = (key: string) => asList(value[key]).flatMap((item) => asString(item) ?? [])
  const paths = (key: string) => asList(value[key]).flatMap((item) => asString(asObject(item).path) ?? [])
  const at = (path: string) => joinPath(folderOf(file), path)
  const resources = ['resources', 'bases', 'components'].flatMap(texts)
  const remote = resources.filter((path) => /:\/\/|^git@|^github\.com\/|\?ref=/.test(path))
  const patches = [
    // A patch may be written here itself, line by line.
    ...texts('patchesStrategicMerge').filter((patch) => !patch.includes('\n')),
    ...['patches', 'patchesJson6902', 'replacements'].flatMap(paths),
    ...['transformers', 'generators', 'configurations', 'crds', 'openapi'].flatMap(texts),
  ]
  return {
    patches: patches.map(at),
    resources: resources.filter((path) => !remote.includes(path)).map(at),
    isRemote:
      remote.length > 0 || ['helmCharts', 'helmChartInflationGenerator', 'generators'].some((key) => key in value),
  }
}
