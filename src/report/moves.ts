/**
 * The moves of a set in a step: what is done together, in the order in which it is done, and what is waited for in
 * between.
 */
import type { PlanEvent, FinalPod } from '../planner/plan.js'
import { isOfSet, type SetName } from '../planner/plan-sets.js'
import { followReadiness } from '../planner/readiness.js'
import { namedIn } from './named.js'
import { plainNames, type Named } from './words.js'
import type { Happening, SetEvents, SetState } from '../planner/by-set.js'

/** `~` is a pod that is deleted, and created again before anything else happens to its set. */
export type Sign = '+' | '-' | '~' | 'adopt' | 'release'

/** What is deleted or created together. */
export interface Move {
  readonly sign: Sign
  readonly what: 'pods' | 'claims'
  readonly objects: readonly Named[]
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
  /** How many at a time, where they come in batches one after another (S-15). */
  readonly batches: readonly number[]
  /** Claims that are deleted, with their data, once the pods of this move are gone. */
  readonly lostClaims: readonly string[]
  readonly choice?: PlanEvent['choice']
  readonly why?: string
  /** Pods that never get ready. */
  readonly neverReady: readonly Named[]
  /** Of those, the pods that no node takes. */
  readonly noNode: readonly Named[]
  /** Where the scheduler put its pods, pod by pod, with the nodes that it could have taken. */
  readonly places: readonly { readonly node: string; readonly choice?: PlanEvent['choice'] }[]
  /** The fewest pods of the set that are ready from this move to the next. */
  readonly leastReady: number
  /** How many are ready before the next move. */
  readonly readyAfter: number
}

type Draft = { -readonly [K in keyof Move]: Move[K] } & {
  objects: Named[]
  claims: string[]
  groups: (number | undefined)[]
}

/** The moves of one set. */
export function movesOf(set: SetName, { happenings, podsBefore }: SetEvents, { pods }: SetState): Move[] {
  const own = happenings.filter(({ event }) => isOfSet(set, event))
  const merged = drafted(own)
  // a pod that is released in the meantime still gets ready, or goes
  noteEnds(merged, happenings)
  notePlaces(merged, own, pods)
  countReady(merged, happenings, set, podsBefore)
  return merged
}

/** The moves of what belongs to no set. */
export function looseMoves(events: readonly Happening[], pods: readonly FinalPod[]): Move[] {
  const merged = drafted(events)
  noteEnds(merged, events)
  notePlaces(merged, events, pods)
  return merged
}

function drafted(events: readonly Happening[]): Draft[] {
  return mergeReplacements(attachLostClaims(gather(events)).map(withBatches))
}

/**
 * Like things that follow one another in a round are one move; so are those of one group, whatever comes in between.
 */
function gather(events: readonly Happening[]): Draft[] {
  const drafts: Draft[] = []
  let madeClaims: Named[] = []
  for (const { event, round } of events) {
    if (event.kind === 'PersistentVolumeClaim' && event.op === 'create') madeClaims.push(namedIn(event))
    const sign = signOf(event)
    if (sign === undefined) continue
    const what = event.kind === 'Pod' ? 'pods' : 'claims'
    const claims = event.claims ?? []
    const newClaims = claims.filter((claim) => madeClaims.some(({ name }) => name === claim))
    madeClaims = madeClaims.filter(({ name }) => !claims.includes(name))
    const open = openDraft(
      drafts,
      event,
      round,
      (draft) =>
        draft.sign === sign &&
        draft.what === what &&
        draft.revision === event.revision &&
        sameReason(draft.why, event.why),
    )
    if (open !== undefined) {
      open.objects.push(namedIn(event))
      open.claims.push(...claims)
      open.newClaims = [...open.newClaims, ...newClaims]
      open.groups.push(event.group)
      open.choice ??= event.choice
      open.why ??= event.why
    } else {
      drafts.push({
        ...emptyDraft(sign, what, [namedIn(event)], round),
        claims: [...claims],
        newClaims,
        groups: [event.group],
        revision: event.revision,
        image: event.image,
        choice: event.choice,
        why: event.why,
      })
    }
  }
  // Claims that are made and for which no pod comes (the pod is refused).
  if (madeClaims.length > 0)
    drafts.push({
      ...emptyDraft('+', 'claims', madeClaims, drafts.at(-1)?.round ?? 0),
      newClaims: plainNames(madeClaims),
    })
  return drafts
}

/** Whether two reasons are the same but for the numbers in them. */
export function sameReason(one: string | undefined, other: string | undefined): boolean {
  return one?.replace(/\d+/g, '#') === other?.replace(/\d+/g, '#')
}

/** The move that an event belongs to: the last one or, within the round, one of its own group. */
function openDraft(
  drafts: readonly Draft[],
  { group }: PlanEvent,
  round: number,
  fits: (draft: Draft) => boolean,
): Draft | undefined {
  for (let at = drafts.length - 1; at >= 0; at--) {
    const draft = drafts[at] as Draft
    if (draft.round !== round) return undefined
    if (fits(draft) && (at === drafts.length - 1 || (group !== undefined && draft.groups.includes(group)))) return draft
  }
  return undefined
}

function emptyDraft(sign: Sign, what: Move['what'], objects: Named[], round: number): Draft {
  return {
    sign,
    what,
    objects,
    round,
    claims: [],
    newClaims: [],
    lostClaims: [],
    groups: [],
    batches: [],
    unordered: false,
    neverReady: [],
    noNode: [],
    places: [],
    leastReady: 0,
    readyAfter: 0,
  }
}

/** The batches of a move, one a group; what has no group comes alone, in its order. */
function withBatches(draft: Draft): Draft {
  const batches: number[] = []
  for (const [index, group] of draft.groups.entries()) {
    if (index > 0 && group !== undefined && group === draft.groups[index - 1])
      batches[batches.length - 1] = (batches.at(-1) ?? 0) + 1
    else batches.push(1)
  }
  return { ...draft, batches, unordered: batches.length === 1 && draft.objects.length > 1 }
}

/** A claim that is deleted after its pod stands with the pod. */
function attachLostClaims(drafts: readonly Draft[]): Draft[] {
  const kept: Draft[] = []
  for (const draft of drafts) {
    if (draft.what !== 'claims' || draft.sign !== '-') {
      kept.push(draft)
      continue
    }
    const alone = draft.objects.filter((claim) => {
      const owner = kept.findLast(({ what, sign, objects }) => what === 'pods' && sign === '-' && isFor(claim, objects))
      if (owner !== undefined) owner.lostClaims = [...owner.lostClaims, claim.name]
      return owner === undefined
    })
    if (alone.length > 0) kept.push({ ...draft, objects: alone })
  }
  return kept
}

/** Whether a claim is for one of these pods of its set. */
function isFor({ ordinal }: Named, pods: readonly Named[]): boolean {
  return ordinal !== undefined && pods.some((pod) => pod.ordinal === ordinal)
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
      draft.sign === '+' &&
      draft.what === 'pods' &&
      before?.sign === '-' &&
      before.what === 'pods' &&
      before.round < draft.round &&
      sameNames(before.objects, draft.objects)
    if (!replaces) merged.push(draft)
    else
      merged[merged.length - 1] = {
        ...draft,
        sign: '~',
        objects: before.objects,
        round: before.round,
        batches: before.batches,
        unordered: before.unordered,
        lostClaims: [...before.lostClaims, ...draft.lostClaims],
        choice: before.choice ?? draft.choice,
        why: before.why ?? draft.why,
      }
  }
  return merged
}

function sameNames(one: readonly Named[], other: readonly Named[]): boolean {
  return one.length === other.length && plainNames(one).sort().join() === plainNames(other).sort().join()
}

function byName(events: readonly Happening[]): ReadonlyMap<string, readonly Happening[]> {
  const names = new Map<string, Happening[]>()
  for (const happening of events) {
    const known = names.get(happening.event.name)
    if (known === undefined) names.set(happening.event.name, [happening])
    else known.push(happening)
  }
  return names
}

function noteEnds(moves: readonly Draft[], events: readonly Happening[]): void {
  const ofName = byName(events)
  const lastDeletion = new Map<string, number>()
  for (const [index, { sign, objects }] of moves.entries())
    if (sign === '-' || sign === '~') for (const { name } of objects) lastDeletion.set(name, index)
  for (const [index, move] of moves.entries()) {
    const wanted = move.sign === '-' ? 'gone' : 'ready'
    const ends = move.objects.map(({ name }) => endOf(ofName.get(name) ?? [], move, wanted))
    const missing = move.objects.filter((_, at) => ends[at] === undefined)
    if (missing.length === 0) move.doneIn = ends.reduce<number>((latest, end) => Math.max(latest, end ?? 0), 0)
    // A pod that is deleted again later on has not been waited for.
    if (move.what === 'pods' && (move.sign === '+' || move.sign === '~'))
      move.neverReady = missing.filter(({ name }) => (lastDeletion.get(name) ?? -1) <= index)
  }
}

/** Where the pods of a move have gone, and which of them no node has taken. */
function notePlaces(moves: readonly Draft[], events: readonly Happening[], pods: readonly FinalPod[]): void {
  const pending = new Set(pods.flatMap((pod) => (pod.unschedulable === undefined ? [] : [pod.name])))
  const ready = byName(events.filter(({ event }) => event.op === 'ready' && namedIn(event).place === undefined))
  for (const move of moves) {
    if (move.what !== 'pods' || (move.sign !== '+' && move.sign !== '~')) continue
    move.noNode = move.neverReady.filter(({ name }) => pending.has(name))
    const down = new Set(plainNames(move.neverReady))
    move.places = move.objects.flatMap(({ name }) => {
      const found = ready.get(name)?.find(({ round }) => round >= move.round)?.event
      if (found?.node === undefined || down.has(name)) return []
      return [{ node: found.node, ...(found.choice === undefined ? {} : { choice: found.choice }) }]
    })
  }
}

/** The round in which what a move began with a pod has come to its end. */
function endOf(events: readonly Happening[], move: Draft, wanted: 'gone' | 'ready'): number | undefined {
  const begins = move.sign === '-' ? 'delete' : move.sign === '~' || move.sign === '+' ? 'create' : 'own'
  const from = events.findIndex(
    ({ event, round }) => event.op === begins && (move.sign === '~' ? round > move.round : round >= move.round),
  )
  return from < 0 ? undefined : events.slice(from).find(({ event }) => event.op === wanted)?.round
}

/** Follows readiness through the step. */
function countReady(
  moves: readonly Draft[],
  events: readonly Happening[],
  set: SetName,
  before: readonly FinalPod[],
): void {
  const pods = followReadiness(set, before)
  let at = -1
  let least = pods.count()
  const close = (): void => {
    const open = moves[at]
    if (open !== undefined) Object.assign(open, { leastReady: least, readyAfter: pods.count() })
  }
  for (const { event, round } of events) {
    if (event.kind !== 'Pod') continue
    const next = moves[at + 1]
    if (
      next !== undefined &&
      round >= next.round &&
      isOfSet(set, event) &&
      (event.op === 'delete' || event.op === 'create' || event.op === 'own') &&
      next.objects.some(({ name }) => name === event.name)
    ) {
      close()
      at++
      least = Infinity
    }
    pods.see(event)
    least = Math.min(least, pods.count())
  }
  close()
}
