/** The objects of a run: what all of its files hold, each object with the file that it stands in. */
import type { JsonObject } from '../kubernetes/json.js'
import { kindOf } from '../kubernetes/kinds.js'
import { manifestsOf, readManifestFile } from '../manifest/index.js'
import type { Manifest, ManifestFile } from '../manifest/types.js'
import { isKustomization, kustomizationOf, type Kustomization } from './kustomization.js'

/** An object of Kubernetes' own kinds, somewhere in the run. */
export interface RunObject {
  /** The file that it stands in: in a run on a disk its whole path, always with forward slashes. */
  readonly file: string
  readonly object: JsonObject
  readonly kind: string
  /** Empty where it names none: it then goes wherever it is applied to. */
  readonly namespace: string
  /** Empty where it has none. */
  readonly name: string
  /** Its place in the text; only for objects of the file that a rule looks at. */
  readonly manifest?: Manifest
}

/** What was found in one file. */
export interface FileObjects {
  readonly file: string
  readonly objects: readonly RunObject[]
  /** Whether more may be in it: a template that has not been rendered, or a document that cannot be read. */
  readonly isPart: boolean
  /** What a kustomization.yaml says of other files. */
  readonly kustomization?: Kustomization
}

/**
 * Reads what a file holds for the others of its run. Never throws.
 * @param file its path, with forward slashes.
 */
export function readFileObjects(file: string, text: string): FileObjects {
  const isNamed = isKustomization(file)
  // What names no kind anywhere is no manifest, and need not be parsed to know it.
  if (!isNamed && !/kind["']?\s*:/.test(text)) return { file, objects: [], isPart: false }
  const read = readManifestFile(text, { fileName: file })
  const objects = runObjects(file, manifestsOf(read)).map(({ manifest: _, ...object }) => object)
  const kustomization = isNamed ? kustomizationOf(file, read.documents[0]?.value ?? null) : undefined
  return { file, objects, isPart: isPart(read), ...(kustomization === undefined ? {} : { kustomization }) }
}

/** The objects of a file that others may look for. */
export function runObjects(file: string, manifests: readonly Manifest[]): RunObject[] {
  return manifests.flatMap((manifest) => {
    const { object, apiVersion, kind, namespace, name } = manifest
    const isPatch = Object.hasOwn(object, '$patch')
    return kindOf(apiVersion, kind) === undefined || isPatch ? [] : [{ file, object, kind, namespace, name, manifest }]
  })
}

/** Whether a file may hold objects that cannot be seen in it. */
export function isPart({ faults }: ManifestFile): boolean {
  return faults.some(({ id }) => id === 'broken-yaml' || id === 'template')
}
