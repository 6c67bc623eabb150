/** What a plan is asked for: everything in it is data that has been read. Texts and files are for whoever asks. */
import type { JsonObject } from '../kubernetes/json.js'
import type { Target } from '../kubernetes/target.js'
import type { KubectlLine } from './kubectl/kubectl.js'
import type { NodeDescription, Pace } from './scenario.js'

/** All that `plan` works on. The same request gives the same plan, byte for byte. */
export interface PlanRequest {
  /** The version and the feature gates that are planned for. */
  readonly target: Target
  /** What is there before the first step; nothing where it is left out. */
  readonly before?: Before
  /** None, and none in `before`, means one node, `node-1`. */
  readonly nodes?: readonly NodeDescription[]
  readonly pace?: Pace
  /**
   * Pods are bound as the scheduler's rules let them. False or left out, as in recordings without a scheduler: a
   * DaemonSet's pods are bound to their nodes and all others to the first one.
   */
  readonly scheduler?: boolean
  readonly steps: readonly Step[]
  /** Holds for each step that has no `prefer` of its own. */
  readonly prefer?: readonly string[]
  /** Holds for each step that has no `place` of its own. */
  readonly place?: Readonly<Record<string, string>>
  /**
   * Lets a long time pass after each step that does not say how long (`waitSeconds`): minReadySeconds are over, and
   * what is there was there long before the next step, and beside a scheduler the node controllers run. A recorded
   * trace does not; somebody who asks what will happen does.
   */
  readonly patient?: boolean
  /** The fraction of a second at which the story begins, where it is known: minReadySeconds may depend on it. */
  readonly startsAt?: number
}

/**
 * What is there before the first step.
 *
 * - `applied`: manifests that were applied with kubectl, and everything has settled since. `file` and `text` as in
 *   `ApplyAct`.
 * - `created`: the same for sets as the server stores them (`kubectl get -o yaml`); of what it shows beside them, only
 *   what does not come by itself.
 * - `standing`: a cluster at some moment, in the middle of whatever goes on: sets, pods, claims, revisions, budgets and
 *   nodes exactly as they stand. What the controllers owe at that moment opens the first step's rounds, before its act.
 *   `at` is that moment (RFC 3339); left out, it is the latest time that the objects name.
 */
export type Before =
  | {
      readonly as: 'applied'
      readonly objects: readonly JsonObject[]
      readonly file?: string
      readonly text?: string
    }
  | { readonly as: 'created'; readonly objects: readonly JsonObject[]; readonly file?: string }
  | { readonly as: 'standing'; readonly objects: readonly JsonObject[]; readonly at?: string }

/** One act of a user or of the cluster, and how it is played; the planner then runs until nothing moves. */
export type Step = Act & StepSettings

/** How a step is played. */
export interface StepSettings {
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

/** What is done, by a user with kubectl or by what happens to a cluster. */
export type Act =
  | ApplyAct
  | KubectlAct
  | { readonly do: 'addNode' | 'setNode'; readonly node: NodeDescription }
  | { readonly do: 'removeNode'; readonly node: string }
  | { readonly do: 'failPod' | 'readyPod' | 'unreadyPod'; readonly pod: string }
  /** From here on no pod of a new revision, or of the one that is being rolled out, gets ready; or pods do again. */
  | { readonly do: 'assumeBroken'; readonly broken: boolean | string }
  /** API server and controllers start again as another version, with what is there. */
  | { readonly do: 'upgrade'; readonly to: Target }
  /** Nothing is done: time passes. */
  | { readonly do: 'wait' }

/** `kubectl apply -f` of these objects. */
export interface ApplyAct {
  readonly do: 'apply'
  readonly objects: readonly JsonObject[]
  /** What kubectl calls the file that they are from; standard input where it is left out. */
  readonly file?: string
  /** `kubectl apply` with further flags (`--server-side`); left out, there are none. */
  readonly line?: KubectlLine
  /** The manifests as they were written, which the plan shows; nobody reads it. */
  readonly text?: string
}

/** A kubectl line, with the objects of the manifests that its `-f` names. */
export interface KubectlAct {
  readonly do: 'kubectl'
  readonly line: KubectlLine
  readonly objects: readonly JsonObject[]
}
