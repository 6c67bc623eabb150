/** Scenarios as data: what a file of a story holds, and what a plan shows of its steps. */

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
/** A taint of a node. */
export interface Taint {
  readonly key: string
  readonly value?: string
  readonly effect: 'NoSchedule' | 'PreferNoSchedule' | 'NoExecute'
}

/**
 * A step as a scenario writes it and as a plan shows it. Exactly one of the acts is set, or none, where only time
 * passes.
 */
export interface ScenarioStep {
  /** Manifest text, as it was given. */
  readonly apply?: string
  /** A path relative to the scenario; its text is read by whoever reads the scenario. */
  readonly applyFile?: string
  /** Beside `apply` or `applyFile`: further flags of `kubectl apply` (`--server-side`). */
  readonly applyArgs?: readonly string[]
  readonly kubectl?: readonly string[]
  readonly addNode?: NodeDescription
  readonly setNode?: NodeDescription
  readonly removeNode?: string
  /** The control plane starts again as this version: `1.34.1`. */
  readonly upgrade?: string
  readonly failPod?: string
  readonly readyPod?: string
  readonly unreadyPod?: string
  readonly assumeBroken?: boolean | string
  readonly waitSeconds?: number
  readonly maxRounds?: number
  readonly prefer?: readonly string[]
  /** Pod name → node: where the scheduler may take any of several nodes, this one. */
  readonly place?: Readonly<Record<string, string>>
}

/** A story as a scenario file writes it: what there is, and what is done to it, step by step (docs/plan.md). */
export interface Scenario {
  readonly name?: string
  readonly about?: string
  /** `Gate=true,Other=false` */
  readonly gates?: string
  readonly pace?: Pace
  /** A dump of a cluster (`kubectl get … -o json`), relative to the scenario: what stands there before the first step. */
  readonly live?: string
  /** None means one node, `node-1`. */
  readonly nodes?: readonly NodeDescription[]
  /**
   * Pods are bound as the scheduler's rules let them. False or left out, as in recordings without a scheduler: a
   * DaemonSet's pods are bound to their nodes and all others to the first one.
   */
  readonly scheduler?: boolean
  readonly steps: readonly ScenarioStep[]
}

/** `one`: in each round only the first pod that has something to do does it. */
export type Pace = 'one' | 'all'
