/** What the scheduler has noted of each node: the pods there and what they take up (framework.NodeInfo). */
import type { Node, Pod } from '../cluster.js'
import { allocatableAmounts, type Amounts } from './amounts.js'
import type { HostPort } from '../../kubernetes/host-ports.js'
import type { PodNeeds } from './pod-needs.js'

/** A pod on a node, as it was when the scheduler last heard of it. */
export interface PlacedPod {
  readonly pod: Pod
  readonly needs: PodNeeds
  readonly namespace: string
  readonly labels: Readonly<Record<string, string>>
  readonly terminating: boolean
  /** The uid of its controller. */
  readonly owner: string | undefined
  readonly nodeName: string
}

export interface NodeInfo {
  /** Undefined for a node that is not there: pods may still name it. */
  node: Node | undefined
  /** What it has to give; undefined where nobody has said: it is without limits. */
  allocatable: Amounts | undefined
  readonly pods: Map<Pod, PlacedPod>
  readonly requested: Map<string, number>
  readonly ports: Set<HostPort>
  /** Number of pods by controller. */
  readonly byOwner: Map<string, number>
}

export function newNodeInfo(): NodeInfo {
  return {
    node: undefined,
    allocatable: undefined,
    pods: new Map(),
    requested: new Map(),
    ports: new Set(),
    byOwner: new Map(),
  }
}

export function setNodeOf(info: NodeInfo, node: Node | undefined): void {
  info.node = node
  info.allocatable = node?.allocatable === undefined ? undefined : allocatableAmounts(node.allocatable)
}

export function addPlaced(info: NodeInfo, placed: PlacedPod): void {
  info.pods.set(placed.pod, placed)
  count(info, placed, 1)
  for (const port of placed.needs.hostPorts) info.ports.add(port)
}

export function dropPlaced(info: NodeInfo, placed: PlacedPod): void {
  info.pods.delete(placed.pod)
  count(info, placed, -1)
  if (placed.needs.hostPorts.length === 0) return
  // pods of one template share their ports: what is left says what is still taken
  info.ports.clear()
  for (const { needs } of info.pods.values()) for (const port of needs.hostPorts) info.ports.add(port)
}

function count(info: NodeInfo, { needs, owner }: PlacedPod, by: 1 | -1): void {
  for (const [name, amount] of needs.requests) info.requested.set(name, (info.requested.get(name) ?? 0) + by * amount)
  if (owner !== undefined) info.byOwner.set(owner, (info.byOwner.get(owner) ?? 0) + by)
}
