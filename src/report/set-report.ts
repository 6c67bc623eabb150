/** What a report says of one set in one step: still data, not yet a text. */
import { asNumber } from '../kubernetes/json.js'
import type { FinalClaim, Finding, FinalState, PlannedStep } from '../planner/plan.js'
import { isOfSet, type SetName } from '../planner/plan-sets.js'
import { movesOf, type Move } from './moves.js'
import { namedPod } from './named.js'
import { changeText, newestTemplate, revisionLabelOf } from './template-change.js'
import { plainNames, type Named } from './words.js'
import { stateBySet, stepBySet, type Happening, type SetState, type StepBySet } from '../planner/by-set.js'

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
  readonly set: SetName
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
  readonly staysOld: readonly Named[]
  /** Pods that are ready after the step. */
  readonly ready: number
  readonly findings: readonly Finding[]
}

/** A step as reports of its sets read it: sorted by set once. */
export interface SortedStep {
  readonly step: PlannedStep
  readonly before: FinalState | undefined
  readonly events: StepBySet
  readonly stateBefore: (set: SetName) => SetState
  readonly stateAfter: (set: SetName) => SetState
  /** Claims that pods use, by namespace and name. */
  readonly usedClaims: ReadonlySet<string>
  /** By the key of their set. */
  readonly findings: ReadonlyMap<string | undefined, readonly Finding[]>
}

/** Sorts a step by set. */
export function sortedStep(before: FinalState | undefined, step: PlannedStep): SortedStep {
  const findings = new Map<string | undefined, Finding[]>()
  for (const finding of step.findings) {
    const known = findings.get(finding.object)
    if (known === undefined) findings.set(finding.object, [finding])
    else known.push(finding)
  }
  return {
    step,
    before,
    events: stepBySet(step.rounds, before?.pods ?? []),
    stateBefore: stateBySet(before),
    stateAfter: stateBySet(step.final),
    usedClaims: new Set(
      step.final.pods.flatMap(({ namespace, claims = [] }) => claims.map((claim) => claimKey(namespace, claim))),
    ),
    findings,
  }
}

function claimKey(namespace: string | undefined, name: string): string {
  return `${namespace ?? 'default'}/${name}`
}

/** Puts together what a step does to a set, whose key in states is given. */
export function setReport(key: string, set: SetName, sorted: SortedStep): SetReport {
  const { before, step, usedClaims, events, stateBefore: oldState, stateAfter } = sorted
  const after = stateAfter(set)
  const { happenings } = events.of(set)
  const moves = movesOf(set, events.of(set), after)
  const [old, now] = [newestTemplate(oldState(set)), newestTemplate(after)]
  const [stateBefore, state] = [before?.sets[key], step.final.sets[key]]
  const { pods, claims } = after
  const there = new Set(pods.map(({ ordinal }) => ordinal))
  // a pod that was released may still use the claims
  const isUsed = ({ namespace, name }: FinalClaim): boolean => usedClaims.has(claimKey(namespace, name))
  const newest = now === undefined ? undefined : revisionLabelOf(set, now.revision)
  const wanted = sizeOf(state)
  return {
    set,
    moves,
    counts: countsOf(moves, claims, set, happenings),
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
      claims.filter((claim) => claim.terminating !== true && !isUsed(claim) && !there.has(claim.ordinal)),
      (wanted ?? 0) - pods.length,
    ),
    staysOld:
      state === undefined
        ? []
        : pods
            .filter(({ revision }) => newest !== undefined && revision !== undefined && revision !== newest)
            .map(namedPod),
    ready: pods.filter(({ ready, terminating }) => ready && terminating !== true).length,
    findings: sorted.findings.get(key) ?? [],
  }
}

function sizeOf(state: FinalState['sets'][string] | undefined): number | undefined {
  return state === undefined ? undefined : (state.replicas ?? asNumber(state.status['desiredNumberScheduled']) ?? 0)
}

function countsOf(
  moves: readonly Move[],
  claimsAfter: readonly FinalClaim[],
  set: SetName,
  happenings: readonly Happening[],
): Counts {
  const made = new Set<string>()
  const lost = new Set<string>()
  for (const { event } of happenings) {
    if (event.kind !== 'PersistentVolumeClaim' || !isOfSet(set, event)) continue
    if (event.op === 'create') made.add(event.name)
    if (event.op === 'delete') lost.add(event.name)
  }
  const podsOf = (sign: Move['sign']): number =>
    moves
      .filter((move) => move.what === 'pods' && move.sign === sign)
      .reduce((sum, { objects }) => sum + objects.length, 0)
  // A pod that is deleted in one move and created in a later one is replaced too, whatever comes in between.
  const deleted = namesOf(moves, '-')
  const created = namesOf(moves, '+')
  const both = matched(deleted, created)
  return {
    replaced: podsOf('~') + both,
    added: created.length - both,
    removed: deleted.length - both,
    claimsMade: made.size,
    claimsKept: claimsAfter.filter(({ name }) => !made.has(name) && !lost.has(name)).length,
    claimsLost: lost.size,
  }
}

function namesOf(moves: readonly Move[], sign: Move['sign']): string[] {
  return moves
    .filter((move) => move.sign === sign && move.what === 'pods')
    .flatMap(({ objects }) => plainNames(objects))
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
function leftBehind(claims: readonly FinalClaim[], missing: number): string[] {
  const ordinals = [...new Set(claims.map(({ ordinal = 0 }) => ordinal))].sort((a, b) => a - b)
  const wanted = new Set(ordinals.slice(0, Math.max(0, missing)))
  return claims.filter(({ ordinal = 0 }) => !wanted.has(ordinal)).map(({ name }) => name)
}
