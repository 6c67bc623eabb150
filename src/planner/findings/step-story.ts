/** What findings are made from: a step that has been played. */
import type { Cluster, Pod, WorkloadSet } from '../cluster.js'
import type { Finding, FinalState, PlanEvent, Round } from '../plan.js'
import { isOfSet, type SetName } from '../plan-sets.js'
import type { Step } from '../request.js'
import { shownNamespace } from '../objects/index.js'
import type { StepBySet, Happening } from '../by-set.js'

export interface StepStory {
  /** As it is after the step. */
  readonly cluster: Cluster
  /** What was left after the step before; undefined for the first one. */
  readonly before?: FinalState
  readonly step: Step
  /** Names of the pods that its kubectl deleted, in that order, by namespace. */
  readonly podsDeletedByKubectl: ReadonlyMap<string, readonly string[]>
  /** Names of the nodes that its kubectl touched. */
  readonly nodesTouchedByKubectl: readonly string[]
  readonly rounds: readonly Round[]
  /** The same, and the pods before, by set. */
  readonly bySet: StepBySet
  /** Nothing moves any more. */
  readonly settled: boolean
  /** A drain that does not end: what cannot be evicted, and what has been and does not go. */
  readonly hanging?: {
    readonly node: string
    readonly refused: readonly { readonly pod: Pod; readonly refusal: { readonly budget?: HeldBack } }[]
    readonly leaving: readonly Pod[]
  }
}

/** What a PodDisruptionBudget counts where it lets no pod go. */
export interface HeldBack {
  readonly name: string
  readonly expected: number
  readonly wanted: number
  readonly healthy: number
  readonly failure?: string
}

/** A set as events and states name it. */
export function setName({ kind, metadata }: WorkloadSet): SetName {
  return { kind, name: metadata.name, ...shownNamespace(metadata.namespace) }
}

/** Tells whether an event, or an object of a state, is of a set. */
export function isOf(set: WorkloadSet, object: Pick<PlanEvent, 'set' | 'namespace'>): boolean {
  return isOfSet(setName(set), object)
}

/** The events of pods, one list for each turn of controllers or nodes in which something happened. */
export function podMoments(happenings: readonly Happening[]): PlanEvent[][] {
  const moments: PlanEvent[][] = []
  let last: Happening | undefined
  for (const happening of happenings) {
    if (happening.event.kind !== 'Pod') continue
    if (last?.round !== happening.round || last.by !== happening.by) moments.push([])
    last = happening
    moments.at(-1)?.push(happening.event)
  }
  return moments
}

export type FindingsOf = (story: StepStory) => Finding[]

/** So many names are listed in a message. */
const mostNames = 20

/** `cp-1, cp-2 and 12 more` */
export function listed(names: readonly string[]): string {
  const shown = names.slice(0, mostNames).join(', ')
  return names.length > mostNames ? `${shown} and ${names.length - mostNames} more` : shown
}

/** `one(names, 'keeps', 'keep')`: what fits one object, or several. */
export function one<T>(objects: readonly unknown[], single: T, several: T): T {
  return objects.length === 1 ? single : several
}
