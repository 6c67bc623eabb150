/** What a plan's data calls an object, for the words of a report. */
import type { FinalPod, PlanEvent } from '../planner/plan.js'
import type { Named } from './words.js'

/** The pod or claim of an event. */
export function namedIn(object: Pick<PlanEvent, 'name' | 'set' | 'ordinal' | 'node'>): Named {
  const [kind, set = ''] = object.set?.split('/') ?? []
  const { name, ordinal, node } = object
  return {
    name,
    ...(ordinal === undefined ? {} : { ordinal }),
    ...(kind === 'DaemonSet' && node !== undefined ? { place: { set, node } } : {}),
  }
}

/** A pod of a state. */
export function namedPod({ node, targetNode, ...pod }: FinalPod): Named {
  return namedIn({ ...pod, node: node ?? targetNode })
}
