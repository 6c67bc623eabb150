/** Which nodes have a ready pod, event by event. */
import type { FinalPod, PlanEvent } from '../plan.js'
import { nodeOf } from './daemonset-story.js'

interface PodOnNode {
  readonly revision?: string
  ready: boolean
}

/** Follows a DaemonSet's pods: a node is served while any of its pods is ready (a surge puts two on it). */
export function servedNodes(before: readonly FinalPod[]) {
  const pods = new Map<string, PodOnNode[]>()
  const on = (node: string): PodOnNode[] => {
    const known = pods.get(node) ?? []
    pods.set(node, known)
    return known
  }
  for (const pod of before) {
    if (pod.terminating !== true)
      on(nodeOf(pod)).push({ ready: pod.ready, ...(pod.revision === undefined ? {} : { revision: pod.revision }) })
  }
  const see = (event: PlanEvent): void => {
    const known = on(nodeOf(event))
    if (event.op === 'create')
      known.push({ ready: false, ...(event.revision === undefined ? {} : { revision: event.revision }) })
    else if (event.op === 'ready') setReady(meant(known, event, false), true)
    else if (event.op === 'unready' || event.op === 'failed') setReady(meant(known, event, true), false)
    else if (event.op === 'delete') {
      const pod = meant(known, event, false)
      pods.set(
        nodeOf(event),
        known.filter((each) => each !== pod),
      )
    }
  }
  return { see, has: (node: string): boolean => (pods.get(node) ?? []).some(({ ready }) => ready) }
}

/** The pod of a node that an event is about: by its revision, else by whether it is ready. */
function meant(pods: readonly PodOnNode[], { revision }: PlanEvent, ready: boolean): PodOnNode | undefined {
  const alike = pods.filter((pod) => revision === undefined || pod.revision === revision)
  const candidates = alike.length > 0 ? alike : pods
  return candidates.find((pod) => pod.ready === ready) ?? candidates[0]
}

function setReady(pod: PodOnNode | undefined, ready: boolean): void {
  if (pod !== undefined) pod.ready = ready
}
