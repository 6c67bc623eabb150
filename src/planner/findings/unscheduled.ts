/** Pods that no node takes: the scheduler's words for it, and what would give them one. */
import { asList, asObject, asString, type JsonObject } from '../../kubernetes/json.js'
import type { Cluster, ControllerRevision, Pod } from '../cluster.js'
import { nodesToUncordon } from '../scheduler/what-if.js'
import { revisionLabel } from '../objects/index.js'
import { listed, one } from './step-story.js'

/** The scheduler's words, without what it says of preemption and of claims. */
function words(message: string): string {
  return message.replace(/ (?:no new claims to deallocate, )?preemption: .*$/s, '').replace(/ not found$/, '')
}

/** The pods that are Pending and not on a node, by the reason for it. */
export function unscheduledByReason(pods: readonly Pod[]): Map<string, Pod[]> {
  const reasons = new Map<string, Pod[]>()
  for (const pod of pods) {
    if (pod.unschedulable === undefined || pod.metadata.deletionTimestamp !== undefined) continue
    const reason = words(pod.unschedulable)
    reasons.set(reason, [...(reasons.get(reason) ?? []), pod])
  }
  return reasons
}

/** `0/2 nodes are available: 1 node(s) were unschedulable.`, or what holds the pod back. */
export function pendingReason(pod: Pod): string {
  const gates = asList(pod.spec['schedulingGates']).map((gate) => asString(asObject(gate)['name']) ?? '')
  if (gates.length > 0)
    return `its scheduling ${one(gates, 'gate', 'gates')} ${listed(gates)} ${one(gates, 'holds', 'hold')} it back.`
  return words(pod.unschedulable ?? '')
}

/** The pod as it would be if it were of this revision. */
export function asOfRevision({ metadata, ...rest }: Pod, revision: ControllerRevision): Pod {
  const template = asObject(asObject(asObject(JSON.parse(revision.data) as JsonObject)['spec'])['template'])
  const hash = revision.metadata.labels[revisionLabel] ?? revision.metadata.name
  const label = rest.targetNode === undefined ? revision.metadata.name : hash
  const labels = { ...metadata.labels, [revisionLabel]: label }
  return { ...rest, metadata: { ...metadata, labels }, spec: asObject(template['spec']) }
}

/** What brings a pod onto a node without another template. */
export function wayToNode(cluster: Cluster, pod: Pod): { readonly text: string; readonly commands: readonly string[] } {
  if (asList(pod.spec['schedulingGates']).length > 0)
    return { text: 'Whoever has set it there takes it away when the time has come.', commands: [] }
  const [node, ...others] = nodesToUncordon(cluster, pod)
  if (node === undefined)
    return {
      text: 'It is tried again as soon as a node comes or changes, or a pod goes, and it fits there.',
      commands: [],
    }
  return {
    text: `${listed([node, ...others])} would take it if ${others.length === 0 ? 'it were' : 'one of them were'} not cordoned.`,
    commands: [`kubectl uncordon ${node}`],
  }
}
