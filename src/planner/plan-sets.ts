/** Whose the things of a plan are: for all who read one. */
import type { FinalState, PlanEvent, PlannedStep } from './plan.js'

/** A set, as final states and findings name it. */
export interface SetName {
  readonly kind: string
  readonly name: string
  /** Left out: `default`. */
  readonly namespace?: string
}

/** Tells whether an object of a plan is of a set. */
export function isOfSet(set: SetName, object: Pick<PlanEvent, 'set' | 'namespace'>): boolean {
  return object.set === `${set.kind}/${set.name}` && object.namespace === set.namespace
}

/** The key of `final.sets` for what an event or an object of a state belongs to; undefined where that is no set. */
export function setKeyOf({ set, namespace }: Pick<PlanEvent, 'set' | 'namespace'>): string | undefined {
  return set === undefined || namespace === undefined ? set : set.replace('/', `/${namespace}/`)
}

/** The sets that a step knows, by their key: those before it, those after it, and those that come and go in it. */
export function setsOf(before: FinalState | undefined, step: PlannedStep): Map<string, SetName> {
  const sets = new Map<string, SetName>()
  for (const state of [before, step.final])
    for (const [key, { kind, name, namespace }] of Object.entries(state?.sets ?? {}))
      sets.set(key, { kind, name, ...(namespace === undefined ? {} : { namespace }) })
  for (const round of step.rounds) {
    for (const event of [...round.controllers, ...round.nodes]) {
      const key = setKeyOf(event)
      if (key === undefined || event.set === undefined || sets.has(key)) continue
      const [kind = '', name = ''] = event.set.split('/')
      sets.set(key, { kind, name, ...(event.namespace === undefined ? {} : { namespace: event.namespace }) })
    }
  }
  return sets
}
