/** Rounds: the controllers work until they are quiet, then the nodes act once (testdata/traces/README.md). */
import type { Cluster, JournalEntry, WorkloadSet } from './cluster.js'
import { syncDaemonSet } from './controllers/daemonset/sync-daemonset.js'
import { collectGarbage } from './controllers/garbage-collector/collect-garbage.js'
import { protectClaims } from './controllers/pvc-protection/protect-claims.js'
import { syncStatefulSet } from './controllers/statefulset/sync-statefulset.js'
import { longestUntried, schedulePods, tryAllAgain } from './scheduler/schedule.js'
import type { Choices } from './controllers/controller.js'
import { nodesAct } from './nodes.js'
import type { PlanEvent, Round } from './plan.js'
import type { Pace } from './scenario.js'
import {
  actAs,
  advanceTo,
  groupSince,
  markEndless,
  nextTimer,
  startAnew,
  syncEnded,
  takeJournal,
  takeWoken,
  wakeDue,
} from './store/index.js'

/** Seconds without an event after which the controllers count as quiet, and those that the nodes' turn takes. */
const quiet = 0.7
const quietWithScheduler = 2.5
const nodesTurn = 0.2

/**
 * Lets the controllers work until none of them has anything to do for a while; their events are in the journal. A
 * Parallel set whose last sync failed is tried again before or after its controller sees what has happened since: its
 * events have no order.
 */
export function runControllers(cluster: Cluster, choices: Choices): void {
  const from = cluster.journal.entries.length
  const restless = [...cluster.queue.failures.keys()].filter(
    (key) => cluster.objects.sets.get(key)?.spec['podManagementPolicy'] === 'Parallel',
  )
  workUntilQuiet(cluster, choices)
  if (restless.length > 0) groupSince(cluster, from, restless)
}

function workUntilQuiet(cluster: Cluster, choices: Choices): void {
  const pause = cluster.assumed.scheduler === undefined ? quiet : quietWithScheduler
  let until = cluster.queue.now + pause
  for (;;) {
    const before = cluster.journal.entries.length
    workOff(cluster, choices)
    if (cluster.journal.entries.length > before) until = cluster.queue.now + pause
    const next = nextTimer(cluster)
    if (next === undefined || next > until) break
    advanceTo(cluster, next)
    wakeDue(cluster)
  }
  advanceTo(cluster, until)
}

/** A pod that is made more often than this while no node acts will be made again and again, without end. */
const oftenEnough = 10

function workOff(cluster: Cluster, choices: Choices): void {
  const { queue } = cluster
  const made = new Map<string, number>()
  schedulePods(cluster, choices.places)
  while (queue.woken.size > 0 || queue.uncollected.size > 0 || queue.unprotected.size > 0) {
    for (const key of takeWoken(cluster)) {
      const set = cluster.objects.sets.get(key)
      if (set === undefined || queue.endless.has(key)) continue
      const before = cluster.journal.entries.length
      syncOnce(cluster, key, set, choices)
      schedulePods(cluster, choices.places)
      for (const { event } of cluster.journal.entries.slice(before)) {
        if (event.op !== 'create' || event.kind !== 'Pod') continue
        const times = (made.get(`${key} ${event.name}`) ?? 0) + 1
        made.set(`${key} ${event.name}`, times)
        if (times > oftenEnough) markEndless(cluster, key)
      }
    }
    actAs(cluster, 'garbage-collector', () => collectGarbage(cluster))
    actAs(cluster, 'pvc-protection', () => protectClaims(cluster))
    schedulePods(cluster, choices.places)
  }
}

/** What the controllers answer at once, while somebody acts. */
export function answerAtOnce(cluster: Cluster, choices: Choices): void {
  workOff(cluster, choices)
}

function syncOnce(cluster: Cluster, key: string, set: WorkloadSet, choices: Choices): void {
  const sync = set.kind === 'StatefulSet' ? syncStatefulSet : syncDaemonSet
  syncEnded(
    cluster,
    key,
    actAs(cluster, key, () => sync(cluster, set, choices.contextOf(set))),
  )
}

/** Lets time pass while the controllers work. */
function waitWhileWorking(cluster: Cluster, seconds: number, choices: Choices): void {
  const end = cluster.queue.now + seconds
  for (;;) {
    workOff(cluster, choices)
    const next = nextTimer(cluster)
    if (next === undefined || next > end) break
    advanceTo(cluster, next)
    wakeDue(cluster)
  }
  advanceTo(cluster, end)
}

export interface RoundsOptions {
  readonly pace: Pace
  /** Cuts off after so many rounds. */
  readonly maxRounds: number
  /** Lets so many seconds pass once nothing moves, and goes on if something moves then. */
  readonly waitSeconds: number
  readonly choices: Choices
  /** A kubectl that waits goes on at the beginning of each round but the first, as the user. */
  readonly goOn?: () => void
  /** Nothing moves any more. @returns whether a kubectl that gives up now goes on with something else. */
  readonly giveUp?: () => boolean
  /** What the controllers did before this step's act: the answer to the round in which the last step was cut off. */
  readonly answer?: readonly JournalEntry[]
}

export interface PlayedRounds {
  readonly rounds: Round[]
  /** Nothing moves any more. Otherwise the controllers have not answered the last round's nodes yet. */
  readonly settled: boolean
}

/** Plays rounds until nothing moves. The act's own events are in the journal already. */
export function playRounds(cluster: Cluster, options: RoundsOptions): PlayedRounds {
  startAnew(cluster)
  const rounds: Round[] = []
  let waited = options.waitSeconds === 0
  let answer = options.answer ?? []
  for (let round = 0; round < options.maxRounds; round++) {
    if (round > 0) options.goOn?.()
    runControllers(cluster, options.choices)
    const controllers = inOrder([answer, takeJournal(cluster)])
    answer = []
    nodesAct(cluster, options.pace)
    schedulePods(cluster, options.choices.places)
    advanceTo(cluster, cluster.queue.now + nodesTurn)
    const nodes = takeJournal(cluster).map((entry) => entry.event)
    if (controllers.length === 0 && nodes.length === 0) {
      if (waited && options.giveUp?.() !== true) return { rounds, settled: true }
      waitWhileWorking(cluster, options.waitSeconds, options.choices)
      if (options.waitSeconds >= longestUntried) tryAllAgain(cluster)
      waited = true
      continue
    }
    if (options.waitSeconds > 0) waited = false
    rounds.push({ controllers, nodes })
    if (cluster.queue.endless.size > 0) return { rounds, settled: true }
  }
  return { rounds, settled: false }
}

/**
 * The events of one round, with groups numbered from 1. Where several controllers, or the garbage collector, acted side
 * by side, their events interleave freely and are one group. What a user does to one object comes first; of several
 * objects, the controllers may answer the first before the last is done.
 */
function inOrder(parts: readonly (readonly JournalEntry[])[]): PlanEvent[] {
  const events: PlanEvent[] = []
  let last = 0
  for (const entries of parts) {
    const others = entries.filter((entry) => entry.actor !== 'user')
    const actors = new Set(others.map((entry) => entry.actor))
    const free =
      actors.size > 1 || (others.length > 1 && (actors.has('garbage-collector') || actors.has('pvc-protection')))
    const touched = new Set(entries.filter((entry) => entry.actor === 'user').map((entry) => entry.event.name))
    const usersToo = touched.size > 1 && others.length > 0
    const groups = new Map<number, number>()
    const freeGroup = last + 1
    if (free || usersToo) last = freeGroup
    for (const { event, actor } of entries) {
      if (usersToo || (free && actor !== 'user')) events.push({ ...event, group: freeGroup })
      else if (event.group === undefined) events.push(event)
      else {
        if (!groups.has(event.group)) groups.set(event.group, ++last)
        events.push({ ...event, group: groups.get(event.group) as number })
      }
    }
  }
  return events
}
