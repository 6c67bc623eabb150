/** What happened in a step, sorted by set once, so that nobody has to go through all of it for each set. */
import type { FinalPod, PlanEvent, Round } from './plan.js'
import type { SetName } from './plan-sets.js'

/** What a step has of one set. */
export interface SetEvents {
  /** The pods that were there before: its own, and those that became its own. */
  readonly podsBefore: readonly FinalPod[]
  /**
   * The events of these pods and of those that were made, one list for the controllers and one for the nodes of each
   * round; what a pod did before it was adopted, and after it was released, is among them.
   */
  readonly moments: readonly (readonly PlanEvent[])[]
  /** Those that are the controllers', and of these the ones in the first round. */
  readonly answers: readonly PlanEvent[]
  readonly firstAnswer: readonly PlanEvent[]
}

/** A step's pods and events. */
export interface StepBySet {
  of(set: SetName): SetEvents
  /** Tells whether something happened to a pod that is called as one of that StatefulSet's would be. */
  takesName(set: SetName): boolean
}

interface Growing {
  podsBefore: FinalPod[]
  moments: PlanEvent[][]
  answers: PlanEvent[]
  firstAnswer: PlanEvent[]
  last: number
}

const nothing: SetEvents = { podsBefore: [], moments: [], answers: [], firstAnswer: [] }

/**
 * Sorts a step's pods by set. A pod that changes hands is in the lists of all its sets, whole.
 *
 * @param before the pods that were there before the step.
 */
export function stepBySet(rounds: readonly Round[], before: readonly FinalPod[]): StepBySet {
  const moments = rounds.flatMap((round) => [round.controllers, round.nodes])
  const owners = ownersOfPods(moments, before)
  const bySet = new Map<string, Growing>()
  const groupOf = (owner: string): Growing => {
    let group = bySet.get(owner)
    if (group === undefined)
      bySet.set(owner, (group = { podsBefore: [], moments: [], answers: [], firstAnswer: [], last: -1 }))
    return group
  }
  for (const pod of before) for (const owner of owners.get(podKey(pod)) ?? []) groupOf(owner).podsBefore.push(pod)
  const stems = new Set<string>()
  for (const [moment, events] of moments.entries()) {
    for (const event of events) {
      if (event.kind !== 'Pod') continue
      stems.add(stemOf(event))
      for (const owner of owners.get(podKey(event)) ?? []) {
        const group = groupOf(owner)
        if (group.last !== moment) group.moments.push([])
        group.last = moment
        group.moments.at(-1)?.push(event)
        if (moment % 2 === 0) group.answers.push(event)
        if (moment === 0) group.firstAnswer.push(event)
      }
    }
  }
  return {
    of: ({ kind, name, namespace }) => bySet.get(ownerKey(`${kind}/${name}`, namespace)) ?? nothing,
    takesName: ({ name, namespace }) => stems.has(ownerKey(name, namespace)),
  }
}

/** The sets that each pod has at any time. */
function ownersOfPods(
  moments: readonly (readonly PlanEvent[])[],
  before: readonly FinalPod[],
): ReadonlyMap<string, ReadonlySet<string>> {
  const owners = new Map<string, Set<string>>()
  const note = (object: FinalPod | PlanEvent): void => {
    if (object.set === undefined) return
    const [key, owner] = [podKey(object), ownerKey(object.set, object.namespace)]
    const known = owners.get(key)
    if (known === undefined) owners.set(key, new Set([owner]))
    else known.add(owner)
  }
  before.forEach(note)
  for (const events of moments) for (const event of events) if (event.kind === 'Pod') note(event)
  return owners
}

function podKey({ name, namespace = 'default' }: Pick<PlanEvent, 'name' | 'namespace'>): string {
  return `${namespace}/${name}`
}

function ownerKey(set: string, namespace = 'default'): string {
  return `${namespace} ${set}`
}

/** What is left of a pod's name without its ordinal. */
function stemOf({ name, namespace }: PlanEvent): string {
  const dash = name.lastIndexOf('-')
  return ownerKey(/^[0-9]+$/.test(name.slice(dash + 1)) ? name.slice(0, Math.max(dash, 0)) : '', namespace)
}
