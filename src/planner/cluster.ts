/**
 * The state of a simulated cluster: the API's objects, the queue of those who have something to do with its clock,
 * look-ups over the objects, and the journal. Controllers and nodes are functions of what they see here. All of it is
 * read only but for the functions of `store/` (exported by `store/index.ts`): each keeps the look-ups right, puts the
 * event that a recording would show into the journal, and wakes the sets that a watch would wake.
 */
import type { JsonObject, JsonValue } from '../kubernetes/json.js'
import type { Target } from '../kubernetes/target.js'
import type { Memory } from './objects/memory.js'
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
  readonly labels: Readonly<Record<string, string>>
  readonly annotations: Readonly<Record<string, string>>
  readonly ownerReferences: readonly OwnerReference[]
  readonly finalizers: readonly string[]
  readonly deletionTimestamp?: number
  readonly generation: number
  /** Of an object that was there before the first step: as it was given. */
  readonly resourceVersion?: string
  readonly managedFields?: readonly JsonValue[]
}

/**
 * A StatefulSet or DaemonSet as the API server stores it: defaulted, with the status that its controller wrote last.
 */
export interface WorkloadSet {
  readonly kind: 'StatefulSet' | 'DaemonSet'
  readonly metadata: ObjectMeta
  /** The stored spec, defaults filled in; replaced as a whole by an update, never changed in place. */
  readonly spec: JsonObject
  readonly status: JsonObject
  /** When its controller wrote the status last; left out where it has not. */
  readonly statusTime?: number
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
  readonly nodeName?: string
  readonly phase: PodPhase
  readonly ready: boolean
  /** When `ready` last became true (lastTransitionTime of the condition). */
  readonly readySince?: number
  /** Kept from being ready by an act (`unreadyPod`, `failPod`): the pod itself, not its successor of the same name. */
  readonly held?: boolean
  /** Why no node takes it, in the scheduler's words (the condition PodScheduled). */
  readonly unschedulable?: string
  /** The nodes to any of which the scheduler could have bound it. */
  readonly placeChoice?: NonNullable<PlanEvent['choice']>
  /** It is gone: such a pod is only met in a list of changes. */
  readonly removed?: true
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
  readonly revision: number
}

export interface Node {
  readonly name: string
  readonly labels: Readonly<Record<string, string>>
  readonly annotations?: Readonly<Record<string, string>>
  readonly taints: readonly Taint[]
  readonly unschedulable: boolean
  readonly ready: boolean
  /** `status.allocatable`: what it has to give to pods; undefined where nobody has said, and it is without limits. */
  readonly allocatable?: Readonly<Record<string, string>>
}

/** What the store tells the scheduler of: a node that came, changed or went; a pod that changed in any way. */
export type SchedulingNews =
  | { readonly kind: 'node'; readonly before: Node | undefined; readonly after: Node | undefined }
  | { readonly kind: 'pod'; readonly pod: Pod; readonly relabelled?: true }

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
  readonly pods: ReadonlySet<Pod>
  /**
   * Nodes that were added, changed or removed (DaemonSets only), each as it was before; undefined where it was not
   * there.
   */
  readonly nodes: ReadonlyMap<string, Node | undefined>
  /** The set itself changed (or is new): everything has to be looked at. */
  readonly everything: boolean
}

/** What the API server holds. */
export interface ApiObjects {
  readonly nodes: ReadonlyMap<string, Node>
  readonly sets: ReadonlyMap<SetKey, WorkloadSet>
  readonly pods: ReadonlyMap<ObjectKey, Pod>
  readonly claims: ReadonlyMap<ObjectKey, PersistentVolumeClaim>
  readonly revisions: ReadonlyMap<ObjectKey, ControllerRevision>
  /** By `<kind>/<namespace>/<name>`. */
  readonly others: ReadonlyMap<string, OtherObject>
  /** Number of the newest uid. */
  readonly lastUid: number
}

/** Who has something to do, and when: the controllers' work queues, the nodes' duties, and the clock. */
export interface WorkQueue {
  /** Seconds since the beginning of the simulation. */
  readonly now: number
  /** Keys of the sets that a watch has woken and that have not been synced since, in order of waking. */
  readonly woken: ReadonlySet<SetKey>
  /** By set: what has changed since its last sync. Taken with `takeChanges`. */
  readonly changes: ReadonlyMap<SetKey, SetChanges>
  /** Sets that are woken when a time has come (minReadySeconds, a failed sync): key → seconds of the simulation. */
  readonly timers: ReadonlyMap<SetKey, number>
  /** How often the last syncs of a set failed, one after another: what its back-off depends on. */
  readonly failures: ReadonlyMap<SetKey, number>
  /** Sets whose controller makes and deletes the same pod over and over (S-36b): nothing but another act ends that. */
  readonly endless: ReadonlySet<SetKey>
  /** Objects whose owners the garbage collector has to look at, or that wait for their dependents. */
  readonly uncollected: ReadonlySet<string>
  /** Claims that the PVC protection controller has to look at. */
  readonly unprotected: ReadonlySet<ObjectKey>
  /** What the scheduler has not heard of yet; stays empty where there is none. */
  readonly schedulingNews: ReadonlySet<SchedulingNews>
  /** Pods that are not bound yet. */
  readonly unbound: ReadonlySet<Pod>
  /** Pods for which a node has something to do, or may have. */
  readonly busy: ReadonlySet<Pod>
  /** The busy pods' keys in the order of names (a heap; may hold some that are not busy any more). */
  readonly busyOrder: readonly string[]
}

/** An event and who caused it: `user`, `node`, `StatefulSet/default/web`, `garbage-collector`, `pvc-protection`. */
export interface JournalEntry {
  readonly event: PlanEvent
  readonly actor: string
}

/** What has happened, and under whose name what happens now is put down. */
export interface Journal {
  /** Events since they were last taken. */
  readonly entries: readonly JournalEntry[]
  /** Who writes just now. */
  readonly actor: string
  /** The group that events get just now; see `inGroup`. */
  readonly group?: number
  /** Number of the newest group. */
  readonly lastGroup: number
}

/** What a story takes for granted that no object says. */
export interface Assumed {
  /**
   * Who binds pods to nodes. Without a scheduler, as in most recordings, a DaemonSet's pods go to their nodes and all
   * others to the first one. `recorded`: the real scheduler as in the recordings with one: no node controllers run beside
   * it, and nodes have 8 CPUs, 32Gi and room for 110 pods where nothing else is said. `real`: as in a cluster.
   */
  readonly scheduler?: 'recorded' | 'real'
  /**
   * `<namespace>/<revision label>` of the revisions whose pods get ready; where it is set, no pod of another one does
   * (`assumeBroken`).
   */
  readonly healthyRevisions?: ReadonlySet<string>
  /** Images, and names of revisions, whose pods never get ready (`assumeBroken` with a name). */
  readonly brokenNames?: ReadonlySet<string>
}

/** Look-ups over the objects, kept right by the functions of `store/`. */
export interface ClusterIndex {
  /** Objects that exist, by uid. */
  readonly byUid: ReadonlyMap<string, { readonly kind: string; readonly metadata: ObjectMeta }>
  /** Pods by their controller's uid. */
  readonly podsOf: ReadonlyMap<string, ReadonlySet<Pod>>
  /** Pods without a controller, by namespace, and by namespace and each of their labels (`labelKey`). */
  readonly orphans: ReadonlyMap<string, ReadonlySet<Pod>>
  /**
   * Sets by namespace and a label that all pods carry which they select (`labelKey`), or by namespace alone where there
   * is no such label.
   */
  readonly adopters: ReadonlyMap<string, ReadonlySet<WorkloadSet>>
  /**
   * Pods by the node that they are bound to or, as long as they are not bound, the one that they name (`nodeName ??
   * targetNode`).
   */
  readonly podsOn: ReadonlyMap<string, ReadonlySet<Pod>>
  /** Pods by `<namespace>/<claim>` that they use. */
  readonly podsUsing: ReadonlyMap<ObjectKey, ReadonlySet<Pod>>
  /** Everything that has an owner reference, by the owner's uid. */
  readonly dependents: ReadonlyMap<string, ReadonlySet<Dependent>>
  /**
   * By `<namespace>/<template>-<set>`, which the names of its claims begin with: the claim templates of the
   * StatefulSets that are there, and of those that were.
   */
  readonly claimStems: ReadonlyMap<string, { readonly set: string; readonly template: string }>
  /** ControllerRevisions by their controller's uid. */
  readonly revisionsOf: ReadonlyMap<string, ReadonlySet<ControllerRevision>>
  /** ControllerRevisions without a controller, by namespace. */
  readonly orphanRevisions: ReadonlyMap<string, ReadonlySet<ControllerRevision>>
}

export interface Cluster {
  readonly target: Target
  readonly objects: ApiObjects
  readonly queue: WorkQueue
  readonly index: ClusterIndex
  readonly journal: Journal
  readonly assumed: Assumed
  /** What controllers and others remember; opened with `remember`. */
  readonly memory: Memory
}
