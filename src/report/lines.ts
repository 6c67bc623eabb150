/** Single lines that the text and the markdown share. */
import type { Move } from './moves.js'
import type { SetReport } from './set-report.js'
import type { StepReport } from './step-report.js'
import { shortRevision } from './template-change.js'
import { count, list, podNames } from './words.js'

/** `StatefulSet web   nginx:1.16 → nginx:1.17   revision web-674 → web-9c7`. */
export function headLine(report: SetReport): string {
  const { set, template, revisionBefore, revisionAfter } = report
  const where = set.namespace === undefined ? '' : ` in ${set.namespace}`
  const short = (revision: string): string => shortRevision(set, revision)
  const moved = revisionBefore !== undefined && revisionAfter !== undefined && revisionBefore !== revisionAfter
  const revision = revisionAfter === undefined ? '' : moved ? `revision ${short(revisionBefore)} → ${short(revisionAfter)}` : `revision ${short(revisionAfter)}`
  const size = sizeText(report)
  return [`${set.kind} ${set.name}${where}`, size, template, revision].filter((part) => part !== '').join('   ')
}

function sizeText({ set, wanted, wantedBefore, isGone }: SetReport): string {
  if (isGone) return ''
  if (set.kind === 'DaemonSet') return `on ${count(wanted, 'node')}`
  return wantedBefore !== undefined && wantedBefore !== wanted ? `replicas ${wantedBefore} → ${wanted}` : ''
}

/** Which pods stay as they are on an older revision. */
export function oldLine({ staysOld, moves }: SetReport): string {
  if (staysOld.length === 0 || moves.length === 0) return ''
  return `${count(staysOld.length, 'pod')} ${staysOld.length === 1 ? 'stays' : 'stay'} on another revision: ${podNames(staysOld)}`
}

/** A pod or a claim of no set. */
export function otherMoveText(move: Move): string {
  const sign = move.sign === 'adopt' || move.sign === 'release' ? ' ' : move.sign
  const what = move.what === 'claims' ? `claim ${list(move.names)}` : `pod ${list(move.names)}`
  return `   ${sign} ${what}${move.what === 'claims' && move.sign === '-' ? ' with its data' : ''}${move.neverReady.length > 0 ? '   never ready' : ''}`
}

/** `Plan: 3 pods to replace, 0 to add, 0 to remove. Claims: 0 to make, 3 kept, 0 lost.` */
export function countLine(reports: readonly StepReport[]): string {
  const sum = (pick: (report: StepReport) => number): number => reports.reduce((total, report) => total + pick(report), 0)
  const kept = reports.at(-1)?.counts.claimsKept ?? 0
  const pods = `${count(sum(({ counts }) => counts.replaced), 'pod')} to replace, ${sum(({ counts }) => counts.added)} to add, ${sum(({ counts }) => counts.removed)} to remove`
  const claims = `${sum(({ counts }) => counts.claimsMade)} to make, ${kept} kept, ${sum(({ counts }) => counts.claimsLost)} lost`
  return `Plan: ${pods}. Claims: ${claims}.`
}

/** What the signs mean, those that are used. */
export function legend(reports: readonly StepReport[]): string[] {
  const moves = reports.flatMap(({ sets, others }) => [...sets.flatMap((set) => set.moves), ...others])
  const meanings = { '~': '~ replace: delete, then create again under the same name', '+': '+ create', '-': '- delete' } as const
  const used = (['~', '+', '-'] as const).filter((sign) => moves.some((move) => move.sign === sign))
  return used.length === 0 ? [] : [used.map((sign) => meanings[sign]).join('   ')]
}
