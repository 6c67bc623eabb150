/** What the scheduler's plugins are asked, and what they answer (framework.PreFilterPlugin, FilterPlugin, QueueingHintFn). */
import type { SchedulerBehaviour } from '../../kubernetes/behaviour.js'
import type { Node, Pod } from '../cluster.js'
import type { Counting, DomainCounts } from './domain-counts.js'
import type { NodeInfo, PlacedPod } from './node-info.js'
import type { PodNeeds } from './pod-needs.js'
import type { AffinityTerm, TermSubject } from './pod-terms.js'

/** A pod that looks for a node. */
export interface Candidate extends TermSubject {
  readonly pod: Pod
  readonly needs: PodNeeds
}

/** The cluster as the scheduler knows it. */
export interface SchedulingView {
  readonly behaviour: SchedulerBehaviour
  /** The nodes that there are, by name. */
  readonly nodes: ReadonlyMap<string, NodeInfo>
  /** Counts that are kept as long as no node changes; `of` says what is counted, and is the same object each time. */
  domains(of: object, counting: () => Counting): DomainCounts
  /** The terms by which pods that are there keep others away, with the domains that such pods are in. */
  heldAntiAffinity(): Iterable<readonly [AffinityTerm, DomainCounts]>
  namespaceLabels(namespace: string): Readonly<Record<string, string>>
}

/** Why a node cannot take the pod. */
export interface Refusal {
  readonly reasons: readonly string[]
  /** Nothing would be gained if other pods left the node (UnschedulableAndUnresolvable). */
  readonly final: boolean
}

/** A node's answer to a pod; undefined where it can take it. */
export type Filter = (info: NodeInfo) => Refusal | undefined

/** A refusal that other pods' leaving could end. */
export function refusal(reason: string): Refusal {
  return { reasons: [reason], final: false }
}

/** A refusal that stays, whatever other pods do. */
export function finalRefusal(reason: string): Refusal {
  return { reasons: [reason], final: true }
}

/** Something that has happened in the cluster and may help a pod that no node took. */
export type Happening =
  | {
      readonly kind: 'node'
      readonly before?: Node
      readonly after?: Node
      readonly changed: { readonly allocatable: boolean; readonly labels: boolean; readonly taints: boolean }
    }
  | {
      readonly kind: 'pod'
      readonly op: 'add' | 'delete' | 'labels'
      readonly placed: PlacedPod
      /** The labels as they were before `labels`. */
      readonly before?: Readonly<Record<string, string>>
    }

export interface Plugin {
  readonly name: string
  /** The plugin's test for a pod; undefined where it has nothing to do with the pod. */
  prepare(candidate: Candidate, view: SchedulingView): Filter | undefined
  /** Whether the plugin hears of this at all. */
  listens(happening: Happening): boolean
  /** Whether it may make the node fit that the plugin refused; only asked for what the plugin listens to. */
  mayHelp(happening: Happening, candidate: Candidate, view: SchedulingView): boolean
}
