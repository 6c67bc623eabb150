/**
 * The same state, as the store alone may write it. Nothing outside of this folder may see these types: everybody else
 * holds `Cluster` and its objects, which are read only.
 */
import type { Target } from '../../kubernetes/target.js'
import type {
  ApiObjects,
  Assumed,
  Cluster,
  ClusterIndex,
  ControllerRevision,
  Journal,
  ObjectMeta,
  OtherObject,
  PersistentVolumeClaim,
  Pod,
  SetChanges,
  WorkloadSet,
  WorkQueue,
} from '../cluster.js'

type WritableValue<T> =
  T extends ReadonlyMap<infer K, infer V>
    ? Map<K, V extends ReadonlySet<infer Member> ? Set<Member> : V>
    : T extends ReadonlySet<infer Member>
      ? Set<Member>
      : T extends readonly (infer Item)[]
        ? Item[]
        : T

type Writable<T> = { -readonly [Field in keyof T]: WritableValue<T[Field]> }

/** An object of the API: its own fields and its metadata can be written, what they hold is replaced as a whole. */
type WritableObject<T extends { readonly metadata: ObjectMeta }> = {
  -readonly [Field in keyof Omit<T, 'metadata'>]: T[Field]
} & {
  readonly metadata: { -readonly [Field in keyof ObjectMeta]: ObjectMeta[Field] }
}

export type WritableSet = WritableObject<WorkloadSet>
export type WritablePod = WritableObject<Pod>
export type WritableClaim = WritableObject<PersistentVolumeClaim>
export type WritableRevision = WritableObject<ControllerRevision>
export type WritableOther = WritableObject<OtherObject>
export type WritableChanges = Writable<SetChanges>

export interface WritableCluster extends Pick<Cluster, 'memory'> {
  target: Target
  readonly objects: Writable<ApiObjects>
  readonly queue: Writable<WorkQueue>
  readonly index: Writable<ClusterIndex>
  readonly journal: Writable<Journal>
  readonly assumed: Writable<Assumed>
}

/** Opens a cluster for a write. */
export function writable(cluster: Cluster): WritableCluster {
  return cluster as WritableCluster
}
