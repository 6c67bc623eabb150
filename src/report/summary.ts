/** The one line that says what happens to a set. */
import type { Move } from './moves.js'
import type { SetReport } from './set-report.js'
import { counted } from '../words/counted.js'
import { list, oneName, plainNames, podNames, type Named } from './words.js'

/**
 * `web: 3 pods replaced one at a time, from web-2 down to web-0; 3 claims kept`; where that gets longer than `width`,
 * `ordinals 2 down to 0`.
 */
export function summaryOf(report: SetReport, width = Infinity): string {
  const whole = summary(report, false)
  return whole.length <= width ? whole : summary(report, true)
}

function summary(report: SetReport, isBrief: boolean): string {
  const parts = [...podParts(report, isBrief), ...claimParts(report)]
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

function podParts(report: SetReport, isBrief: boolean): string[] {
  const moves = report.moves.filter(({ what }) => what === 'pods')
  const { replaced, added, removed } = report.counts
  const namesOf = (sign: Move['sign']): string[] =>
    moves.filter((move) => move.sign === sign).flatMap(({ objects }) => plainNames(objects))
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
      replacedPart(report, moves, (name) => deleted.has(name) && created.has(name), isBrief),
    ])
  if (added > 0) parts.push([first('+'), part(added, 'created', surplus(moves, '+', namesOf('-')), isBrief)])
  if (removed > 0)
    parts.push([first('-'), part(removed, deletedWords(report), surplus(moves, '-', namesOf('+')), isBrief)])
  const homeless = distinct(moves.flatMap(({ noNode }) => noNode))
  const broken = distinct(moves.flatMap(({ neverReady }) => neverReady)).filter(
    ({ name }) => !homeless.some((other) => other.name === name),
  )
  const shown = (pods: readonly Named[]): string =>
    pods[0]?.place === undefined ? list(plainNames(pods), 3) : podNames(pods)
  if (broken.length > 0)
    parts.push([Infinity, `stops, for ${shown(broken)} never ${broken.length === 1 ? 'gets' : 'get'} ready`])
  if (homeless.length > 0) parts.push([Infinity, `stops, for no node takes ${shown(homeless)}`])
  return parts.sort(([one], [other]) => one - other).map(([, text]) => text)
}

/** Each pod once. */
function distinct(pods: readonly Named[]): Named[] {
  return [...new Map(pods.map((pod) => [pod.name, pod])).values()]
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
    .map((move) => ({ ...move, objects: move.objects.filter(({ name }) => isMeant(name)) }))
    .filter(({ objects }) => objects.length > 0)
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
  isBrief: boolean,
): string {
  const [whole, deleted, created] = [
    moves.filter(({ sign }) => sign === '~'),
    only(moves, '-', isReplaced),
    only(moves, '+', isReplaced),
  ]
  if (deleted.length === 0) return part(replaced, 'replaced', whole, isBrief)
  const gone = moves
    .filter((move) => move.sign === '~' || move.sign === '-')
    .flatMap((move) =>
      move.sign === '~' ? [move] : deleted.filter(({ round, sign }) => round === move.round && sign === move.sign),
    )
  if ((created[0]?.round ?? 0) < (deleted[0]?.round ?? 0))
    return `${part(replaced, 'replaced', gone, isBrief)}, each new pod before the old one goes`
  if (gone.length === 1)
    return `${part(replaced, 'replaced', gone, isBrief)}${replaced > 1 ? `, created again${pace(created)}` : ''}`
  // How many are down at once is what the counts say, whatever the moves overlap.
  const down = Math.max(1, ...moves.map(({ leastReady }) => wanted - leastReady))
  return part(replaced, 'replaced', gone, isBrief, down === 1 ? ' one at a time' : ` up to ${down} at a time`)
}

function part(number: number, done: string, moves: readonly Move[], isBrief: boolean, atATime = pace(moves)): string {
  const pods = moves.flatMap(({ objects }) => objects)
  const [first] = pods
  if (number === 1 && first !== undefined) return `1 pod ${done.replace(/,$/, '')}: ${oneName(first)}`
  return `${counted(number, 'pod')} ${done}${atATime}${course(pods, moves, isBrief)}`
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
    let together = move.objects.length
    for (let at = index - 1; at >= 0; at--) {
      const before = moves[at] as Move
      if (before.doneIn !== undefined && before.doneIn < move.round) break
      together += before.objects.length
    }
    most = Math.max(most, together)
  }
  return most
}

/** From where to where. */
function course(pods: readonly Named[], moves: readonly Move[], isBrief: boolean): string {
  if (moves.some(({ choice }) => choice !== undefined)) return ', any node first'
  if (moves.some(({ unordered }) => unordered)) return ', in no fixed order'
  const [first, last] = [pods[0], pods.at(-1)]
  const ordinals = pods.map(({ ordinal }) => ordinal ?? NaN)
  const [from = NaN, to = NaN] = [ordinals[0], ordinals.at(-1)]
  if (first === undefined || last === undefined || ordinals.some(Number.isNaN)) return ''
  const isUp = ordinals.every((ordinal, index) => index === 0 || ordinal > (ordinals[index - 1] ?? NaN))
  const isDown = ordinals.every((ordinal, index) => index === 0 || ordinal < (ordinals[index - 1] ?? NaN))
  if (!isUp && !isDown) return ''
  // two with others in between are no run
  if (pods.length === 2 && Math.abs(from - to) > 1) return `, ${list(plainNames(pods))}`
  if (isBrief) return `, ordinals ${from} ${isUp ? 'to' : 'down to'} ${to}`
  return `, from ${first.name} ${isUp ? 'up' : 'down'} to ${last.name}`
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
