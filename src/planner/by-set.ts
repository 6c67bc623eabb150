/** What a step brings about, sorted by set once, so that nobody has to go through all of it for each set. */
import type { FinalClaim, FinalPod, FinalRevision, FinalState, PlanEvent, Round } from './plan.js'
import type { SetName } from './plan-sets.js'

/** An event, when it happens (rounds count from 0), and whose turn it is. */
export interface Happening {
  readonly event: PlanEvent
  readonly round: number
  readonly by: 'controllers' | 'nodes'
}

/** What happens to the pods and claims of one set. */
export interface SetEvents {
  /** The pods that were there before: its own, and those that became its own. */
  readonly podsBefore: readonly FinalPod[]
  /**
   * The events of its pods and claims, in order. Of a pod that changes hands it is the whole: also what it did before it
   * was adopted, and after it was released.
   */
  readonly happenings: readonly Happening[]
}

/** A step's pods, claims and events. */
export interface StepBySet {
  of(set: SetName): SetEvents
  /** The events of pods and claims of no set. */
  readonly loose: readonly Happening[]
  /** Tells whether something happened to a pod that is called as one of that StatefulSet's would be. */
  takesName(set: SetName): boolean
}

/**
 * Sorts a step by set.
 *
 * @param before the pods that were there before the step.
 */
export function stepBySet(rounds: readonly Round[], before: readonly FinalPod[]): StepBySet {
  const happenings = rounds.flatMap(happeningsOf).filter(({ event }) => event.kind !== 'ControllerRevision')
  const owners = ownersOf(happenings, before)
  const bySet = new Map<string, { podsBefore: FinalPod[]; happenings: Happening[] }>()
  for (const owner of new Set([...owners.values()].flatMap((each) => [...each])))
    bySet.set(owner, { podsBefore: [], happenings: [] })
  for (const pod of before)
    for (const owner of owners.get(objectKey({ ...pod, kind: 'Pod' })) ?? []) bySet.get(owner)?.podsBefore.push(pod)
  const stems = new Set<string>()
  for (const happening of happenings) {
    const { event } = happening
    if (event.kind === 'Pod') stems.add(stemOf(event))
    for (const owner of owners.get(objectKey(event)) ?? []) bySet.get(owner)?.happenings.push(happening)
  }
  return {
    of: (set) => bySet.get(ownerKey(`${set.kind}/${set.name}`, set.namespace)) ?? { podsBefore: [], happenings: [] },
    loose: happenings.filter(({ event }) => event.set === undefined),
    takesName: ({ name, namespace }) => stems.has(ownerKey(name, namespace)),
  }
}

function happeningsOf({ controllers, nodes }: Round, round: number): Happening[] {
  return [
    ...controllers.map((event) => ({ event, round, by: 'controllers' as const })),
    ...nodes.map((event) => ({ event, round, by: 'nodes' as const })),
  ]
}

/** The sets that each pod and claim has at any time. */
function ownersOf(
  happenings: readonly Happening[],
  before: readonly FinalPod[],
): ReadonlyMap<string, ReadonlySet<string>> {
  const owners = new Map<string, Set<string>>()
  const note = (object: Pick<PlanEvent, 'kind' | 'name' | 'namespace' | 'set'>): void => {
    if (object.set === undefined) return
    const [key, owner] = [objectKey(object), ownerKey(object.set, object.namespace)]
    const known = owners.get(key)
    if (known === undefined) owners.set(key, new Set([owner]))
    else known.add(owner)
  }
  for (const pod of before) note({ ...pod, kind: 'Pod' })
  for (const { event } of happenings) note(event)
  return owners
}

function objectKey({ kind, name, namespace = 'default' }: Pick<PlanEvent, 'kind' | 'name' | 'namespace'>): string {
  return `${kind} ${namespace}/${name}`
}

function ownerKey(set: string, namespace = 'default'): string {
  return `${namespace} ${set}`
}

/** What is left of a pod's name without its ordinal. */
function stemOf({ name, namespace }: PlanEvent): string {
  const dash = name.lastIndexOf('-')
  return ownerKey(/^[0-9]+$/.test(name.slice(dash + 1)) ? name.slice(0, Math.max(dash, 0)) : '', namespace)
}

/** What a state holds of one set. */
export interface SetState {
  readonly pods: readonly FinalPod[]
  readonly claims: readonly FinalClaim[]
  readonly history: readonly FinalRevision[]
}

/** Sorts a state by set. */
export function stateBySet(state: FinalState | undefined): (set: SetName) => SetState {
  const bySet = new Map<string, { pods: FinalPod[]; claims: FinalClaim[]; history: FinalRevision[] }>()
  const sort = <Kind extends keyof SetState>(kind: Kind, objects: readonly SetState[Kind][number][]): void => {
    for (const object of objects) {
      if (object.set === undefined) continue
      const key = ownerKey(object.set, object.namespace)
      let group = bySet.get(key)
      if (group === undefined) bySet.set(key, (group = { pods: [], claims: [], history: [] }))
      ;(group[kind] as SetState[Kind][number][]).push(object)
    }
  }
  sort('pods', state?.pods ?? [])
  sort('claims', state?.claims ?? [])
  sort('history', state?.history ?? [])
  return (set) => bySet.get(ownerKey(`${set.kind}/${set.name}`, set.namespace)) ?? { pods: [], claims: [], history: [] }
}
