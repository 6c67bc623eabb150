/** kubectl drain: cordon, then evict what may go (k8s.io/kubectl/pkg/drain). */
import { asList, asObject, type JsonObject } from '../../kubernetes/json.js'
import type { Cluster, Pod } from '../cluster.js'
import { deletePod, inGroup } from '../store/index.js'
import { evictionRefusal, type EvictionRefusal } from '../server/eviction.js'
import { shownDuration } from './duration.js'
import type { DrainOptions, KubectlCommand } from './kubectl.js'
import { say, touchRefused, type Replies } from './replies.js'
import { resourceOf } from '../../apiserver/resources.js'
import { parseLabelSelector } from './selector-text.js'
import { cordonNodes } from './taint.js'
import { matchesSelector } from '../../kubernetes/label-selector.js'
import { controllerOf, shownPodName } from '../objects/index.js'

const podResource = resourceOf('v1', 'Pod')
const nodes = resourceOf('v1', 'Node')

interface Verdict {
  readonly evicts: boolean
  readonly error?: string
  readonly warning?: string
}

/** A node that kubectl drains just now. */
interface Draining {
  readonly name: string
  /** Pods whose eviction is refused, each with the last refusal: tried again every 5 s. */
  readonly refused: Map<Pod, EvictionRefusal>
  /** Pods that have been evicted and are still there. */
  readonly leaving: Set<Pod>
}

/** What keeps a drain from ending. */
export interface HangingDrain {
  readonly node: string
  readonly refused: readonly { readonly pod: Pod; readonly refusal: EvictionRefusal }[]
  readonly leaving: readonly Pod[]
}

/** A drain that goes on while the controllers and nodes work: kubectl waits for each node before it takes the next. */
export interface Drain {
  /** Tries again what was refused, and takes the next node where one is done. */
  goOn(): void
  /** Nothing moves any more: with a timeout kubectl gives the node up. @returns whether it goes on with another one. */
  giveUp(): boolean
  /** What it hangs on; undefined where it has come to an end. */
  hanging(): HangingDrain | undefined
}

/** Cordons the nodes, and begins to drain the first of them. */
export function drainNodes(cluster: Cluster, command: KubectlCommand & { verb: 'drain' }, replies: Replies): Drain {
  const { options } = command
  const names = [...cordonNodes(cluster, command, replies)]
  const pending: string[] = []
  const failures: string[] = []
  let current: Draining | undefined

  const fail = (name: string, failure: string): void => {
    replies.notes.push(
      `error: unable to drain node ${JSON.stringify(name)} due to error: ${failure}, continuing command...`,
    )
    touchRefused(replies, { resource: nodes, namespace: '', name }, `error: ${failure}`)
    failures.push(failure)
    pending.push(name)
  }
  /** Tries to evict these pods of the node. @returns a refusal after which kubectl does not try again. */
  const evict = (node: Draining, pods: readonly Pod[]): string | undefined => {
    const final: string[] = []
    inGroup(cluster, () => {
      for (const pod of pods) {
        const again = node.refused.delete(pod)
        if (pod.removed === true) continue
        const refusal = options.disableEviction ? undefined : evictionRefusal(cluster, pod)
        if (refusal === undefined) {
          leave(cluster, pod, options, replies, again)
          if (pod.metadata.deletionTimestamp !== undefined && !isRemoved(pod)) node.leaving.add(pod)
        } else if (refusal.again) {
          node.refused.set(pod, refusal)
          if (!again) replies.output.push(`evicting pod ${idOf(pod)}`)
        } else {
          replies.output.push(`evicting pod ${idOf(pod)}`)
          touchRefused(replies, { resource: podResource, ...pod.metadata }, refusal.message)
          final.push(`error when evicting ${quotedId(pod)}: ${refusal.message}`)
        }
      }
    })
    if (final.length === 0) return undefined
    return final.length === 1 ? final[0] : `[${final.join(', ')}]`
  }
  const next = (): void => {
    while (current === undefined) {
      const name = names.shift()
      if (name === undefined) return end()
      const found = podsToEvict(cluster, name, options, replies)
      if (typeof found === 'string') {
        fail(name, found)
        continue
      }
      const node: Draining = { name, refused: new Map(), leaving: new Set() }
      const failure = evict(node, found)
      if (failure !== undefined) fail(name, failure)
      else if (node.refused.size + node.leaving.size === 0) drained(name)
      else current = node
    }
  }
  const drained = (name: string): void => {
    say(replies, { resource: nodes, namespace: '', name }, 'drained', `node/${name} drained`)
  }
  let ended = false
  const end = (): void => {
    if (ended || pending.length === 0) return
    ended = true
    // kubectl prints its last error without a prefix here, for it is an aggregate of aggregates
    replies.notes.push('There are pending nodes to be drained:', ...pending.map((name) => ` ${name}`), ...failures)
  }
  const goOn = (): void => {
    if (current === undefined) return
    for (const pod of current.leaving) if (isRemoved(pod)) current.leaving.delete(pod)
    const failure = evict(current, [...current.refused.keys()])
    if (failure !== undefined) fail(current.name, failure)
    else if (current.refused.size + current.leaving.size > 0) return
    else drained(current.name)
    current = undefined
    next()
  }
  const giveUp = (): boolean => {
    if (current === undefined || options.timeout === 0) return false
    const after = `global timeout reached: ${shownDuration(options.timeout)}`
    const lines = [
      ...[...current.refused.keys()].map((pod) => `error when evicting ${quotedId(pod)}: ${after}`),
      ...[...current.leaving].map(
        ({ metadata }) =>
          `error when waiting for pod ${JSON.stringify(shownPodName(metadata.name))} in namespace ${JSON.stringify(metadata.namespace)} to terminate: ${after}`,
      ),
    ]
    fail(current.name, lines.length === 1 ? (lines[0] ?? '') : `[${lines.join(', ')}]`)
    current = undefined
    next()
    return true
  }
  next()
  return {
    goOn,
    giveUp,
    hanging: () =>
      current === undefined
        ? undefined
        : {
            node: current.name,
            refused: [...current.refused].map(([pod, refusal]) => ({ pod, refusal })),
            leaving: [...current.leaving],
          },
  }
}

function isRemoved(pod: Pod): boolean {
  return pod.removed === true
}

/** The pods of a node that have to go, or why kubectl does not begin. */
function podsToEvict(
  cluster: Cluster,
  nodeName: string,
  options: DrainOptions,
  replies: Replies,
): readonly Pod[] | string {
  const selector = options.podSelector === undefined ? undefined : parseLabelSelector(options.podSelector)
  const pods = [...cluster.objects.pods.values()]
    .filter(
      (pod) => pod.nodeName === nodeName && (selector === undefined || matchesSelector(selector, pod.metadata.labels)),
    )
    .sort((a, b) => (idOf(a) < idOf(b) ? -1 : 1))
  const verdicts = pods.map((pod) => ({ pod, verdict: verdictOn(cluster, pod, options) }))
  const errors = gathered(verdicts.map(({ pod, verdict }) => [verdict.error, pod]))
  if (errors.length > 0) return errors.map(([message, ids]) => `cannot delete ${message}: ${ids}`).join(', ')
  const warnings = gathered(verdicts.map(({ pod, verdict }) => [verdict.warning, pod]))
  if (warnings.length > 0) replies.warnings.push(warnings.map(([message, ids]) => `${message}: ${ids}`).join('; '))
  return verdicts.filter(({ verdict }) => verdict.evicts).map(({ pod }) => pod)
}

/** A pod may go. */
function leave(cluster: Cluster, pod: Pod, options: DrainOptions, replies: Replies, again: boolean): void {
  const { gracePeriodSeconds } = options
  deletePod(cluster, pod, gracePeriodSeconds === undefined ? {} : { gracePeriodSeconds })
  const done = options.disableEviction ? 'deleted' : 'evicted'
  const line = `pod/${shownPodName(pod.metadata.name)} ${done}`
  const begins = options.disableEviction || again ? [] : [`evicting pod ${idOf(pod)}`]
  say(replies, { resource: podResource, ...pod.metadata }, done, ...begins, line)
}

/** `pods/"web-0" -n "default"` */
function quotedId({ metadata }: Pod): string {
  return `pods/${JSON.stringify(shownPodName(metadata.name))} -n ${JSON.stringify(metadata.namespace)}`
}

function idOf(pod: Pod): string {
  return `${pod.metadata.namespace}/${shownPodName(pod.metadata.name)}`
}

/** The filters of a drain, in their order; the last word counts. */
function verdictOn(cluster: Cluster, pod: Pod, options: DrainOptions): Verdict {
  const ended = pod.phase === 'Succeeded' || pod.phase === 'Failed'
  const controller = controllerOf(pod)
  if (controller?.kind === 'DaemonSet' && !ended) {
    const there = cluster.objects.sets.has(`DaemonSet/${pod.metadata.namespace}/${controller.name}`)
    const gone = `daemonsets.apps ${JSON.stringify(controller.name)} not found`
    if (!there && !options.force) return { evicts: false, error: gone }
    if (there && !options.ignoreDaemonSets)
      return { evicts: false, error: 'DaemonSet-managed Pods (use --ignore-daemonsets to ignore)' }
    if (there) return { evicts: false, warning: 'ignoring DaemonSet-managed Pods' }
  }
  let warning: string | undefined
  if (!ended && usesEmptyDir(pod.spec)) {
    if (!options.deleteEmptyDirData)
      return { evicts: false, error: 'Pods with local storage (use --delete-emptydir-data to override)' }
    warning = 'deleting Pods with local storage'
  }
  if (!ended && controller === undefined) {
    if (!options.force) return { evicts: false, error: 'Pods that declare no controller (use --force to override)' }
    warning = 'deleting Pods that declare no controller'
  }
  return { evicts: true, ...(warning === undefined ? {} : { warning }) }
}

function usesEmptyDir(spec: JsonObject): boolean {
  return asList(spec['volumes']).some((volume) => asObject(volume)['emptyDir'] !== undefined)
}

function gathered(messages: readonly (readonly [string | undefined, Pod])[]): [string, string][] {
  const byMessage = new Map<string, string[]>()
  for (const [message, pod] of messages)
    if (message !== undefined) byMessage.set(message, [...(byMessage.get(message) ?? []), idOf(pod)])
  return [...byMessage].map(([message, ids]) => [message, ids.join(', ')])
}
