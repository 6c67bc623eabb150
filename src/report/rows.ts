/** The numbered lines of a set: one a move, long runs of like ones folded. */
import type { Finding } from '../planner/plan.js'
import { sameReason, type Move } from './moves.js'
import type { SetReport } from './set-report.js'
import { shortRevision } from './template-change.js'
import { list, nodeNames, plainNames, podNames, shortened, type Named } from './words.js'

/** What has to have happened before the next move, or what never does. */
export type Wait = 'never ready' | 'no node takes it' | { readonly until: 'ready' | 'gone'; readonly isLast: boolean }

/** How many pods are ready: after the move, or at the least while it goes on. */
export interface ReadyCount {
  readonly count: number
  /** How many the set wants; left out where more than that are ready. */
  readonly of?: number
  readonly when: 'after' | 'first' | 'meanwhile'
}

export interface Row {
  /** `3`, or `4–97` for a fold. */
  readonly number: string
  readonly sign: '+' | '-' | '~' | ' '
  readonly what: string
  readonly detail: string
  readonly wait?: Wait
  readonly ready?: ReadyCount
}

/** How many words there is room for. */
export type Brevity = 'whole' | 'shorter' | 'shortest'

/** `wait until ready`, `until ready`. */
export function waitText(wait: Wait | undefined, brevity: Brevity = 'whole'): string {
  if (wait === undefined || typeof wait === 'string') return wait ?? ''
  if (wait.isLast) return `then ${wait.until}`
  return `${brevity === 'whole' ? 'wait until' : 'until'} ${wait.until}`
}

/** `2 of 3 ready meanwhile`, `2 of 3 ready`, `2 of 3`. */
export function readyText(ready: ReadyCount | undefined, brevity: Brevity = 'whole'): string {
  if (ready === undefined) return ''
  const { count, of, when } = ready
  const counted = of === undefined ? String(count) : `${count} of ${of}`
  if (brevity === 'shortest' || (when === 'meanwhile' && of !== undefined)) return counted
  return `${counted} ready${when === 'first' && of !== undefined && brevity === 'whole' ? ' meanwhile' : ''}`
}

/** The rows of a set's moves. */
export function rowsOf(report: SetReport, full: boolean): Row[] {
  const rows = report.moves.map((move, index) => rowOf(report, move, index))
  return full ? rows : fold(rows, report.moves)
}

function rowOf(report: SetReport, move: Move, index: number): Row {
  const { moves } = report
  const [wait, ready] = [waitOf(move, moves[index + 1]), readyOf(report, move, moves[index - 1])]
  return {
    number: String(index + 1),
    sign: move.sign === 'adopt' || move.sign === 'release' ? ' ' : move.sign,
    what: move.what === 'claims' ? claimNames(plainNames(inOrder(move))) : shownPods(inOrder(move)),
    detail: detailOf(report, move),
    ...(wait === undefined ? {} : { wait }),
    ...(ready === undefined ? {} : { ready }),
  }
}

/**
 * What a person has to be told beside the rows: notes that say only what a row or another finding shows are left to the
 * JSON.
 */
export function findingsBeside(rows: readonly Row[], { findings, moves }: SetReport): Finding[] {
  const isFolded = rows.length < moves.length
  const told = new Set(
    findings
      .filter(({ id }) => id === 'leaves-at-once' || id === 'not-brought-back')
      .flatMap(({ nodes = [] }) => nodes),
  )
  return findings.filter(({ id, severity, ready, nodes = [] }) => {
    if (ready !== undefined && severity === 'info')
      return isFolded || !rows.some((row) => row.ready?.count === ready.least && row.ready.of === ready.of)
    return id !== 'node-without-pod' || nodes.some((node) => !told.has(node))
  })
}

/** A DaemonSet's pods by the nodes that they are on: whose they are, the heading says. */
function shownPods(pods: readonly Named[]): string {
  if (pods[0]?.place === undefined) return podNames(pods)
  return `${pods.length === 1 ? 'pod' : 'pods'} on ${nodeNames(pods)}`
}

function claimNames(names: readonly string[]): string {
  if (names.length === 1) return `claim ${names[0] ?? ''}`
  const shown = names.slice(0, names.length > 4 ? 3 : 4)
  return `claims ${list([...shortened(shown), ...names.slice(shown.length)], 4)}`
}

function detailOf(report: SetReport, move: Move): string {
  const parts: string[] = []
  if (move.what === 'claims' && move.sign === '-')
    parts.push(`WITH ${move.objects.length === 1 ? 'ITS' : 'THEIR'} DATA`)
  if (move.sign === 'adopt') parts.push(`adopted by ${report.set.name}`)
  if (move.sign === 'release') parts.push('no longer owned by the set')
  if ((move.sign === '+' || move.sign === '~') && move.what === 'pods') parts.push(...createdParts(report, move))
  if (move.choice !== undefined && move.choice.of.length + (move.choice.more ?? 0) > move.choice.pick) {
    parts.push(`any ${move.choice.pick} of ${move.choice.of.length + (move.choice.more ?? 0)} nodes`)
  } else if (move.unordered) parts.push('in no fixed order')
  else if (move.batches.length > 1 && move.batches.some((size) => size > 1))
    parts.push(`in batches of ${list(move.batches.map(String), 4)}`)
  if (move.lostClaims.length > 0)
    parts.push(`then ${claimNames(move.lostClaims)} WITH ${move.lostClaims.length === 1 ? 'ITS' : 'THEIR'} DATA`)
  if (move.why !== undefined && !isEvident(report, move)) parts.push(reason(move.why))
  if (move.places.length > 0) parts.push(placesText(move.places))
  return parts.join(', ')
}

/** `on node-2 (any of node-1, node-2)` */
function placesText(places: Move['places']): string {
  const nodes = `on ${list([...new Set(places.map(({ node }) => node))], 3)}`
  const choices = places.flatMap(({ choice }) => (choice === undefined ? [] : [choice]))
  const [choice] = choices
  if (choice === undefined) return nodes
  if (places.length > 1) return `${nodes} (others fit too)`
  const number = choice.of.length + (choice.more ?? 0)
  return `${nodes} (any of ${number > 3 ? `${number} nodes` : list(choice.of).replace(' and ', ' or ')})`
}

/** A sentence as a part of a line. */
function reason(sentence: string): string {
  return sentence.charAt(0).toLowerCase() + sentence.slice(1).replace(/\.$/, '')
}

/** Names that come in no fixed order stand in the order in which people look for them. */
function inOrder({ unordered, objects }: Move): readonly Named[] {
  return unordered ? [...objects].sort((a, b) => (a.ordinal ?? 0) - (b.ordinal ?? 0) || compareNames(a, b)) : objects
}

function compareNames(a: Named, b: Named): number {
  const [one, other] = [a.place?.node ?? a.name, b.place?.node ?? b.name]
  return trailingNumber(one) - trailingNumber(other) || (one < other ? -1 : 1)
}

/** Nodes that are numbered stand in the order of their numbers. */
function trailingNumber(name: string): number {
  return Number(/-(\d+)$/.exec(name)?.[1] ?? 0)
}

/** Whether the heading has said already why a pod goes: it rolls to a new revision, or the set gets smaller. */
function isEvident({ set, revisionBefore, revisionAfter, wanted, wantedBefore }: SetReport, move: Move): boolean {
  if (set.kind !== 'StatefulSet') return false
  const rolls = revisionBefore !== undefined && revisionBefore !== revisionAfter
  if (move.sign === '~') return rolls && move.revision === revisionAfter
  return move.sign === '-' && (rolls || (wantedBefore !== undefined && wanted < wantedBefore))
}

function createdParts(report: SetReport, move: Move): string[] {
  const { newClaims, claims } = move
  const kept = claims.filter((claim) => !newClaims.includes(claim))
  const old =
    move.revision !== undefined && report.revisionAfter !== undefined && !report.revisionAfter.endsWith(move.revision)
  return [
    ...(old ? [`old revision ${shortRevision(report.set, move.revision ?? '')}`] : []),
    ...(newClaims.length === 0 ? [] : [`new ${claimNames(newClaims)}`]),
    ...(kept.length === 0 ? [] : [claimNames(kept)]),
  ]
}

function waitOf(move: Move, next: Move | undefined): Wait | undefined {
  if (move.neverReady.length > 0)
    return move.noNode.length === move.neverReady.length ? 'no node takes it' : 'never ready'
  if (move.what === 'claims') return undefined
  if (move.doneIn === undefined || (next !== undefined && move.doneIn >= next.round)) return undefined
  return { until: move.sign === '-' ? 'gone' : 'ready', isLast: next === undefined }
}

function readyOf(report: SetReport, move: Move, before: Move | undefined): ReadyCount | undefined {
  if (move.what === 'claims' || move.sign === 'adopt' || move.sign === 'release' || report.isGone) return undefined
  const of = report.wanted
  if (move.sign === '+') return { count: move.readyAfter, of, when: 'after' }
  const isFirst = before === undefined || before.sign === '+' || before.what === 'claims'
  return { count: move.leastReady, ...(move.leastReady > of ? {} : { of }), when: isFirst ? 'first' : 'meanwhile' }
}

/** How many like rows in a row are too many, and how many of them are shown at each end. */
const runToFold = 8
const shownBefore = 3
const shownAfter = 1

function fold(rows: readonly Row[], moves: readonly Move[]): Row[] {
  const folded: Row[] = []
  for (let start = 0; start < rows.length;) {
    let end = start + 1
    while (end < rows.length && alike(moves[end - 1], moves[end])) end++
    if (end - start < runToFold) folded.push(...rows.slice(start, end))
    else {
      const [from, to] = [start + shownBefore, end - shownAfter]
      folded.push(...rows.slice(start, from), theSame(rows, moves, from, to), ...rows.slice(to, end))
    }
    start = end
  }
  return folded
}

function theSame(rows: readonly Row[], moves: readonly Move[], from: number, to: number): Row {
  const pods = moves.slice(from, to).flatMap(({ objects }) => objects)
  return {
    number: `${from + 1}–${to}`,
    sign: rows[from]?.sign ?? ' ',
    what: shownPods(pods),
    detail: 'the same',
  }
}

/** Whether two moves differ in the pods alone. */
function alike(one: Move | undefined, other: Move | undefined): boolean {
  if (one === undefined || other === undefined) return false
  return (
    one.sign === other.sign &&
    one.what === other.what &&
    one.objects.length === other.objects.length &&
    one.revision === other.revision &&
    one.claims.length === other.claims.length &&
    one.newClaims.length === other.newClaims.length &&
    one.neverReady.length === other.neverReady.length &&
    sameReason(one.why, other.why) &&
    one.lostClaims.length === other.lostClaims.length
  )
}
