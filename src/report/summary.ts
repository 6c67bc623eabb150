/** The one line that says what happens to a set. */
import type { Move } from './moves.js'
import type { SetReport } from './set-report.js'
import { ordinalOf } from './known-objects.js'
import { counted } from '../words/counted.js'
import { list, podNames } from './words.js'

/**
 * `web: 3 pods replaced one at a time, from web-2 down to web-0; 3 claims kept`; where that gets longer than `width`,
 * `ordinals 2 down to 0`.
 */
export function summaryOf(report: SetReport, width = Infinity): string {
  const whole = summary(report)
  if (whole.length <= width) return whole
  return whole.replaceAll(
    /from \S+-(\d+) (up|down) to \S+-(\d+)/g,
    (_, first: string, way: string, last: string) => `ordinals ${first} ${way === 'up' ? 'to' : 'down to'} ${last}`,
  )
}

function summary(report: SetReport): string {
  const parts = [...podParts(report), ...claimParts(report)]
  const where = report.set.namespace === undefined ? '' : ` in ${report.set.namespace}`
  return `${report.set.name}${where}: ${parts.length === 0 ? quiet(report) : parts.join('; ')}`
}

function quiet(report: SetReport): string {
  if (report.isGone) return 'the set is gone, and nothing else'
  if (report.isNew && report.wanted === 0)
    return report.set.kind === 'DaemonSet' ? 'created, and no node takes a pod' : 'created with no pods'
  if (report.isUnchanged) return 'unchanged, nothing happens'
  const old = report.staysOld.length
  return old > 0
    ? `no pod changes; ${old} of ${report.wanted} ${old === 1 ? 'stays' : 'stay'} on another revision`
    : 'no pod changes'
}

function podParts(report: SetReport): string[] {
  const moves = report.moves.filter(({ what }) => what === 'pods')
  const { replaced, added, removed } = report.counts
  const namesOf = (sign: Move['sign']): string[] =>
    moves.filter((move) => move.sign === sign).flatMap(({ names }) => names)
  const first = (...signs: Move['sign'][]): number => moves.findIndex(({ sign }) => signs.includes(sign))
  // In the order in which things begin.
  const parts: [at: number, text: string][] = []
  if (namesOf('adopt').length > 0) parts.push([first('adopt'), `${counted(namesOf('adopt').length, 'pod')} adopted`])
  if (namesOf('release').length > 0)
    parts.push([
      first('release'),
      `${counted(namesOf('release').length, 'pod')} ${report.isGone ? 'left behind without an owner' : 'released'}`,
    ])
  const [deleted, created] = [new Set(namesOf('-')), new Set(namesOf('+'))]
  if (replaced > 0)
    parts.push([
      first('~') < 0 ? first('-', '+') : first('~'),
      replacedPart(report, moves, (name) => deleted.has(name) && created.has(name)),
    ])
  if (added > 0) parts.push([first('+'), part(added, 'created', surplus(moves, '+', namesOf('-')))])
  if (removed > 0) parts.push([first('-'), part(removed, deletedWords(report), surplus(moves, '-', namesOf('+')))])
  const homeless = [...new Set(moves.flatMap(({ noNode }) => noNode))]
  const broken = [...new Set(moves.flatMap(({ neverReady }) => neverReady))].filter((name) => !homeless.includes(name))
  const shown = (names: readonly string[]): string =>
    names[0]?.includes('@') === true ? podNames([...names]) : list(names, 3)
  if (broken.length > 0)
    parts.push([Infinity, `stops, for ${shown(broken)} never ${broken.length === 1 ? 'gets' : 'get'} ready`])
  if (homeless.length > 0) parts.push([Infinity, `stops, for no node takes ${shown(homeless)}`])
  return parts.sort(([one], [other]) => one - other).map(([, text]) => text)
}

/** A set's pods go with it, because it gets smaller, or because something keeps it from making them again. */
function deletedWords({ isGone, set, wanted, wantedBefore }: SetReport): string {
  if (isGone) return 'deleted with the set,'
  return set.kind === 'StatefulSet' && wantedBefore !== undefined && wanted >= wantedBefore
    ? 'deleted and not created again,'
    : 'deleted'
}

/** The moves of a sign, cut down to some of the pods. */
function only(moves: readonly Move[], sign: Move['sign'], isMeant: (name: string) => boolean): Move[] {
  return moves
    .filter((move) => move.sign === sign)
    .map((move) => ({ ...move, names: move.names.filter(isMeant) }))
    .filter(({ names }) => names.length > 0)
}

/**
 * The moves of a sign, without as many pods of each name as the other sign has: a surge may delete two pods of a node
 * and create one.
 */
function surplus(moves: readonly Move[], sign: Move['sign'], others: readonly string[]): Move[] {
  const open = new Map<string, number>()
  for (const name of others) open.set(name, (open.get(name) ?? 0) + 1)
  return only(moves, sign, (name) => {
    const left = open.get(name) ?? 0
    open.set(name, left - 1)
    return left <= 0
  })
}

/** Pods that are deleted together and created again one by one are replaced in two ways at once. */
function replacedPart(
  { counts: { replaced }, wanted }: SetReport,
  moves: readonly Move[],
  isReplaced: (name: string) => boolean,
): string {
  const [whole, deleted, created] = [
    moves.filter(({ sign }) => sign === '~'),
    only(moves, '-', isReplaced),
    only(moves, '+', isReplaced),
  ]
  if (deleted.length === 0) return part(replaced, 'replaced', whole)
  const gone = moves
    .filter((move) => move.sign === '~' || move.sign === '-')
    .flatMap((move) =>
      move.sign === '~' ? [move] : deleted.filter(({ round, sign }) => round === move.round && sign === move.sign),
    )
  if ((created[0]?.round ?? 0) < (deleted[0]?.round ?? 0))
    return `${part(replaced, 'replaced', gone)}, each new pod before the old one goes`
  if (gone.length === 1)
    return `${part(replaced, 'replaced', gone)}${replaced > 1 ? `, created again${pace(created)}` : ''}`
  // How many are down at once is what the counts say, whatever the moves overlap.
  const down = Math.max(1, ...moves.map(({ leastReady }) => wanted - leastReady))
  return part(replaced, 'replaced', gone, down === 1 ? ' one at a time' : ` up to ${down} at a time`)
}

function part(number: number, done: string, moves: readonly Move[], atATime = pace(moves)): string {
  const names = moves.flatMap((move) => move.names)
  const first = names[0] ?? ''
  if (number === 1) return `1 pod ${done.replace(/,$/, '')}: ${first.replace('@', ' on ')}`
  return `${counted(number, 'pod')} ${done}${atATime}${course(names, moves)}`
}

/** How many at a time. */
function pace(moves: readonly Move[]): string {
  if (moves.length === 0) return ''
  if (moves.length === 1) return ' at once'
  const most = mostAtOnce(moves)
  return most === 1 ? ' one at a time' : ` up to ${most} at a time`
}

/** The most pods that are on their way at one moment: a move may begin before the one before it has ended. */
function mostAtOnce(moves: readonly Move[]): number {
  let most = 0
  for (const [index, move] of moves.entries()) {
    let together = move.names.length
    for (let at = index - 1; at >= 0; at--) {
      const before = moves[at] as Move
      if (before.doneIn !== undefined && before.doneIn < move.round) break
      together += before.names.length
    }
    most = Math.max(most, together)
  }
  return most
}

/** From where to where. */
function course(names: readonly string[], moves: readonly Move[]): string {
  if (moves.some(({ choice }) => choice !== undefined)) return ', any node first'
  if (moves.some(({ unordered }) => unordered)) return ', in no fixed order'
  const numbers = names.map(ordinalOf)
  const [first, last] = [names[0] ?? '', names.at(-1) ?? '']
  if (first.includes('@')) return ''
  const up = numbers.every((number, index) => index === 0 || (number ?? NaN) > (numbers[index - 1] ?? NaN))
  const down = numbers.every((number, index) => index === 0 || (number ?? NaN) < (numbers[index - 1] ?? NaN))
  if (!up && !down) return ''
  // two with others in between are no run
  if (names.length === 2 && Math.abs((numbers[0] ?? 0) - (numbers[1] ?? 0)) > 1) return `, ${list(names)}`
  return up ? `, from ${first} up to ${last}` : `, from ${first} down to ${last}`
}

function claimParts({ counts, leftBehind, isGone, set }: SetReport): string[] {
  if (set.kind !== 'StatefulSet') return []
  const { claimsMade, claimsLost, claimsKept } = counts
  const stay = claimsKept - leftBehind.length
  const changed = counts.replaced + counts.added + counts.removed > 0
  return [
    ...(claimsMade > 0 ? [`${counted(claimsMade, 'claim')} made`] : []),
    ...(claimsLost > 0
      ? [`${counted(claimsLost, 'claim')} deleted WITH ${claimsLost === 1 ? 'ITS' : 'THEIR'} DATA`]
      : []),
    ...(stay > 0 && changed && claimsMade === 0 ? [`${counted(stay, 'claim')} kept`] : []),
    ...(leftBehind.length > 0 && (changed || isGone) ? [`${counted(leftBehind.length, 'claim')} left behind`] : []),
  ]
}
