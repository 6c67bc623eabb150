import type { Cluster, Dependent, ObjectMeta, OwnerReference } from '../cluster.js'
import { writable } from './writable.js'

/** What whoever creates an object says about it. */
export interface NewMeta {
  readonly name: string
  readonly namespace: string
  readonly labels?: Readonly<Record<string, string>>
  readonly annotations?: Readonly<Record<string, string>>
  readonly ownerReferences?: readonly OwnerReference[]
  readonly finalizers?: readonly string[]
}

/** Fills in what the API server adds to a new object's metadata. */
export function newMeta(cluster: Cluster, meta: NewMeta): ObjectMeta {
  return {
    name: meta.name,
    namespace: meta.namespace,
    uid: `uid-${++writable(cluster).objects.lastUid}`,
    creationTimestamp: cluster.queue.now,
    labels: { ...meta.labels },
    annotations: { ...meta.annotations },
    ownerReferences: meta.ownerReferences ?? [],
    finalizers: meta.finalizers ?? [],
    generation: 1,
  }
}

/** Adds a value under a key of an index. */
export function addTo<K, V>(index: Map<K, Set<V>>, key: K, value: V): void {
  const values = index.get(key)
  if (values === undefined) index.set(key, new Set([value]))
  else values.add(value)
}

/** Takes a value from under a key of an index; an empty entry goes. */
export function takeFrom<K, V>(index: Map<K, Set<V>>, key: K, value: V): void {
  const values = index.get(key)
  if (values === undefined) return
  values.delete(value)
  if (values.size === 0) index.delete(key)
}

/** Lists an object under its owners; the collector looks at one that names an owner which is not there. */
export function indexOwners(cluster: Cluster, object: Dependent): void {
  for (const owner of object.metadata.ownerReferences) {
    addTo(writable(cluster).index.dependents, owner.uid, object)
    const found = cluster.index.byUid.get(owner.uid)
    if (found === undefined || found.metadata.deletionTimestamp !== undefined)
      writable(cluster).queue.uncollected.add(object.metadata.uid)
  }
}

/** The reverse of `indexOwners`. An owner that waits for its dependents is looked at again. */
export function unindexOwners(cluster: Cluster, object: Dependent): void {
  for (const owner of object.metadata.ownerReferences) {
    takeFrom(writable(cluster).index.dependents, owner.uid, object)
    if (cluster.index.byUid.get(owner.uid)?.metadata.deletionTimestamp !== undefined)
      writable(cluster).queue.uncollected.add(owner.uid)
  }
}

/** An object has come into being. */
export function register(cluster: Cluster, object: { readonly kind: string; readonly metadata: ObjectMeta }): void {
  writable(cluster).index.byUid.set(object.metadata.uid, object)
}

/** An object is gone: the garbage collector looks at what it owned. */
export function unregister(cluster: Cluster, object: { readonly metadata: ObjectMeta }): void {
  writable(cluster).index.byUid.delete(object.metadata.uid)
  writable(cluster).queue.uncollected.delete(object.metadata.uid)
  for (const dependent of cluster.index.dependents.get(object.metadata.uid) ?? [])
    writable(cluster).queue.uncollected.add(dependent.metadata.uid)
}
