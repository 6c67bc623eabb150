/** The objects of a run as the rules see them from one of its files. */
import type { KindName } from '../kubernetes/kinds.js'
import { kinds } from '../kubernetes/kinds.js'
import type { ManifestFile, Manifest } from '../manifest/types.js'
import type { ObjectIndex } from './object-index.js'
import { distance, folderOf, isWithin, neighbours, relativePath } from './paths.js'
import { isPart, runObjects, type RunObject } from './run-object.js'
import { selectorOf, selectsPodsOf } from './selectors.js'

/**
 * What a rule can ask of the objects that go with its file: those of the file, as the text has them now, and those of
 * the files near it, or in a folder that the settings name.
 */
export interface RunObjects {
  /**
   * Whether all that goes with the file was given, as far as anyone can tell: what is not there is then missing. Not
   * so where single files were named, where a template or a broken document stands near, or a kustomization that takes
   * objects from elsewhere, and not where another file has an object of the same name: then the files are examples or
   * overlays. Where it is false, a rule says nothing of what it does not find.
   */
  readonly isWhole: boolean
  /** All objects of a kind. */
  ofKind(kind: KindName): readonly RunObject[]
  /** Where an object stands, as people of this file would write it: `../services/web.yaml`; empty in the file itself. */
  fileOf(object: RunObject): string
  /** All objects that make pods. */
  workloads(): readonly RunObject[]
  /**
   * The objects that a reference by name can mean: of the kind and name, and in no other namespace for sure. Where
   * several files have one (overlays, examples), those that lie nearest to the one who refers.
   */
  named(kind: KindName, name: string, from: RunObject): readonly RunObject[]
  /** The objects of a kind whose selector can select pods of a workload, and that may be in its namespace. */
  selecting(kind: KindName, workload: RunObject): readonly RunObject[]
  /** The workloads of whose pods a Service, a budget or another workload can select some. */
  selectedBy(object: RunObject): readonly RunObject[]
}

const withPods = kinds.filter(({ podTemplate }) => podTemplate !== undefined).map(({ kind }) => kind as KindName)

/**
 * The objects of a run, seen from a file.
 * @param path the file's path, as the index has it.
 * @param index what the run's files hold; the file's own part in it is passed over for the text as it is now.
 */
export function objectsSeenFrom(
  path: string,
  file: ManifestFile,
  manifests: readonly Manifest[],
  index: ObjectIndex,
): RunObjects & { of(manifest: Manifest): RunObject | undefined } {
  const own = runObjects(path, manifests)
  // Files far apart have nothing in common.
  const isNear = neighbours(folderOf(path), index.together)
  const isOther = ({ file: other }: RunObject) => other !== path && isNear(folderOf(other))
  const ofKind = (kind: string) => [
    ...own.filter((object) => object.kind === kind),
    ...index.ofKind(kind).filter(isOther),
  ]
  const hasTwin = (object: RunObject) =>
    object.name !== '' &&
    index.named(object.kind, object.name).some((other) => isOther(other) && mayShareNamespace(object, other))
  return {
    isWhole: isWhole(path, index) && !isPart(file) && !own.some(hasTwin),
    of: (manifest) => own.find((object) => object.manifest === manifest),
    ofKind,
    fileOf: (object) => (object.file === path ? '' : relativePath(path, object.file)),
    workloads: () => withPods.flatMap(ofKind),
    named(kind, name, from) {
      const found = [
        ...own.filter((object) => object.kind === kind && object.name === name),
        ...index.named(kind, name).filter(isOther),
      ]
      return nearest(
        from.file,
        found.filter((object) => mayShareNamespace(object, from)),
      )
    },
    selecting: (kind, workload) =>
      ofKind(kind).filter(
        (object) => mayShareNamespace(object, workload) && selectsPodsOf(selectorOf(object), workload),
      ),
    selectedBy: (object) =>
      withPods
        .flatMap(ofKind)
        .filter((workload) => mayShareNamespace(object, workload) && selectsPodsOf(selectorOf(object), workload)),
  }
}

/** Two objects are in different namespaces for sure only where both name one. */
export function mayShareNamespace(one: RunObject, other: RunObject): boolean {
  return one.namespace === other.namespace || one.namespace === '' || other.namespace === ''
}

/**
 * Whether two objects are in one namespace as sure as can be: both name the same, or both none and lie in one folder,
 * to be applied together.
 */
export function sharesNamespace(one: RunObject, other: RunObject): boolean {
  return one.namespace === other.namespace && (one.namespace !== '' || folderOf(one.file) === folderOf(other.file))
}

/** Of several objects those whose files lie nearest to a file. */
export function nearest(file: string, objects: readonly RunObject[]): RunObject[] {
  const distances = objects.map((object) => distance(file, object.file))
  const best = Math.min(...distances)
  return objects.filter((_, index) => distances[index] === best)
}

function isWhole(file: string, { wholeFolders, gaps }: ObjectIndex): boolean {
  const folder = folderOf(file)
  const isGiven = wholeFolders.some((whole) => (whole.isDeep ? isWithin(file, whole.folder) : folder === whole.folder))
  // What is missing from a chart elsewhere in the repository is not missed here.
  return isGiven && !gaps.some((gap) => isWithin(folderOf(gap), folder) || isWithin(folder, folderOf(gap)))
}
