import { asObject, isObject, type JsonObject, type JsonValue } from '../kubernetes/json.js'
import type { FieldPath } from '../kubernetes/field-path.js'
import type { Manifest, ManifestDocument, ManifestFile } from './types.js'

/**
 * The Kubernetes objects of a file: documents, and items of lists, that have an apiVersion and a kind. Everything else
 * (values files, kustomize's lists of names) is left out.
 */
export function manifestsOf(file: ManifestFile): Manifest[] {
  return file.documents.flatMap((document) => objectsIn(document.value).map((found) => manifest(document, found)))
}

interface FoundObject {
  readonly base: FieldPath
  readonly object: JsonObject
  readonly apiVersion: string
  readonly kind: string
}

/** An object, or what the items of a list are, however deep; an item of a typed list need not name its own type. */
export function objectsIn(
  value: JsonValue,
  base: FieldPath = [],
  listed?: { apiVersion: string; kind: string },
): FoundObject[] {
  if (!isObject(value)) return []
  const apiVersion =
    typeof value.apiVersion === 'string' && value.apiVersion !== '' ? value.apiVersion : listed?.apiVersion
  const kind = typeof value.kind === 'string' && value.kind !== '' ? value.kind : listed?.kind
  if (apiVersion === undefined || kind === undefined) return []
  if (kind.endsWith('List') && Array.isArray(value.items)) {
    const itemKind = kind.slice(0, -'List'.length)
    const item = itemKind === '' ? undefined : { apiVersion, kind: itemKind }
    return value.items.flatMap((child, index) => objectsIn(child, [...base, 'items', index], item))
  }
  const object = value.apiVersion === apiVersion && value.kind === kind ? value : { ...value, apiVersion, kind }
  return [{ base, object, apiVersion, kind }]
}

function manifest(document: ManifestDocument, { base, object, apiVersion, kind }: FoundObject): Manifest {
  const metadata = asObject(object.metadata)
  return {
    document,
    base,
    object,
    apiVersion,
    kind,
    name: typeof metadata.name === 'string' ? metadata.name : '',
    namespace: typeof metadata.namespace === 'string' ? metadata.namespace : '',
    rangeOf: (path, part) => document.rangeOf([...base, ...path], part),
  }
}
