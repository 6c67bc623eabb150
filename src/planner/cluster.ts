/**
 * The state of a simulated cluster and the only writes to it. Every write that a recording would show puts one event into
 * the journal and marks the sets that a watch would wake; controllers and nodes are functions of what they see here.
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

/** A StatefulSet or DaemonSet as the API server stores it: defaulted, with the status that its controller wrote last. */
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
  /** The claims that its volumes name. */
  readonly claims: readonly string[]
  /** The image of its first container. */
  readonly image: string
  /** The one node that its required affinity names (a DaemonSet's pod, D-11). */
  readonly targetNode?: string
  /** Where it is bound. */
  nodeName?: string
  phase: PodPhase
  ready: boolean
  /** When `ready` last became true (lastTransitionTime of the condition). */
  readySince?: number
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

/** `<namespace>/<name>`: what objects of one kind are kept under. A DaemonSet's pod has the name `<set>@<node>` or, where that is taken, `<set>@<node>#2`. */
export type ObjectKey = string

export interface Cluster {
  readonly target: Target
  /** Seconds since the beginning of the simulation. */
  now: number
  readonly nodes: Map<string, Node>
  /** By `<kind>/<namespace>/<name>`. */
  readonly sets: Map<string, WorkloadSet>
  readonly pods: Map<ObjectKey, Pod>
  readonly claims: Map<ObjectKey, PersistentVolumeClaim>
  readonly revisions: Map<ObjectKey, ControllerRevision>
  readonly others: Map<string, OtherObject>
  /** Events since they were last taken. */
  journal: PlanEvent[]
  /** Keys of the sets that a watch has woken and that have not been synced since (a queue, in order of waking). */
  readonly woken: Set<string>
  /** Number of the newest uid. */
  lastUid: number
}
