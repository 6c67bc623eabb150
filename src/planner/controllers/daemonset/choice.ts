/**
 * Nodes of which Kubernetes may take any: it walks through a Go map or asks in parallel (D-17, D-28). The planner takes
 * them in an order of its own, first those that the step prefers, then by name, and says what else could have been
 * taken.
 */
import type { PlanEvent } from '../../plan.js'
import { popName, pushName } from '../../collections/name-heap.js'
import { newSyncContext, type SyncContext } from '../controller.js'

/** A set of node names that gives its first ones cheaply, also where it is large and changes all the time. */
export interface NodeChoice {
  readonly members: Set<string>
  /** A heap of sort keys; may hold some of names that are no members any more, and some twice. */
  heap: string[]
  context: SyncContext
}

/** What was taken, and what the plan says about it: nothing where all were taken. */
export interface Taken {
  readonly names: readonly string[]
  readonly choice?: NonNullable<PlanEvent['choice']>
}

/**
 * A choice from more nodes than this names only the first few of them: a fleet's plan would else grow with the square
 * of its nodes.
 */
const longestList = 250
const shownOfLongList = 20

export function newChoice(): NodeChoice {
  return { members: new Set(), heap: [], context: newSyncContext() }
}

/** Preferred names sort before the others (`~` is above all digits), in the order in which they are preferred. */
function sortKey(choice: NodeChoice, name: string): string {
  const place = choice.context.preferred.get(name)?.[0]
  return place === undefined ? `~${name}` : `${String(place).padStart(7, '0')}~${name}`
}

function nameOf(key: string): string {
  return key.slice(key.indexOf('~') + 1)
}

export function addNode(choice: NodeChoice, name: string): void {
  if (choice.members.has(name)) return
  choice.members.add(name)
  pushName(choice.heap, sortKey(choice, name))
}

/** Its key stays in the heap until it comes up. */
export function dropNode(choice: NodeChoice, name: string): void {
  choice.members.delete(name)
}

/** From now on another step's preferences hold. */
function useContext(choice: NodeChoice, context: SyncContext): void {
  if (choice.context === context) return
  choice.context = context
  choice.heap = []
  for (const name of choice.members) pushName(choice.heap, sortKey(choice, name))
}

/** The first `count` members; they stay members. */
function firstOf(choice: NodeChoice, count: number): string[] {
  const keys = new Set<string>()
  while (keys.size < count) {
    const key = popName(choice.heap)
    if (key === undefined) break
    const name = nameOf(key)
    if (choice.members.has(name) && key === sortKey(choice, name)) keys.add(key)
  }
  for (const key of keys) pushName(choice.heap, key)
  return [...keys].map(nameOf)
}

function useUp(choice: NodeChoice, name: string): void {
  const known = choice.context.preferred.get(name)
  if (known === undefined || known.length < 2) return
  known.shift()
  pushName(choice.heap, sortKey(choice, name))
}

/** Takes any `count` of the nodes. They stay in the set: they leave it when what is done to them shows. */
export function takeAny(choice: NodeChoice, count: number, context: SyncContext): Taken {
  useContext(choice, context)
  const total = choice.members.size
  const pick = Math.max(0, Math.min(count, total))
  if (pick === 0) return { names: [] }
  const long = total > longestList
  const known = firstOf(choice, long ? Math.max(pick, shownOfLongList) : total)
  const names = known.slice(0, pick)
  for (const name of names) useUp(choice, name)
  if (pick === total) return { names }
  if (!long) return { names, choice: { pick, of: known.sort() } }
  const of = known.slice(0, shownOfLongList).sort()
  return { names, choice: { pick, of, more: total - of.length } }
}
