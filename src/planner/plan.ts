import type { JsonObject } from '../kubernetes/json.js'
import type { ScenarioStep } from './scenario.js'

/** The name and version of the plan's own format; schemas/plan.schema.json describes it. */
export const planFormat = 'rollcast/plan/v1'

/** One change of one object, as in a recorded trace. */
export interface PlanEvent {
  readonly op: 'create' | 'delete' | 'gone' | 'ready' | 'unready' | 'failed' | 'own' | 'relabel' | 'renumber'
  readonly kind: 'Pod' | 'PersistentVolumeClaim' | 'ControllerRevision'
  /** A DaemonSet's pod is called `<set>@<node>`, since its suffix is random. */
  readonly name: string
  /** Only where it is not the namespace `default`. */
  readonly namespace?: string
  /**
   * The set that the object belongs to, `StatefulSet/web`: a pod's and a revision's controller (of one that is
   * released, the controller that it had), and the set whose claim templates name a claim.
   */
  readonly set?: string
  /** Of a StatefulSet's pod, and of the pod that a claim is for. */
  readonly ordinal?: number
  /** The name of the claim template that a claim is made from. */
  readonly template?: string
  readonly revision?: string
  /** A ControllerRevision's number. */
  readonly number?: number
  /** Of a DaemonSet's pod: the node that it is for. Of another pod that gets ready: where the scheduler put it. */
  readonly node?: string
  /** The image of the pod's first container. */
  readonly image?: string
  readonly claims?: readonly string[]
  /** `Kind/name`, sorted. */
  readonly owners?: readonly string[]
  /** Events of one round with the same group happen in no defined order. */
  readonly group?: number
  /**
   * Kubernetes may take any `pick` of these nodes; the plan shows the first by name. Of a large fleet `of` names only
   * the first few:
   * `more` says how many others there are.
   */
  readonly choice?: { readonly pick: number; readonly of: readonly string[]; readonly more?: number }
  readonly why?: string
}

/** The controllers until they are quiet, then the nodes once. */
export interface Round {
  readonly controllers: readonly PlanEvent[]
  readonly nodes: readonly PlanEvent[]
}

/** What is left after a step. */
export interface FinalState {
  /** By `StatefulSet/web`, with the namespace in between where it is not `default`. */
  readonly sets: Readonly<Record<string, FinalSet>>
  readonly pods: readonly FinalPod[]
  readonly claims: readonly FinalClaim[]
  readonly history: readonly FinalRevision[]
}
/** A StatefulSet or DaemonSet in a state. */
export interface FinalSet {
  readonly kind: 'StatefulSet' | 'DaemonSet'
  readonly name: string
  readonly namespace?: string
  readonly generation: number
  /** A StatefulSet's. */
  readonly replicas?: number
  readonly status: JsonObject
}
/** A pod in a state. */
export interface FinalPod {
  readonly name: string
  readonly namespace?: string
  /** Its controller, `StatefulSet/web`. */
  readonly set?: string
  readonly ordinal?: number
  readonly revision?: string
  /** Where it is bound. */
  readonly node?: string
  /** The node that a DaemonSet's pod is for, as long as it is not bound there. */
  readonly targetNode?: string
  readonly ready: boolean
  readonly phase: string
  /** The claims that its volumes name. */
  readonly claims?: readonly string[]
  /** Why no node takes it, in the scheduler's words. */
  readonly unschedulable?: string
  readonly terminating?: true
}
/** A PersistentVolumeClaim in a state. */
export interface FinalClaim {
  readonly name: string
  readonly namespace?: string
  /** The StatefulSet whose claim templates name it, also where that set is gone. */
  readonly set?: string
  readonly template?: string
  readonly ordinal?: number
  readonly owners: readonly string[]
  readonly labels?: Readonly<Record<string, string>>
  readonly requests?: Readonly<Record<string, string>>
  readonly terminating?: true
}
/** A ControllerRevision in a state. */
export interface FinalRevision {
  readonly name: string
  readonly namespace?: string
  /** Its controller, `StatefulSet/web`. */
  readonly set?: string
  readonly revision: number
  readonly owners: readonly string[]
  /** The stored bytes, which a StatefulSet's hash is made of (S-96). */
  readonly data: string
}

/** What findings are about, in the order of the alphabet. */
export const findingIds = [
  'adopted-not-replaced',
  'below-partition',
  'claims-left',
  'claims-lost',
  'claims-not-resized',
  'drain-hangs',
  'least-ready',
  'leaves-at-once',
  'may-miss-availability',
  'node-without-pod',
  'not-brought-back',
  'on-delete',
  'order-open',
  'replaced-for-metadata',
  'rollout-waves',
  'stops-if-not-ready',
  'stuck-rollout',
  'surge-host-port',
  'unavailable-first',
  'waits-for-min-ready',
  'worst-moment',
  'zero-completes-update',
] as const
/** What a finding is about. */
export type FindingId = (typeof findingIds)[number]

/** Something that a person needs to know before the step is made. */
export interface Finding {
  readonly id: FindingId
  readonly severity: 'error' | 'warning' | 'info'
  readonly message: string
  /** The set that it is about, as the key of `final.sets`: `StatefulSet/web`. */
  readonly object?: string
  /** The same, in parts. */
  readonly kind?: string
  readonly name?: string
  readonly namespace?: string
  /** The nodes concerned, all of them: a message names only the first few. */
  readonly nodes?: readonly string[]
  /** How many of a StatefulSet's pods are ready at the worst moment, and of how many. */
  readonly ready?: { readonly least: number; readonly of: number }
  /** Commands that get out of it, in the order in which to run them. */
  readonly commands?: readonly string[]
}

/**
 * `stuck`: nothing will move any more, and a set has not reached what was asked for. `nothing`: the step causes no
 * event.
 */
export type Outcome = 'done' | 'stuck' | 'refused' | 'nothing'

/** What became of an object that kubectl touched; `shown` is one that it only looked at, `unchanged` one as it was. */
export type TouchVerb =
  | 'created'
  | 'configured'
  | 'unchanged'
  | 'replaced'
  | 'deleted'
  | 'scaled'
  | 'restarted'
  | 'rolled back'
  | 'updated'
  | 'patched'
  | 'labeled'
  | 'annotated'
  | 'tainted'
  | 'cordoned'
  | 'uncordoned'
  | 'drained'
  | 'evicted'
  | 'shown'
  | 'refused'

/** An object that kubectl touched, or was not allowed to. */
export interface TouchedObject {
  /** Empty for the core group. */
  readonly group: string
  readonly kind: string
  /** Only where it is not `default`, and not of a kind without namespaces. */
  readonly namespace?: string
  readonly name: string
  readonly verb: TouchVerb
  /** The lines that kubectl prints of it. */
  readonly output?: string
  /** The refusal, in the words of the API server or of kubectl; `refused` only. */
  readonly error?: string
  readonly warnings?: readonly string[]
}

/** A step with all that it causes. */
export interface PlannedStep {
  readonly step: ScenarioStep
  readonly outcome: Outcome
  /** What kubectl prints when it works: `statefulset.apps/web scaled`. */
  readonly output?: string
  /** What the API server or kubectl answers; refused only. */
  readonly error?: string
  readonly warnings: readonly string[]
  /** The objects that the step's kubectl touched, in its order; left out where there are none. */
  readonly touched?: readonly TouchedObject[]
  readonly rounds: readonly Round[]
  readonly final: FinalState
  readonly findings: readonly Finding[]
}

/** The plan as data (docs/plan.md). Every other format is a view of it. */
export interface Plan {
  readonly format: typeof planFormat
  readonly kubernetesVersion: string
  /** Only the gates whose state changes an answer in this version, or that the user set. */
  readonly featureGates: Readonly<Record<string, boolean>>
  /** What is there before the first step, where that is not nothing (`--from`). */
  readonly before?: FinalState
  /** What was not said and had to be taken for granted, in words. */
  readonly assumed?: readonly string[]
  readonly steps: readonly PlannedStep[]
}
