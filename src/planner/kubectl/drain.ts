/** kubectl drain: cordon, then evict what may go (k8s.io/kubectl/pkg/drain). */
import { asList, asObject, type JsonObject } from '../../kubernetes/json.js'
import type { Cluster, Pod } from '../cluster.js'
import { deletePod, inGroup } from '../store/index.js'
import { KubectlError } from './command-line.js'
import { disruptionRefusal } from '../server/eviction.js'
import type { DrainOptions, KubectlCommand } from './kubectl.js'
import { refuse, say, touchRefused, type Replies } from './replies.js'
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

export function drainNodes(cluster: Cluster, command: KubectlCommand & { verb: 'drain' }, replies: Replies): void {
  const names = cordonNodes(cluster, command, replies)
  const remaining: string[] = []
  for (const name of names) {
    const failure = drainNode(cluster, name, command.options, replies)
    if (failure === undefined) {
      say(replies, { resource: nodes, namespace: '', name }, 'drained', `node/${name} drained`)
      continue
    }
    replies.notes.push(
      `error: unable to drain node ${JSON.stringify(name)} due to error: ${failure}, continuing command...`,
    )
    refuse(replies, { resource: nodes, namespace: '', name }, new KubectlError(failure))
    remaining.push(name)
  }
  if (remaining.length > 0)
    replies.notes.push('There are pending nodes to be drained:', ...remaining.map((name) => ` ${name}`))
  // kubectl prints its last error without a prefix here, for it is an aggregate of aggregates
  if (remaining.length > 0) replies.notes.push(...replies.errors.splice(0).map(({ message }) => message))
  if (remaining.length > 0) replies.errors.length = 0
}

/** @returns why the node cannot be drained. */
function drainNode(cluster: Cluster, nodeName: string, options: DrainOptions, replies: Replies): string | undefined {
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
  const evicted = verdicts.filter(({ verdict }) => verdict.evicts).map(({ pod }) => pod)
  const failures: string[] = []
  inGroup(cluster, () => {
    for (const pod of evicted) {
      const subject = { resource: podResource, ...pod.metadata }
      const refusal = options.disableEviction ? undefined : disruptionRefusal(cluster, pod)
      if (refusal !== undefined) {
        const { name, namespace } = pod.metadata
        replies.output.push(`evicting pod ${idOf(pod)}`)
        touchRefused(replies, subject, refusal)
        failures.push(
          `error when evicting pods/${JSON.stringify(shownPodName(name))} -n ${JSON.stringify(namespace)} (will retry after 5s): ${refusal}`,
        )
        continue
      }
      deletePod(cluster, pod)
      const done = options.disableEviction ? 'deleted' : 'evicted'
      const line = `pod/${shownPodName(pod.metadata.name)} ${done}`
      say(replies, subject, done, ...(options.disableEviction ? [line] : [`evicting pod ${idOf(pod)}`, line]))
    }
  })
  return failures.length === 0 ? undefined : failures.join('\n')
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
