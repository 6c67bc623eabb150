import type { JsonObject, JsonValue } from '../kubernetes/json.js'

/** A worker node as the DaemonSet controller sees it. */
export interface NodeDescription {
  readonly name: string
  readonly labels?: Readonly<Record<string, string>>
  readonly taints?: readonly Taint[]
  /** Also carries the taint `node.kubernetes.io/unschedulable:NoSchedule`. */
  readonly unschedulable?: boolean
  /** Also carries the taint `node.kubernetes.io/not-ready:NoExecute`. */
  readonly notReady?: boolean
  /** What it has to give to pods: resource name → quantity. */
  readonly allocatable?: Readonly<Record<string, string>>
}
export interface Taint {
  readonly key: string
  readonly value?: string
  readonly effect: 'NoSchedule' | 'PreferNoSchedule' | 'NoExecute'
}

/**
 * One act of a user or of the cluster; the planner then runs until nothing moves. Exactly one of the acts is set (or
 * none, where the step only lets time pass). `objects` is what `apply` holds, read: the planner itself reads no YAML.
 */
export interface Step {
  /** Manifest text, as it was given. */
  readonly apply?: string
  /** A path relative to the scenario; its text is read by whoever reads the scenario. */
  readonly applyFile?: string
  readonly kubectl?: readonly string[]
  readonly addNode?: NodeDescription
  readonly setNode?: NodeDescription
  readonly removeNode?: string
  readonly failPod?: string
  readonly readyPod?: string
  readonly unreadyPod?: string
  /** From here on no pod of a new revision, or of the one that is being rolled out, gets ready (`--assume broken`). */
  readonly assumeBroken?: boolean
  /** Lets so many seconds pass for minReadySeconds once nothing moves. */
  readonly waitSeconds?: number
  /** Cuts the step off after so many rounds; the next step comes in the middle of the rollout. */
  readonly maxRounds?: number
  /**
   * Where Kubernetes may take any node, these first, in this order, then the rest by name. A node may be listed more
   * than once: each time it is taken it uses up one place, down to the last.
   */
  readonly prefer?: readonly string[]
  /** Pod name → node: where the scheduler may take any of several nodes, this one. */
  readonly place?: Readonly<Record<string, string>>
}

/** A story: what there is, and what is done to it, step by step (docs/plan.md). */
export interface Scenario {
  readonly name?: string
  readonly about?: string
  /** `Gate=true,Other=false` */
  readonly gates?: string
  /** `one`: in each round only the first pod that has something to do does it. */
  readonly pace?: 'one' | 'all'
  /** None means one node, `node-1`. */
  readonly nodes?: readonly NodeDescription[]
  /**
   * Pods are bound as the scheduler's rules let them. False or left out, as in recordings without a scheduler: a
   * DaemonSet's pods are bound to their nodes and all others to the first one.
   */
  readonly scheduler?: boolean
  readonly steps: readonly Step[]
}

/** A step with the objects that its `apply` or a `-f` of its `kubectl` line names, read from their manifests. */
export interface ReadStep {
  readonly step: Step
  readonly objects: readonly JsonObject[]
  /** The patch that stands behind `-p` in a `kubectl patch` line, where it is not JSON but YAML. */
  readonly patch?: JsonValue
}
