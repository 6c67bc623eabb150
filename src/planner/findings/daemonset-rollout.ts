/** How a DaemonSet's rollout goes over the fleet: waves, the worst moment, and what stops it. */
import { asNumber, asObject } from '../../kubernetes/json.js'
import { someNodeTakes } from '../scheduler/what-if.js'
import type { Pod } from '../cluster.js'
import type { Finding } from '../plan.js'
import { followReadiness } from '../readiness.js'
import { nodeOf, type DaemonSetStory } from './daemonset-story.js'
import { counted } from '../../words/counted.js'
import { listed, one, setName } from './step-story.js'
import { revisionLabel, historyOf } from '../objects/index.js'
import { asOfRevision, unscheduledByReason } from './unscheduled.js'

/** The nodes whose pod a rollout of the present template replaces. */
function nodesToRoll(story: DaemonSetStory): string[] {
  const present = new Set(story.answers.filter(({ op }) => op === 'create').map(({ revision }) => revision))
  if (present.size === 0) return []
  const hash = historyOf(story.cluster, story.set).at(-1)?.metadata.labels[revisionLabel]
  const old = story.podsBefore.filter((pod) => pod.revision !== hash && pod.terminating !== true)
  return [...new Set(old.map(nodeOf))].filter((name) => {
    const node = story.cluster.objects.nodes.get(name)
    return node !== undefined && story.place(node).shouldRun
  })
}

/** `any 5 nodes at a time (10% of 42, rounded up): at least 9 waves, at most 42` (D-26, D-34). */
export function waves(story: DaemonSetStory): Finding[] {
  if (story.strategy !== 'RollingUpdate' || !story.existed || !story.changed) return []
  const nodes = nodesToRoll(story).length
  if (nodes === 0) return []
  const { maxSurge, maxUnavailable } = story.budget
  const size = Math.min(maxSurge > 0 ? maxSurge : maxUnavailable, nodes)
  const least = Math.ceil(nodes / size)
  const pace = size === 1 ? 'one node at a time' : `any ${size} nodes at a time`
  const long =
    least === nodes
      ? counted(nodes, 'wave')
      : `at least ${counted(least, 'wave')}, and at most ${nodes}, where pods get ready one by one`
  return [
    {
      id: 'rollout-waves',
      severity: 'info',
      object: story.shown,
      message: `${nodes === 1 ? 'The pod on 1 node is replaced' : `The pods on ${nodes} nodes are replaced, ${pace}${origin(story, maxSurge > 0 ? 'maxSurge' : 'maxUnavailable')}`}: ${long}.`,
    },
  ]
}

function origin(story: DaemonSetStory, field: 'maxSurge' | 'maxUnavailable'): string {
  const value = asObject(asObject(story.set.spec['updateStrategy'])['rollingUpdate'])[field]
  return typeof value === 'string'
    ? ` (${field} ${value} of ${story.desired}, rounded up)`
    : ` (${field} ${String(value ?? 1)})`
}

/** The share of nodes without a ready pod at the worst moment. */
export function worstMoment(story: DaemonSetStory): Finding[] {
  if (!story.existed || !story.touched || story.desired === 0) return []
  const should = new Set(
    [...story.cluster.objects.nodes.values()].filter((node) => story.place(node).shouldRun).map((node) => node.name),
  )
  const served = followReadiness(setName(story.set), story.bySet.of(setName(story.set)).podsBefore)
  let without = [...should].filter((name) => !served.has(name)).length
  let worst = 0
  for (const events of story.moments) {
    for (const event of events) {
      const node = event.node ?? ''
      const had = served.has(node)
      served.see(event)
      if (should.has(node)) without += Number(had) - Number(served.has(node))
    }
    worst = Math.max(worst, without)
  }
  if (worst === 0) return []
  const share = Math.round((worst / should.size) * 100)
  return [
    {
      id: 'worst-moment',
      severity: 'info',
      object: story.shown,
      message: `At the worst moment ${worst} of ${counted(should.size, 'node')} (${share}%) ${worst === 1 ? 'has' : 'have'} no ready pod.`,
    },
  ]
}

/** Tells whether a settled set has what was asked for. */
function hasReached(story: DaemonSetStory): boolean {
  const count = (field: string) => asNumber(story.set.status[field]) ?? 0
  if (count('observedGeneration') < story.set.metadata.generation) return false
  if (count('numberAvailable') < story.desired) return false
  return story.strategy !== 'RollingUpdate' || count('updatedNumberScheduled') >= story.desired
}

/** What uses up the budget of a rollout that does not go on (D-29, D-31). */
export function stuck(story: DaemonSetStory): Finding[] {
  if (!story.settled || !story.touched) return []
  if (story.strategy !== 'RollingUpdate') return pendingPods(story)
  if (hasReached(story)) return []
  // a pod that is ready and waits for minReadySeconds only needs time
  const waiting = story.pods.filter((pod) => pod.metadata.deletionTimestamp === undefined && !pod.ready)
  const nodes = [...new Set(waiting.map((pod) => pod.nodeName ?? pod.targetNode ?? ''))].sort()
  if (nodes.length === 0) return []
  const dead = nodes.filter((name) => story.cluster.objects.nodes.get(name)?.ready === false)
  const deadText =
    dead.length === 0
      ? ''
      : ` ${listed(dead)} ${one(dead, 'is', 'are')} not ready: a lost node uses up the budget as long as it is there.`
  const left = story.desired - (asNumber(story.set.status['updatedNumberScheduled']) ?? 0)
  const rolls = left > 0
  const pending = [...unscheduledByReason(waiting)]
  const pendingText = pending.map(([reason, pods]) => ` ${pendingWords(pods, reason)}`).join('')
  if (!rolls && pending.length > 0 && pending.flatMap(([, pods]) => pods).length === waiting.length)
    return pendingPods(story)
  const heals = pending.flatMap(([, pods]) => pods).every((pod) => fitsWhenBack(story, pod))
  return [
    {
      id: 'stuck-rollout',
      severity: 'error',
      object: story.shown,
      nodes,
      message: rolls
        ? `The rollout stops with ${counted(left, 'node')} to go: the ${one(nodes, 'pod', 'pods')} on ${listed(nodes)} ${one(nodes, 'is not available and uses', 'are not available and use')} up the budget.${deadText}${pendingText}${heals ? ' Going back to the old template heals it: pods that are not available are replaced first.' : ''}`
        : `The ${one(nodes, 'pod', 'pods')} on ${listed(nodes)} ${one(nodes, 'does', 'do')} not get available.${deadText}${pendingText}`,
      ...(rolls && heals
        ? {
            commands: [
              `kubectl rollout undo ds/${story.set.metadata.name}${story.set.metadata.namespace === 'default' ? '' : ` -n ${story.set.metadata.namespace}`}`,
            ],
          }
        : {}),
    },
  ]
}

/**
 * Whether a pod that no node takes is no obstacle once the template is the old one again: its node takes such a pod, or
 * still has one (surge).
 */
function fitsWhenBack({ cluster, set, pods }: DaemonSetStory, pod: Pod): boolean {
  if (pods.some((other) => other !== pod && other.nodeName !== undefined && other.nodeName === pod.targetNode))
    return true
  const previous = historyOf(cluster, set).at(-2)
  return previous !== undefined && someNodeTakes(cluster, asOfRevision(pod, previous))
}

/** `The pod on node-2 is Pending: 0/3 nodes are available: 1 Insufficient cpu, …` */
function pendingWords(pods: readonly Pod[], reason: string): string {
  const nodes = [...new Set(pods.map((pod) => pod.targetNode ?? ''))].sort()
  return `The ${one(nodes, 'pod', 'pods')} on ${listed(nodes)} ${one(nodes, 'is', 'are')} Pending: ${reason}`
}

/** Pods whose node does not take them. */
function pendingPods(story: DaemonSetStory): Finding[] {
  const pending = [...unscheduledByReason(story.pods)]
  if (pending.length === 0) return []
  const nodes = [...new Set(pending.flatMap(([, pods]) => pods.map((pod) => pod.targetNode ?? '')))].sort()
  return [
    {
      id: 'stuck-rollout',
      severity: 'error',
      object: story.shown,
      nodes,
      message: pending.map(([reason, pods]) => pendingWords(pods, reason)).join(' '),
    },
  ]
}
