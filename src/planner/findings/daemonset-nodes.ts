/** Which nodes have no pod of a DaemonSet, and which lose theirs outside of every budget. */
import type { Finding } from '../plan.js'
import { nodeOf, type DaemonSetStory } from './daemonset-story.js'
import { counted } from '../../words/counted.js'
import { listed, one } from './step-story.js'

/** Nodes by the reason for which they get no pod. */
function byReason(
  story: DaemonSetStory,
  names: Iterable<string>,
  keeps: 'shouldRun' | 'shouldContinue',
): Map<string, string[]> {
  const reasons = new Map<string, string[]>()
  for (const name of names) {
    const node = story.cluster.objects.nodes.get(name)
    const placement = node === undefined ? undefined : story.place(node)
    if (placement === undefined || placement[keeps]) continue
    const why = placement.why ?? ''
    const nodes = reasons.get(why)
    if (nodes === undefined) reasons.set(why, [name])
    else nodes.push(name)
  }
  return reasons
}

/** The nodes that the step is about: all of them where the set is new or changed, else those that the act names. */
function nodesInQuestion({ changed, cluster, step, nodesTouchedByKubectl: named }: DaemonSetStory): string[] {
  if (changed) return [...cluster.objects.nodes.keys()].sort()
  const described = step.do === 'addNode' || step.do === 'setNode' ? [step.node.name] : []
  return [...new Set([...described, ...named])].filter((name) => cluster.objects.nodes.has(name)).sort()
}

/** `cp-1: taint node-role.kubernetes.io/control-plane:NoSchedule is not tolerated` */
export function nodesWithoutPod(story: DaemonSetStory): Finding[] {
  const taken = new Set(
    story.pods
      .filter((pod) => pod.metadata.deletionTimestamp === undefined)
      .map((pod) => pod.nodeName ?? pod.targetNode),
  )
  return [...byReason(story, nodesInQuestion(story), 'shouldRun')].map(([why, nodes]) => {
    const keep = nodes.filter((name) => taken.has(name))
    const where = keep.length === nodes.length ? '' : ` (${listed(keep)})`
    const stay = one(
      keep,
      'the pod that is there stays until it is replaced or deleted',
      'the pods that are there stay until they are replaced or deleted',
    )
    const kept = keep.length === 0 ? '' : `; ${stay}${where}`
    return {
      id: 'node-without-pod',
      severity: 'info',
      object: story.shown,
      nodes,
      message: `No pod is made on ${listed(nodes)}: ${why}${kept}.`,
    }
  })
}

/** Nodes on which the step deleted a pod. */
function nodesOfDeleted(story: DaemonSetStory): string[] {
  const deletions = story.answers.filter((event) => event.op === 'delete')
  return [...new Set(deletions.map(nodeOf))].sort()
}

/** D-20: these go in the first sync, all together, whatever the strategy says. */
export function nodesLeft(story: DaemonSetStory): Finding[] {
  return [...byReason(story, nodesOfDeleted(story), 'shouldContinue')].map(([why, nodes]) => ({
    id: 'leaves-at-once',
    severity: 'warning',
    object: story.shown,
    nodes,
    message: `${
      nodes.length === 1
        ? `${listed(nodes)} LOSES ITS POD AT ONCE, outside of any budget: ${why}.`
        : `${counted(nodes.length, 'node')} LOSE THEIR PODS AT ONCE, all together and outside of any budget: ${listed(nodes)} (${why}).`
    } No updateStrategy holds this back.`,
  }))
}

/** D-32: a pod that only stayed because nobody deleted it does not come back. */
export function notBroughtBack(story: DaemonSetStory): Finding[] {
  const staying = nodesOfDeleted(story).filter((name) => {
    const node = story.cluster.objects.nodes.get(name)
    return node !== undefined && story.place(node).shouldContinue
  })
  return [...byReason(story, staying, 'shouldRun')].map(([why, nodes]) => ({
    id: 'not-brought-back',
    severity: 'warning',
    object: story.shown,
    nodes,
    message: `The ${one(nodes, 'pod', 'pods')} on ${listed(nodes)} ${one(nodes, 'is', 'are')} deleted, and none is made there again: ${why}.`,
  }))
}
