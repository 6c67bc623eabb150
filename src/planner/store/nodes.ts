/**
 * Every write to a Node. Each wakes the DaemonSets, and gives the pods that are bound there something to do or nothing.
 */
import type { Cluster, Node } from '../cluster.js'
import type { NodeDescription, Taint } from '../scenario.js'
import { noteDuty } from './pod-duty.js'
import { tellScheduler } from './scheduling.js'
import { nodeChanged } from './waking.js'
import { writable } from './writable.js'

/** What nodes of a recording with a scheduler have to give where nothing else is said. */
const recordedNodes = { cpu: '8', memory: '32Gi', pods: '110' }

/**
 * The labels that every node carries, and the taints that the node controllers would add (testdata/traces/README.md).
 */
function described(node: NodeDescription, nodesHave: Readonly<Record<string, string>> | undefined): Node {
  const taints: Taint[] = [...(node.taints ?? [])]
  if (node.unschedulable === true) taints.push({ key: 'node.kubernetes.io/unschedulable', effect: 'NoSchedule' })
  if (node.notReady === true) taints.push({ key: 'node.kubernetes.io/not-ready', effect: 'NoExecute' })
  return {
    name: node.name,
    labels: { 'kubernetes.io/hostname': node.name, 'kubernetes.io/os': 'linux', ...node.labels },
    taints,
    unschedulable: node.unschedulable === true,
    ready: node.notReady !== true,
    ...(node.allocatable === undefined && nodesHave === undefined
      ? {}
      : { allocatable: { ...nodesHave, ...node.allocatable } }),
  }
}

/** Adds a node, or replaces all that is said about it. */
export function setNode(cluster: Cluster, node: NodeDescription): void {
  if (cluster.assumed.scheduler !== 'recorded') {
    putNode(cluster, described(node, undefined))
    return
  }
  // what it has to give is its status, which is written after the rest
  const whole = described(node, recordedNodes)
  putNode(cluster, { ...whole, allocatable: cluster.objects.nodes.get(node.name)?.allocatable ?? {} })
  putNode(cluster, whole)
}

/** Adds or replaces a node whose labels and taints are already as stored (kubectl label, taint, cordon). */
export function putNode(cluster: Cluster, node: Node): void {
  const before = cluster.objects.nodes.get(node.name)
  writable(cluster).objects.nodes.set(node.name, node)
  if (before === undefined) nodeCameOrWent(cluster, node.name)
  nodeChanged(cluster, node.name, before)
  tellScheduler(cluster, { kind: 'node', before, after: node })
}

export function removeNode(cluster: Cluster, name: string): void {
  const before = cluster.objects.nodes.get(name)
  if (before === undefined) return
  writable(cluster).objects.nodes.delete(name)
  nodeCameOrWent(cluster, name)
  nodeChanged(cluster, name, before)
  tellScheduler(cluster, { kind: 'node', before, after: undefined })
}

function nodeCameOrWent(cluster: Cluster, name: string): void {
  for (const pod of cluster.index.podsOn.get(name) ?? []) noteDuty(cluster, pod)
}

const unschedulableTaint: Taint = { key: 'node.kubernetes.io/unschedulable', effect: 'NoSchedule' }

/** `kubectl cordon` and `uncordon`, with the taint that the node controller adds or takes away. */
export function cordon(cluster: Cluster, name: string, unschedulable: boolean): void {
  const node = cluster.objects.nodes.get(name)
  if (node === undefined || node.unschedulable === unschedulable) return
  if (cluster.assumed.scheduler === 'recorded') {
    putNode(cluster, { ...node, unschedulable })
    return
  }
  const taints = node.taints.filter((taint) => taint.key !== unschedulableTaint.key)
  putNode(cluster, { ...node, unschedulable, taints: unschedulable ? [...taints, unschedulableTaint] : taints })
}
