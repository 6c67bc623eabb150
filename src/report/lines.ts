/** Single lines that the text and the markdown share. */
import type { Move } from './moves.js'
import type { SetReport } from './set-report.js'
import type { StepReport } from './step-report.js'
import { shortRevision } from './template-change.js'
import { counted } from '../words/counted.js'
import { list, plainNames, podNames } from './words.js'

/** `StatefulSet web   nginx:1.16 → nginx:1.17   revision 674… → 9c7…`, part by part. */
export function headParts(report: SetReport): string[] {
  const { set, template, revisionBefore, revisionAfter } = report
  const where = set.namespace === undefined ? '' : ` in ${set.namespace}`
  const short = (revision: string): string => shortRevision(set, revision)
  const moved = revisionBefore !== undefined && revisionAfter !== undefined && revisionBefore !== revisionAfter
  const revision =
    revisionAfter === undefined
      ? ''
      : moved
        ? `revision ${short(revisionBefore)} → ${short(revisionAfter)}`
        : `revision ${short(revisionAfter)}`
  const size = sizeText(report)
  return [`${set.kind} ${set.name}${where}`, size, template, revision].filter((part) => part !== '')
}

function sizeText({ set, wanted, wantedBefore, isGone }: SetReport): string {
  if (isGone) return ''
  if (set.kind === 'DaemonSet') return `on ${counted(wanted, 'node')}`
  return wantedBefore !== undefined && wantedBefore !== wanted ? `replicas ${wantedBefore} → ${wanted}` : ''
}

/** Which pods stay as they are on an older revision. */
export function oldLine({ set, staysOld, moves, findings }: SetReport): string {
  const isTold = findings.some(
    ({ id }) => id === 'below-partition' || (id === 'on-delete' && set.kind === 'StatefulSet'),
  )
  if (staysOld.length === 0 || moves.length === 0 || isTold) return ''
  return `${counted(staysOld.length, 'pod')} ${staysOld.length === 1 ? 'stays' : 'stay'} on another revision: ${podNames(staysOld)}`
}

/** A pod or a claim of no set. */
export function otherMoveText(move: Move): string {
  const sign = move.sign === 'adopt' || move.sign === 'release' ? ' ' : move.sign
  const noun = move.what === 'claims' ? 'claim' : 'pod'
  const several = move.objects.length > 1
  const lost = move.what === 'claims' && move.sign === '-' ? `, WITH ${several ? 'THEIR' : 'ITS'} DATA` : ''
  return `${sign} ${noun}${several ? 's' : ''} ${list(plainNames(move.objects))}${lost}${move.neverReady.length > 0 ? ', never ready' : ''}`
}

/** `Plan: 3 pods to replace, 0 to add, 0 to remove.` and `Claims: 0 to make, 3 kept, 0 lost.` */
export function countParts(reports: readonly StepReport[]): string[] {
  const sum = (pick: (report: StepReport) => number): number =>
    reports.reduce((total, report) => total + pick(report), 0)
  const made = sum(({ counts }) => counts.claimsMade)
  const left = reports.at(-1)?.step.final.claims.filter(({ terminating }) => terminating !== true).length ?? 0
  const lost = sum(({ counts }) => counts.claimsLost)
  const kept = Math.max(0, left - Math.max(0, made - lost))
  const pods = `${counted(
    sum(({ counts }) => counts.replaced),
    'pod',
  )} to replace, ${sum(({ counts }) => counts.added)} to add, ${sum(({ counts }) => counts.removed)} to remove`
  const claims = `${made} to make, ${kept} kept, ${lost} lost`
  return [`Plan: ${pods}.`, `Claims: ${claims}.`]
}

/** Which steps do not come to their end; empty where all of them do. */
export function stopLine(reports: readonly StepReport[]): string {
  const steps = (outcome: 'stuck' | 'refused'): string[] =>
    reports.flatMap(({ step }, index) => (step.outcome === outcome ? [String(index + 1)] : []))
  const told = (numbers: readonly string[], one: string, more: string): string[] => {
    if (numbers.length === 0) return []
    if (reports.length === 1) return [`It ${one}.`]
    return [numbers.length === 1 ? `Step ${numbers[0] ?? ''} ${one}.` : `Steps ${list(numbers)} ${more}.`]
  }
  return [
    ...told(steps('refused'), 'is refused', 'are refused'),
    ...told(steps('stuck'), 'gets stuck', 'get stuck'),
  ].join(' ')
}

/** What the signs mean, those that are used. */
export function legend(reports: readonly StepReport[]): string[] {
  const moves = reports.flatMap(({ sets, others }) => [...sets.flatMap((set) => set.moves), ...others])
  const meanings = {
    '~': '~ replace: delete, then create again under the same name',
    '+': '+ create',
    '-': '- delete',
  } as const
  const used = (['~', '+', '-'] as const).filter((sign) => moves.some((move) => move.sign === sign))
  return used.map((sign) => meanings[sign])
}
