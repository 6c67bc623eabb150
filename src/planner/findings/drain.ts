/** A drain that never ends: what it waits for, and the way out. */
import { asObject } from '../../kubernetes/json.js'
import type { Cluster, Pod } from '../cluster.js'
import { shownPodName } from '../objects/index.js'
import { listed, one, type FindingsOf, type HeldBack, type StepStory } from './step-story.js'

export const drainFindings: FindingsOf = (story) => {
  const { hanging } = story
  if (hanging === undefined) return []
  const byBudget = new Map<string, { pods: Pod[]; budget: HeldBack }>()
  for (const { pod, refusal } of hanging.refused) {
    if (refusal.budget === undefined) continue
    const key = `${pod.metadata.namespace}/${refusal.budget.name}`
    const known = byBudget.get(key) ?? { pods: [], budget: refusal.budget }
    byBudget.set(key, { ...known, pods: [...known.pods, pod] })
  }
  const obstacles = [...byBudget.values()].map(({ pods, budget }) => heldBack(story.cluster, pods, budget))
  const commands = [...new Set(obstacles.flatMap(({ commands = [] }) => commands))]
  const leaving = names(hanging.leaving)
  const waits =
    hanging.leaving.length === 0
      ? ''
      : ` It waits for ${leaving} to end, which ${one(hanging.leaving, 'does', 'do')} not.`
  return [
    {
      id: 'drain-hangs',
      severity: 'error',
      nodes: [hanging.node],
      message:
        `kubectl drain hangs at ${hanging.node}, and never ends. ${obstacles.map(({ message }) => message).join(' ')}${waits}`.trim(),
      ...(commands.length === 0 ? {} : { commands: [...commands, again(story)] }),
    },
  ]
}

function names(pods: readonly Pod[]): string {
  return listed(pods.map(({ metadata }) => shownPodName(metadata.name)))
}

/** The same drain once more. */
function again({ step }: StepStory): string {
  return step.do === 'kubectl' ? `kubectl ${step.line.words.join(' ')}` : ''
}

/** Pods that a budget does not let go. */
function heldBack(
  cluster: Cluster,
  pods: readonly Pod[],
  budget: HeldBack,
): { readonly message: string; readonly commands?: readonly string[] } {
  const { name, expected, wanted, healthy, failure } = budget
  const namespace = pods[0]?.metadata.namespace ?? 'default'
  const patch = (spec: string): string =>
    `kubectl patch pdb ${name}${namespace === 'default' ? '' : ` -n ${namespace}`} --type=merge -p '{"spec":${spec}}'`
  const subject = `It tries to evict ${names(pods)} every 5 seconds, and the budget ${name}`
  if (failure !== undefined) return { message: `${subject} does not allow it: it cannot count (${failure}).` }
  const { minAvailable } = asObject(
    cluster.objects.others.get(`PodDisruptionBudget/${namespace}/${name}`)?.object['spec'],
  )
  const needs = `needs ${wanted} healthy ${wanted === 1 ? 'pod' : 'pods'} and has ${healthy}`
  if (wanted >= expected) {
    const spec =
      typeof minAvailable === 'number' && expected > 1
        ? `{"minAvailable":${expected - 1}}`
        : `{"minAvailable":null,"maxUnavailable":1}`
    return {
      message: `${subject} ${needs}: it never lets one go, however many are ready. Let it spare one; --disable-eviction passes it by.`,
      commands: [patch(spec)],
    }
  }
  const unready = pods.filter((pod) => !pod.ready)
  if (unready.length > 0) {
    return {
      message: `${subject} ${needs}: ${names(unready)} ${one(unready, 'is', 'are')} not ready, and ${one(unready, 'goes', 'go')} only if the others are enough (unhealthyPodEvictionPolicy).`,
      commands: [patch('{"unhealthyPodEvictionPolicy":"AlwaysAllow"}')],
    }
  }
  return { message: `${subject} ${needs}: others have to get ready first.` }
}
