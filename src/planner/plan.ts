import type { JsonObject } from '../kubernetes/json.js'
import type { Step } from './scenario.js'

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
  readonly revision?: string
  /** A ControllerRevision's number. */
  readonly number?: number
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
  readonly sets: Readonly<
    Record<string, { readonly generation: number; readonly replicas?: number; readonly status: JsonObject }>
  >
  readonly pods: readonly FinalPod[]
  readonly claims: readonly FinalClaim[]
  readonly history: readonly FinalRevision[]
}
export interface FinalPod {
  readonly name: string
  readonly namespace?: string
  readonly revision?: string
  readonly node?: string
  readonly ready: boolean
  readonly phase: string
  readonly terminating?: true
}
export interface FinalClaim {
  readonly name: string
  readonly namespace?: string
  readonly owners: readonly string[]
  readonly labels?: Readonly<Record<string, string>>
  readonly requests?: Readonly<Record<string, string>>
  readonly terminating?: true
}
export interface FinalRevision {
  readonly name: string
  readonly namespace?: string
  readonly revision: number
  readonly owners: readonly string[]
  /** The stored bytes, which a StatefulSet's hash is made of (S-96). */
  readonly data: string
}

/** Something that a person needs to know before the step is made. */
export interface Finding {
  readonly id: string
  readonly severity: 'error' | 'warning' | 'info'
  readonly message: string
  /** `StatefulSet/web` */
  readonly object?: string
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

/** A step with all that it causes. */
export interface PlannedStep {
  readonly step: Step
  readonly outcome: Outcome
  /** What kubectl prints when it works: `statefulset.apps/web scaled`. */
  readonly output?: string
  /** What the API server or kubectl answers; refused only. */
  readonly error?: string
  readonly warnings: readonly string[]
  readonly rounds: readonly Round[]
  readonly final: FinalState
  readonly findings: readonly Finding[]
}

/** The plan as data (shared/plan-format.md). Every other format is a view of it. */
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
