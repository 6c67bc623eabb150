/** What findings are made from: a step that has been played. */
import type { Cluster, WorkloadSet } from '../cluster.js'
import type { Finding, FinalState, PlanEvent, Round } from '../plan.js'
import type { Step } from '../scenario.js'

export interface StepStory {
  /** As it is after the step. */
  readonly cluster: Cluster
  /** What was left after the step before; undefined for the first one. */
  readonly before?: FinalState
  readonly step: Step
  readonly rounds: readonly Round[]
  /** Nothing moves any more. */
  readonly settled: boolean
}

/** Tells whether an event, or an object of a state, is of a set. */
export function isOf(set: WorkloadSet, object: Pick<PlanEvent, 'set' | 'namespace'>): boolean {
  return object.set === `${set.kind}/${set.metadata.name}` && (object.namespace ?? 'default') === set.metadata.namespace
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

/** `1 node`, `3 nodes` */
export function counted(count: number, word: string): string {
  return `${count} ${word}${count === 1 ? '' : 's'}`
}
