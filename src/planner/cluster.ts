/**
 * The state of a simulated cluster. Controllers and nodes are functions of what they see here; the only writes to it
 * are the functions of `store/` (exported by `store/index.ts`): each keeps the indices right, puts the event that a
 * recording would show into the journal, and wakes the sets that a watch would wake. Nobody changes these objects or
 * maps in any other way.
 */
import type { JsonObject } from '../kubernetes/json.js'
import type { Target } from '../kubernetes/target.js'
import type { PlanEvent } from './plan.js'
import type { Taint } from './scenario.js'

export interface OwnerReference {
  readonly apiVersion?: string
  readonly kind: string
  readonly name: string
  readonly uid: string
  readonly controller?: boolean
  readonly blockOwnerDeletion?: boolean
}

/** The part of `metadata` that controllers look at. Times are seconds of the simulation. */
export interface ObjectMeta {
  readonly name: string
  readonly namespace: string
  readonly uid: string
  readonly creationTimestamp: number
  labels: Record<string, string>
  annotations: Record<string, string>
  ownerReferences: readonly OwnerReference[]
  finalizers: readonly string[]
  deletionTimestamp?: number
  generation: number
}

/**
 * A StatefulSet or DaemonSet as the API server stores it: defaulted, with the status that its controller wrote last.
 */
export interface WorkloadSet {
  readonly kind: 'StatefulSet' | 'DaemonSet'
  readonly metadata: ObjectMeta
  /** The stored spec, defaults filled in; replaced as a whole by an update, never changed in place. */
  spec: JsonObject
  status: JsonObject
}

export type PodPhase = 'Pending' | 'Running' | 'Succeeded' | 'Failed'

export interface Pod {
  readonly kind: 'Pod'
  readonly metadata: ObjectMeta
  /** The pod's spec; shared with every pod of the same template where nothing in it is the pod's own. */
  readonly spec: JsonObject
  /**
   * The claims that its volumes name: volume name → claim name. A StatefulSet's claim templates are volumes too (S-72).
   */
  readonly claims: ReadonlyMap<string, string>
  /** The image of its first container. */
  readonly image: string
  /** An image of it never gets ready: it holds the word `broken`. */
  readonly broken: boolean
  /** The one node that its required affinity names (a DaemonSet's pod, D-11). */
  readonly targetNode?: string
  /** Where it is bound. */
  nodeName?: string
  phase: PodPhase
  ready: boolean
  /** When `ready` last became true (lastTransitionTime of the condition). */
  readySince?: number
  /** Kept from being ready by an act (`unreadyPod`, `failPod`): the pod itself, not its successor of the same name. */
  held?: boolean
  /** It is gone: such a pod is only met in a list of changes. */
  removed?: true
}

export interface PersistentVolumeClaim {
  readonly kind: 'PersistentVolumeClaim'
  readonly metadata: ObjectMeta
  readonly spec: JsonObject
}

export interface ControllerRevision {
  readonly kind: 'ControllerRevision'
  readonly metadata: ObjectMeta
  /** The stored bytes of `data` (S-96). */
  readonly data: string
  revision: number
}

export interface Node {
  readonly name: string
  labels: Readonly<Record<string, string>>
  annotations?: Readonly<Record<string, string>>
  taints: readonly Taint[]
  unschedulable: boolean
  ready: boolean
}

/** Any other object that was applied (a Service, a PodDisruptionBudget): kept, and acted upon by nobody. */
export interface OtherObject {
  readonly kind: string
  readonly metadata: ObjectMeta
  readonly object: JsonObject
}

/**
 * `<namespace>/<name>`: what objects of one kind are kept under. A DaemonSet's pod has the name `<set>@<node>` or,
 * where that is taken, `<set>@<node>#2`.
 */
export type ObjectKey = string

/** `<kind>/<namespace>/<name>` */
export type SetKey = string

/** What an owner can own. */
export type Dependent = Pod | PersistentVolumeClaim | ControllerRevision

/** What has changed about a set since its controller took this list: so that a sync has to look at nothing else. */
export interface SetChanges {
  /** Pods of the set that were created, changed or removed (these are still listed, with `removed`). */
  readonly pods: Set<Pod>
  /**
   * Nodes that were added, changed or removed (DaemonSets only), each as it was before; undefined where it was not
   * there.
   */
  readonly nodes: Map<string, Node | undefined>
  /** The set itself changed (or is new): everything has to be looked at. */
  everything: boolean
}

/** An event and who caused it: `user`, `node`, `StatefulSet/default/web`, `garbage-collector`, `pvc-protection`. */
export interface JournalEntry {
  readonly event: PlanEvent
  readonly actor: string
}

export interface Cluster {
  readonly target: Target
  /** Seconds since the beginning of the simulation. */
  now: number
  readonly nodes: Map<string, Node>
  readonly sets: Map<SetKey, WorkloadSet>
  readonly pods: Map<ObjectKey, Pod>
  readonly claims: Map<ObjectKey, PersistentVolumeClaim>
  readonly revisions: Map<ObjectKey, ControllerRevision>
  /** By `<kind>/<namespace>/<name>`. */
  readonly others: Map<string, OtherObject>
  /** Events since they were last taken. */
  journal: JournalEntry[]
  /** Who writes just now: goes into the journal. */
  actor: string
  /** The group that events get just now; see `inGroup`. */
  group?: number
  /** Number of the newest group of this round. */
  lastGroup: number
  /** Keys of the sets that a watch has woken and that have not been synced since (a queue, in order of waking). */
  readonly woken: Set<SetKey>
  /** Sets that are woken when a time has come (minReadySeconds, a failed sync): key → seconds of the simulation. */
  readonly timers: Map<SetKey, number>
  /** How often the last syncs of a set failed, one after another: what its back-off hangs on. */
  readonly failures: Map<SetKey, number>
  /** Sets whose controller makes and deletes the same pod over and over (S-36b): nothing but another act ends that. */
  readonly endless: Set<SetKey>
  /** Number of the newest uid. */
  lastUid: number
  /**
   * `<namespace>/<revision label>` of the revisions whose pods get ready; where it is set, no pod of another one does
   * (`assumeBroken`).
   */
  healthyRevisions?: ReadonlySet<string>
  readonly index: ClusterIndex
  /** Opened with `remember` alone. */
  readonly memory: Map<MemoryOf<never, unknown>, WeakMap<object, unknown>>
}

/** Something that a simulation remembers of objects of a type; made by `memoryOf`. */
export interface MemoryOf<Key extends object, Value> {
  /** Says what it is, for whoever debugs. */
  readonly about: string
  /** Never there: it only carries the types. */
  readonly types?: (key: Key) => Value
}

/** Look-ups, kept right by the functions of `store/`. */
export interface ClusterIndex {
  /** Objects that exist, by uid. */
  readonly byUid: Map<string, { readonly kind: string; readonly metadata: ObjectMeta }>
  /** Pods by their controller's uid. */
  readonly podsOf: Map<string, Set<Pod>>
  /** Pods without a controller, by namespace. */
  readonly orphans: Map<string, Set<Pod>>
  /**
   * Pods by the node that they are bound to or, as long as they are not bound, the one that they name (`nodeName ??
   * targetNode`).
   */
  readonly podsOn: Map<string, Set<Pod>>
  /** Pods by `<namespace>/<claim>` that they use. */
  readonly podsUsing: Map<ObjectKey, Set<Pod>>
  /** Everything that has an owner reference, by the owner's uid. */
  readonly dependents: Map<string, Set<Dependent>>
  /**
   * By `<namespace>/<template>-<set>`, which the names of its claims begin with: the claim templates of the
   * StatefulSets that are there, and of those that were.
   */
  readonly claimStems: Map<string, { readonly set: string; readonly template: string }>
  /** ControllerRevisions by namespace. */
  readonly revisionsIn: Map<string, Set<ControllerRevision>>
  /** By set: what has changed since its last sync. Read with `takeChanges`. */
  readonly changes: Map<SetKey, SetChanges>
  /** Pods that are not bound yet: the scheduler looks at these. */
  readonly unbound: Set<Pod>
  /** Pods for which a node has something to do, or may have. */
  readonly busy: Set<Pod>
  /** The busy pods' keys in the order of names (a heap; may hold some that are not busy any more). */
  readonly busyOrder: string[]
  /** Objects whose owners have to be looked at by the garbage collector, or that wait for their dependents. */
  readonly uncollected: Set<string>
  /** Claims that the PVC protection controller has to look at. */
  readonly unprotected: Set<ObjectKey>
}
