/** The moves of a set in a step: what is done together, in the order in which it is done, and what is waited for in between. */
import type { FinalState, PlanEvent, PlannedStep } from '../planner/plan.js'
import { setOfClaim, setOfPod, type KnownSet } from './known-objects.js'

/** `~` is a pod that is deleted, and created again before anything else happens to its set. */
export type Sign = '+' | '-' | '~' | 'adopt' | 'release'

/** What is deleted or created together. */
export interface Move {
  readonly sign: Sign
  readonly what: 'pods' | 'claims'
  readonly names: readonly string[]
  /** From 0. */
  readonly round: number
  /** The round whose nodes' turn ended it: everything ready, or everything gone. */
  readonly doneIn?: number
  readonly revision?: string
  readonly image?: string
  readonly claims: readonly string[]
  /** Of the claims, those that are made for it. */
  readonly newClaims: readonly string[]
  /** In no defined order among themselves. */
  readonly unordered: boolean
  readonly choice?: PlanEvent['choice']
  readonly why?: string
  /** Pods that never get ready. */
  readonly neverReady: readonly string[]
  /** The fewest pods of the set that are ready from this move to the next. */
  readonly leastReady: number
  /** How many are ready before the next move. */
  readonly readyAfter: number
}

type Draft = { -readonly [K in keyof Move]: Move[K] } & { names: string[]; claims: string[] }

interface Happening {
  readonly event: PlanEvent
  readonly round: number
  readonly byNodes: boolean
}

/** The moves of one set. */
export function movesOf(sets: readonly KnownSet[], set: KnownSet | undefined, before: FinalState | undefined, step: PlannedStep): Move[] {
  const events = eventsOf(sets, set, step)
  const drafts = gather(events)
  const merged = mergeReplacements(drafts)
  noteEnds(merged, events)
  countReady(merged, events, sets, set, before)
  return merged
}

function eventsOf(sets: readonly KnownSet[], set: KnownSet | undefined, step: PlannedStep): Happening[] {
  const mine = (event: PlanEvent): boolean => {
    if (event.kind === 'ControllerRevision') return false
    return (event.kind === 'Pod' ? setOfPod(sets, event) : setOfClaim(sets, event)) === set
  }
  return step.rounds.flatMap(({ controllers, nodes }, round) => [
    ...controllers.filter(mine).map((event) => ({ event, round, byNodes: false })),
    ...nodes.filter(mine).map((event) => ({ event, round, byNodes: true })),
  ])
}

/** Like things that follow one another in a round are one move. */
function gather(events: readonly Happening[]): Draft[] {
  const drafts: Draft[] = []
  let madeClaims: string[] = []
  let last: PlanEvent | undefined
  for (const { event, round } of events) {
    if (event.kind === 'PersistentVolumeClaim' && event.op === 'create') madeClaims.push(event.name)
    const sign = signOf(event)
    if (sign === undefined) continue
    const what = event.kind === 'Pod' ? 'pods' : 'claims'
    const open = drafts.at(-1)
    const together = open?.sign === sign && open.what === what && open.round === round && open.revision === event.revision
    const claims = event.claims ?? []
    const newClaims = claims.filter((claim) => madeClaims.includes(claim))
    madeClaims = madeClaims.filter((claim) => !claims.includes(claim))
    if (together) {
      open.names.push(event.name)
      open.claims.push(...claims)
      open.newClaims = [...open.newClaims, ...newClaims]
      open.unordered ||= event.group !== undefined && event.group === last?.group
      open.choice ??= event.choice
      open.why ??= event.why
    } else {
      drafts.push({
        sign, what, names: [event.name], round, claims: [...claims], newClaims, unordered: false, neverReady: [], leastReady: 0, readyAfter: 0,
        revision: event.revision, image: event.image, choice: event.choice, why: event.why,
      })
    }
    last = event
  }
  // Claims that are made and for which no pod comes (the pod is refused).
  if (madeClaims.length > 0) {
    drafts.push({ sign: '+', what: 'claims', names: madeClaims, round: drafts.at(-1)?.round ?? 0, claims: [], newClaims: madeClaims, unordered: false, neverReady: [], leastReady: 0, readyAfter: 0 })
  }
  return drafts
}

function signOf(event: PlanEvent): Sign | undefined {
  if (event.op === 'delete') return '-'
  if (event.kind !== 'Pod') return undefined
  if (event.op === 'create') return '+'
  if (event.op !== 'own') return undefined
  return (event.owners ?? []).length > 0 ? 'adopt' : 'release'
}

function mergeReplacements(drafts: readonly Draft[]): Draft[] {
  const merged: Draft[] = []
  for (const draft of drafts) {
    const before = merged.at(-1)
    const replaces =
      draft.sign === '+' && draft.what === 'pods' && before?.sign === '-' && before.what === 'pods' && before.round < draft.round && sameNames(before.names, draft.names)
    if (!replaces) merged.push(draft)
    else merged[merged.length - 1] = { ...draft, sign: '~', names: before.names, round: before.round, unordered: before.unordered || draft.unordered, choice: before.choice ?? draft.choice, why: before.why ?? draft.why }
  }
  return merged
}

function sameNames(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && [...one].sort().join() === [...other].sort().join()
}

function noteEnds(moves: readonly Draft[], events: readonly Happening[]): void {
  const byName = new Map<string, Happening[]>()
  for (const happening of events) {
    const known = byName.get(happening.event.name)
    if (known === undefined) byName.set(happening.event.name, [happening])
    else known.push(happening)
  }
  const lastDeletion = new Map<string, number>()
  for (const [index, { sign, names }] of moves.entries()) if (sign === '-' || sign === '~') for (const name of names) lastDeletion.set(name, index)
  for (const [index, move] of moves.entries()) {
    const wanted = move.sign === '-' ? 'gone' : 'ready'
    const ends = move.names.map((name) => endOf(byName.get(name) ?? [], move, wanted))
    const missing = move.names.filter((_, at) => ends[at] === undefined)
    if (missing.length === 0) move.doneIn = ends.reduce<number>((latest, end) => Math.max(latest, end ?? 0), 0)
    // A pod that is deleted again later on has not been waited for.
    if (move.what === 'pods' && (move.sign === '+' || move.sign === '~')) move.neverReady = missing.filter((name) => (lastDeletion.get(name) ?? -1) <= index)
  }
}

/** The round in which what a move began with a pod has come to its end. */
function endOf(events: readonly Happening[], move: Draft, wanted: 'gone' | 'ready'): number | undefined {
  const begins = move.sign === '-' ? 'delete' : move.sign === '~' || move.sign === '+' ? 'create' : 'own'
  const from = events.findIndex(({ event, round }) => event.op === begins && (move.sign === '~' ? round > move.round : round >= move.round))
  return from < 0 ? undefined : events.slice(from).find(({ event }) => event.op === wanted)?.round
}

/** Follows readiness through the step: a pod that terminates does not count. */
function countReady(moves: readonly Draft[], events: readonly Happening[], sets: readonly KnownSet[], set: KnownSet | undefined, before: FinalState | undefined): void {
  const ready = new Set((before?.pods ?? []).filter((pod) => pod.ready && pod.terminating !== true && setOfPod(sets, pod) === set).map(({ name }) => name))
  let at = -1
  let least = ready.size
  for (const { event, round } of events) {
    if (event.kind !== 'Pod') continue
    const next = moves[at + 1]
    const begins = next !== undefined && round >= next.round && (event.op === 'delete' || event.op === 'create') && next.names.includes(event.name)
    if (begins) {
      const open = moves[at]
      if (open !== undefined) Object.assign(open, { leastReady: least, readyAfter: ready.size })
      at++
      least = Infinity
    }
    if (event.op === 'ready') ready.add(event.name)
    else if (event.op === 'delete' || event.op === 'unready' || event.op === 'gone' || event.op === 'failed') ready.delete(event.name)
    least = Math.min(least, ready.size)
  }
  const open = moves[at]
  if (open !== undefined) Object.assign(open, { leastReady: least, readyAfter: ready.size })
}
