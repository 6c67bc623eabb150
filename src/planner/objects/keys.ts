/** The keys under which objects are kept and found. */
import type { ObjectKey, ObjectMeta, SetKey } from '../cluster.js'

export function objectKey(namespace: string, name: string): ObjectKey {
  return `${namespace}/${name}`
}

export function keyOf(object: { readonly metadata: ObjectMeta }): ObjectKey {
  return objectKey(object.metadata.namespace, object.metadata.name)
}

export function setKey(kind: string, namespace: string, name: string): SetKey {
  return `${kind}/${namespace}/${name}`
}

export function keyOfSet(set: { readonly kind: string; readonly metadata: ObjectMeta }): SetKey {
  return setKey(set.kind, set.metadata.namespace, set.metadata.name)
}
