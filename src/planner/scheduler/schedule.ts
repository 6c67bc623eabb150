/** kube-scheduler: pods that are not bound are tried, one after the other, and tried again when something may help. */
import { asList } from '../../kubernetes/json.js'
import type { Cluster, Pod } from '../cluster.js'
import type { PlanEvent } from '../plan.js'
import { bindPod, setUnschedulable, takeSchedulingNews } from '../store/index.js'
import { findNodes } from './find-nodes.js'
import type { Happening } from './plugin.js'
import { plugins } from './plugins/index.js'
import { SchedulerState } from './state.js'
import { controllerOf, memoryOf, remember } from '../objects/index.js'

/** Pod name → node: where several nodes fit, this one. */
export type Places = Readonly<Record<string, string>>

interface Scheduler {
  readonly state: SchedulerState
  /** Pods to be tried, in the order in which they came. */
  readonly active: Set<Pod>
  /** Pods that no node took, with the plugins that refused. */
  readonly waiting: Map<Pod, ReadonlySet<string>>
}

const schedulers = memoryOf<Cluster, Scheduler>('the scheduler of a cluster')

function newScheduler(cluster: Cluster): Scheduler {
  return { state: new SchedulerState(cluster), active: new Set(), waiting: new Map() }
}

/** What the scheduler of a cluster knows. */
export function stateOf(cluster: Cluster): SchedulerState {
  return remember(cluster, schedulers, cluster, newScheduler).state
}

/**
 * Lets the scheduler work until it has nothing more to try.
 * @param places where the pods go that could go to several nodes.
 */
export function schedulePods(cluster: Cluster, places: Places): void {
  if (cluster.assumed.scheduler === undefined) return
  const scheduler = remember(cluster, schedulers, cluster, newScheduler)
  for (;;) {
    hear(cluster, scheduler)
    const pod = nextPod(scheduler, places)
    if (pod === undefined) {
      if (cluster.queue.schedulingNews.size === 0) return
      continue
    }
    scheduler.active.delete(pod)
    attempt(cluster, scheduler, pod, places)
  }
}

/** Seconds after which the scheduler tries a pod again, whatever has happened (flushUnschedulableEntitiesLeftover). */
export const longestUntried = 300

/** So much time has passed that the scheduler tries every pod again. */
export function tryAllAgain(cluster: Cluster): void {
  if (cluster.assumed.scheduler === undefined) return
  const { active, waiting } = remember(cluster, schedulers, cluster, newScheduler)
  for (const pod of waiting.keys()) active.add(pod)
  waiting.clear()
}

/** Hears what the store has told, as far as a change of a node for which pods are tried before it hears more. */
function hear(cluster: Cluster, scheduler: Scheduler): void {
  for (const told of takeSchedulingNews(cluster)) {
    if (told.kind === 'node') {
      requeue(scheduler, scheduler.state.node(told.before, told.after))
      if (scheduler.active.size > 0) return
      continue
    }
    const { pod } = told
    const happening = scheduler.state.pod(pod)
    if (!isForScheduler(pod)) {
      scheduler.active.delete(pod)
      scheduler.waiting.delete(pod)
    } else if (!scheduler.waiting.has(pod) || told.relabelled === true) {
      // a pod whose own labels change is tried again (plugin InterPodAffinity)
      scheduler.waiting.delete(pod)
      scheduler.active.add(pod)
      scheduler.state.candidate(pod)
    }
    if (happening !== undefined) requeue(scheduler, happening)
  }
}

/** The pod asks for a node, of this scheduler, and is not held back. */
function isForScheduler(pod: Pod): boolean {
  const { spec, metadata } = pod
  if (pod.nodeName !== undefined || pod.removed === true || metadata.deletionTimestamp !== undefined) return false
  if (asList(spec['schedulingGates']).length > 0) return false
  return (spec['schedulerName'] ?? 'default-scheduler') === 'default-scheduler'
}

function requeue({ state, active, waiting }: Scheduler, happening: Happening): void {
  if (waiting.size === 0) return
  const heard = plugins.filter((plugin) => plugin.listens(happening))
  if (heard.length === 0) return
  for (const [pod, refusedBy] of waiting) {
    const helps =
      refusedBy.size === 0 ||
      heard.some(
        (plugin) =>
          refusedBy.has(plugin.name) &&
          (!state.behaviour.queueingHints || plugin.mayHelp(happening, state.candidate(pod), state)),
      )
    if (!helps) continue
    waiting.delete(pod)
    active.add(pod)
  }
}

/**
 * The next pod: of the highest priority, and then the one that came first. Which of several that were made at the same
 * time comes first is open: those that can go to the place that is asked for go before the others.
 */
function nextPod({ state, active }: Scheduler, places: Places): Pod | undefined {
  const anyPlace = Object.keys(places).length > 0
  if (!anyPlace && !state.hasPriorities) return first(active)
  let highest = -Infinity
  for (const pod of active) highest = Math.max(highest, state.candidate(pod).needs.priority)
  const next = [...active].filter((pod) => state.candidate(pod).needs.priority === highest)
  const placed = next.filter((pod) => placeOf(pod, places) !== undefined)
  return placed.find((pod) => fitsItsPlace(state, pod, places)) ?? placed[0] ?? next[0]
}

function fitsItsPlace(state: SchedulerState, pod: Pod, places: Places): boolean {
  const found = findNodes(state.candidate(pod), state)
  return 'fits' in found && found.fits.includes(placeOf(pod, places) ?? '')
}

function first<T>(values: Iterable<T>): T | undefined {
  for (const value of values) return value
  return undefined
}

function placeOf(pod: Pod, places: Places): string | undefined {
  const { name, namespace } = pod.metadata
  const key = Object.hasOwn(places, `${namespace}/${name}`) ? `${namespace}/${name}` : name
  return Object.hasOwn(places, key) ? places[key] : undefined
}

function attempt(cluster: Cluster, scheduler: Scheduler, pod: Pod, places: Places): void {
  const found = findNodes(scheduler.state.candidate(pod), scheduler.state)
  if ('message' in found) {
    scheduler.waiting.set(pod, found.refusedBy)
    setUnschedulable(cluster, pod, found.message)
    return
  }
  const { name, choice } = choose(scheduler.state, pod, found.fits, places)
  bindPod(cluster, pod, name, choice)
}

/** A choice among more nodes than this names only the first few of them. */
const longestList = 250
const shownOfLongList = 20

/** Of several nodes the one that is asked for; else one with the fewest pods of the set, and of these the first by name. */
function choose(
  state: SchedulerState,
  pod: Pod,
  fits: readonly string[],
  places: Places,
): { name: string; choice?: NonNullable<PlanEvent['choice']> } {
  const [only = ''] = fits
  if (fits.length === 1) return { name: only }
  const owner = controllerOf(pod)?.uid
  const pods = (name: string): number => state.nodes.get(name)?.byOwner.get(owner ?? '') ?? 0
  const asked = placeOf(pod, places)
  let name = only
  for (const other of fits) {
    const [more, fewer] = [pods(name), pods(other)]
    if (fewer < more || (fewer === more && other < name)) name = other
  }
  if (asked !== undefined && fits.includes(asked)) name = asked
  const of = [...fits].sort()
  if (of.length <= longestList) return { name, choice: { pick: 1, of } }
  return { name, choice: { pick: 1, of: of.slice(0, shownOfLongList), more: of.length - shownOfLongList } }
}
