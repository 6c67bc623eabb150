/** What a report says of one set in one step: still data, not yet a text. */
import { asNumber } from '../kubernetes/json.js'
import type { FinalClaim, Finding, FinalState, PlannedStep } from '../planner/plan.js'
import { ordinalOf, podOfClaim, setOfClaim, setOfPod, type KnownSet } from './known-objects.js'
import { movesOf, type Move } from './moves.js'
import { changeText, newestTemplate, revisionLabelOf } from './template-change.js'

/** How many pods and claims are touched. */
export interface Counts {
  readonly replaced: number
  readonly added: number
  readonly removed: number
  readonly claimsMade: number
  readonly claimsKept: number
  readonly claimsLost: number
}

export const nothingCounted: Counts = { replaced: 0, added: 0, removed: 0, claimsMade: 0, claimsKept: 0, claimsLost: 0 }

export interface SetReport {
  readonly set: KnownSet
  readonly moves: readonly Move[]
  readonly counts: Counts
  /** `nginx:1.16 → nginx:1.17`, or the image that runs. */
  readonly template: string
  readonly revisionBefore?: string
  readonly revisionAfter?: string
  /** How many pods the set should have. */
  readonly wanted: number
  readonly wantedBefore?: number
  /** Whether the set is there before the step, and after it. */
  readonly isNew: boolean
  readonly isGone: boolean
  /** It was applied, and is as it was before. */
  readonly isUnchanged: boolean
  /** Claims whose pod is not there any more. */
  readonly leftBehind: readonly string[]
  /** Pods that are there before and after the step and stay on an older revision than the newest. */
  readonly staysOld: readonly string[]
  /** Pods that are ready after the step. */
  readonly ready: number
  readonly findings: readonly Finding[]
}

/** Puts together what a step does to a set. */
export function setReport(
  sets: readonly KnownSet[],
  set: KnownSet,
  before: FinalState | undefined,
  step: PlannedStep,
): SetReport {
  const moves = movesOf(sets, set, before, step)
  const [old, now] = [newestTemplate(before, set), newestTemplate(step.final, set)]
  const [stateBefore, state] = [before?.sets[set.key], step.final.sets[set.key]]
  const pods = step.final.pods.filter((pod) => setOfPod(sets, pod) === set)
  const podNames = new Set(pods.map(({ name }) => name))
  const claims = step.final.claims.filter((claim) => setOfClaim(sets, claim) === set)
  const newest = now === undefined ? undefined : revisionLabelOf(set, now.revision)
  const wanted = sizeOf(state)
  return {
    set,
    moves,
    counts: countsOf(
      moves,
      claims.map(({ name }) => name),
      sets,
      set,
      step,
    ),
    template: changeText(old, now),
    ...(old === undefined ? {} : { revisionBefore: old.revision }),
    ...(now === undefined ? {} : { revisionAfter: now.revision }),
    wanted: wanted ?? 0,
    ...(sizeOf(stateBefore) === undefined ? {} : { wantedBefore: sizeOf(stateBefore) ?? 0 }),
    isNew: stateBefore === undefined && state !== undefined,
    isGone: state === undefined,
    isUnchanged:
      step.outcome === 'nothing' &&
      step.output !== undefined &&
      state !== undefined &&
      stateBefore?.generation === state.generation,
    leftBehind: leftBehind(
      claims.filter((claim) => claim.terminating !== true && !podNames.has(podOfClaim(set, claim))),
      set,
      (wanted ?? 0) - pods.length,
    ),
    staysOld:
      state === undefined
        ? []
        : pods
            .filter(({ revision }) => newest !== undefined && revision !== undefined && revision !== newest)
            .map(({ name }) => name),
    ready: pods.filter(({ ready, terminating }) => ready && terminating !== true).length,
    findings: step.findings.filter(({ object }) => object === set.key),
  }
}

function sizeOf(state: FinalState['sets'][string] | undefined): number | undefined {
  return state === undefined ? undefined : (state.replicas ?? asNumber(state.status['desiredNumberScheduled']) ?? 0)
}

function countsOf(
  moves: readonly Move[],
  claimsAfter: readonly string[],
  sets: readonly KnownSet[],
  set: KnownSet,
  step: PlannedStep,
): Counts {
  const made = new Set<string>()
  const lost = new Set<string>()
  for (const round of step.rounds) {
    for (const event of [...round.controllers, ...round.nodes]) {
      if (event.kind !== 'PersistentVolumeClaim' || setOfClaim(sets, event) !== set) continue
      if (event.op === 'create') made.add(event.name)
      if (event.op === 'delete') lost.add(event.name)
    }
  }
  const podsOf = (sign: Move['sign']): number =>
    moves.filter((move) => move.what === 'pods' && move.sign === sign).reduce((sum, { names }) => sum + names.length, 0)
  // A pod that is deleted in one move and created in a later one is replaced too, whatever comes in between.
  const deleted = moves.filter(({ sign, what }) => sign === '-' && what === 'pods').flatMap(({ names }) => names)
  const created = moves.filter(({ sign, what }) => sign === '+' && what === 'pods').flatMap(({ names }) => names)
  const both = matched(deleted, created)
  return {
    replaced: podsOf('~') + both,
    added: created.length - both,
    removed: deleted.length - both,
    claimsMade: made.size,
    claimsKept: claimsAfter.filter((name) => !made.has(name) && !lost.has(name)).length,
    claimsLost: lost.size,
  }
}

/** How many names stand in both lists, each as often as it does in both. */
function matched(one: readonly string[], other: readonly string[]): number {
  const left = new Map<string, number>()
  for (const name of one) left.set(name, (left.get(name) ?? 0) + 1)
  let both = 0
  for (const name of other) {
    const open = left.get(name) ?? 0
    if (open === 0) continue
    left.set(name, open - 1)
    both++
  }
  return both
}

/**
 * Claims without a pod, but for those of pods that are only missing: the set wants so many more, and takes the lowest
 * ordinals.
 */
function leftBehind(claims: readonly FinalClaim[], set: KnownSet, missing: number): string[] {
  const pods = [...new Set(claims.map((claim) => podOfClaim(set, claim)))].sort(
    (a, b) => (ordinalOf(a) ?? 0) - (ordinalOf(b) ?? 0),
  )
  const wanted = new Set(pods.slice(0, Math.max(0, missing)))
  return claims.filter((claim) => !wanted.has(podOfClaim(set, claim))).map(({ name }) => name)
}
