/** The numbered lines of a set: one a move, long runs of like ones folded. */
import type { Finding } from '../planner/plan.js'
import { ordinalOf } from './known-objects.js'
import { sameReason, type Move } from './moves.js'
import type { SetReport } from './set-report.js'
import { shortRevision } from './template-change.js'
import { list, podNames } from './words.js'

export interface Row {
  /** `3`, or `4–97` for a fold. */
  readonly number: string
  readonly sign: '+' | '-' | '~' | ' '
  readonly what: string
  readonly detail: string
  readonly wait: string
  readonly ready: string
}

/** The rows of a set's moves. */
export function rowsOf(report: SetReport, full: boolean): Row[] {
  const rows = report.moves.map((move, index) => rowOf(report, move, index))
  return full ? rows : fold(rows, report.moves)
}

function rowOf(report: SetReport, move: Move, index: number): Row {
  const { moves } = report
  return {
    number: String(index + 1),
    sign: move.sign === 'adopt' || move.sign === 'release' ? ' ' : move.sign,
    what: move.what === 'claims' ? claimNames(inOrder(move)) : shownPods(inOrder(move)),
    detail: detailOf(report, move),
    wait: waitOf(move, moves[index + 1]),
    ready: readyOf(report, move, moves[index - 1]),
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
      return isFolded || !rows.some((row) => row.ready.startsWith(`${ready.least} of ${ready.of}`))
    return id !== 'node-without-pod' || nodes.some((node) => !told.has(node))
  })
}

/** A DaemonSet's pods by the nodes that they are on: whose they are, the heading says. */
function shownPods(names: readonly string[]): string {
  const [first = ''] = names
  const text = podNames([...names])
  return first.includes('@') ? `${names.length === 1 ? 'pod' : 'pods'} ${text.slice(first.indexOf('@') + 1)}` : text
}

function claimNames(names: readonly string[]): string {
  return names.length === 1 ? `claim ${names[0] ?? ''}` : `claims ${list(names, 4)}`
}

function detailOf(report: SetReport, move: Move): string {
  const parts: string[] = []
  if (move.what === 'claims' && move.sign === '-') parts.push(`WITH ${move.names.length === 1 ? 'ITS' : 'THEIR'} DATA`)
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
function inOrder(move: Move): readonly string[] {
  return move.unordered
    ? [...move.names].sort((a, b) => (ordinalOf(a) ?? 0) - (ordinalOf(b) ?? 0) || (a < b ? -1 : 1))
    : move.names
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

/** What has to have happened before the next move. */
function waitOf(move: Move, next: Move | undefined): string {
  if (move.neverReady.length > 0)
    return move.noNode.length === move.neverReady.length ? 'no node takes it' : 'never ready'
  if (move.what === 'claims') return ''
  if (move.doneIn === undefined || (next !== undefined && move.doneIn >= next.round)) return ''
  const wanted = move.sign === '-' ? 'gone' : 'ready'
  return next === undefined ? `then ${wanted}` : `wait until ${wanted}`
}

function readyOf(report: SetReport, move: Move, before: Move | undefined): string {
  if (move.what === 'claims' || move.sign === 'adopt' || move.sign === 'release' || report.isGone) return ''
  const whole = report.wanted
  if (move.sign === '+') return `${move.readyAfter} of ${whole} ready`
  const meanwhile = before === undefined || before.sign === '+' || before.what === 'claims' ? ' ready meanwhile' : ''
  return move.leastReady > whole ? `${move.leastReady} ready` : `${move.leastReady} of ${whole}${meanwhile}`
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
  const names = moves.slice(from, to).flatMap((move) => move.names)
  return {
    number: `${from + 1}–${to}`,
    sign: rows[from]?.sign ?? ' ',
    what: shownPods(names),
    detail: 'the same',
    wait: '',
    ready: '',
  }
}

/** Whether two moves differ in the pods alone. */
function alike(one: Move | undefined, other: Move | undefined): boolean {
  if (one === undefined || other === undefined) return false
  return (
    one.sign === other.sign &&
    one.what === other.what &&
    one.names.length === other.names.length &&
    one.revision === other.revision &&
    one.claims.length === other.claims.length &&
    one.newClaims.length === other.newClaims.length &&
    one.neverReady.length === other.neverReady.length &&
    sameReason(one.why, other.why) &&
    one.lostClaims.length === other.lostClaims.length
  )
}
