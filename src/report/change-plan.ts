/** The plans of a change in a repository: what `--base` gives. Each cluster that it bears on has a plan of its own. */
import type { Plan } from '../planner/plan.js'

/** The name and version of the format; schemas/change.schema.json describes it. */
export const changeFormat = 'rollcast/change/v1'

/** A change as data. */
export interface ChangePlan {
  readonly format: typeof changeFormat
  /** With what was compared: the ref that was asked for, and the last commit that it has in common with the branch. */
  readonly base: { readonly ref: string; readonly commit: string }
  /** Empty where no set changes. */
  readonly plans: readonly PlacedPlan[]
  /** What a reader has to know besides, in words. */
  readonly notes: readonly string[]
}

/** The plan of what is applied together. */
export interface PlacedPlan {
  /** The folder, file or render command that holds it; empty where there is one plan alone. */
  readonly place: string
  readonly objects: readonly ObjectChange[]
  readonly plan: Plan
}

/** What became of an object. */
export interface ObjectChange {
  readonly kind: string
  /** As the manifest has it. */
  readonly namespace?: string
  readonly name: string
  readonly change: 'new' | 'changed' | 'same' | 'left'
  /** Where it stood in the base: a file, or what rendered it. */
  readonly before?: string
  /** Where it stands now. */
  readonly after?: string
}

/** What is said of a change besides its plans: where an object moved to, what left, what else there is to know. */
export function changeNotes({ plans, notes }: ChangePlan): string[] {
  const moved = plans.flatMap(({ objects }) =>
    objects.flatMap((object) =>
      object.before === undefined || object.after === undefined || object.before === object.after
        ? []
        : [`${nameOf(object)} has moved from ${object.before} to ${object.after}.`],
    ),
  )
  return [...moved, ...notes]
}

/** The commit as people write it. */
export function shownBase({ base: { ref, commit } }: ChangePlan): string {
  const short = commit.slice(0, 8)
  return ref === commit ? short : `${ref} (${short})`
}

/** `StatefulSet shop/web` */
export function nameOf({ kind, namespace, name }: ObjectChange): string {
  return `${kind} ${namespace === undefined ? '' : `${namespace}/`}${name}`
}
