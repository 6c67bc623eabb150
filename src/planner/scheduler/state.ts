/** The scheduler's own picture of the cluster: brought up to date with what the store has told since it last looked. */
import { schedulerBehaviour, type SchedulerBehaviour } from '../../kubernetes/behaviour.js'
import { asObject, asString } from '../../kubernetes/json.js'
import type { Cluster, Node, Pod } from '../cluster.js'
import { sameAllocatable } from './amounts.js'
import { adjust, countDomains, type Counting, type DomainCounts } from './domain-counts.js'
import { addPlaced, dropPlaced, newNodeInfo, setNodeOf, type NodeInfo, type PlacedPod } from './node-info.js'
import type { Candidate, Happening, SchedulingView } from './plugin.js'
import { needsOf, type NeedsCache } from './pod-needs.js'
import type { AffinityTerm } from './pod-terms.js'
import { controllerOf } from '../objects/index.js'

type Labels = Readonly<Record<string, string>>

/** What a scheduler knows. */
export class SchedulerState implements SchedulingView {
  readonly behaviour: SchedulerBehaviour
  readonly nodes = new Map<string, NodeInfo>()
  /** Nodes that are not there, with the pods that are bound to them. */
  private readonly lost = new Map<string, NodeInfo>()
  private readonly placed = new Map<Pod, PlacedPod>()
  private readonly needs: NeedsCache = new WeakMap()
  private counts = new Map<object, DomainCounts>()
  /** Terms of required anti-affinity of the pods that are there, and how many of them carry each. */
  private readonly held = new Map<AffinityTerm, number>()
  private readonly cluster: Cluster
  /** A pod with a priority of its own has been seen: the queue is no longer in the order of coming alone. */
  hasPriorities = false

  constructor(cluster: Cluster) {
    this.cluster = cluster
    this.behaviour = schedulerBehaviour(cluster.target)
  }

  candidate(pod: Pod): Candidate {
    const { namespace, labels } = pod.metadata
    const needs = needsOf(this.needs, pod, this.behaviour.podLevelResources)
    if (needs.priority !== 0) this.hasPriorities = true
    return { pod, namespace, labels, needs }
  }

  domains(of: object, counting: () => Counting): DomainCounts {
    let counts = this.counts.get(of)
    if (counts === undefined) this.counts.set(of, (counts = countDomains(counting(), this.nodes.values())))
    return counts
  }

  *heldAntiAffinity(): Iterable<readonly [AffinityTerm, DomainCounts]> {
    for (const term of this.held.keys()) yield [term, this.holders(term)]
  }

  private readonly holderKeys = new Map<AffinityTerm, object>()

  private holders(term: AffinityTerm): DomainCounts {
    let key = this.holderKeys.get(term)
    if (key === undefined) this.holderKeys.set(term, (key = {}))
    return this.domains(key, () => ({
      keys: [term.topologyKey],
      counts: ({ needs }) => needs.antiAffinity.includes(term),
    }))
  }

  namespaceLabels(namespace: string): Labels {
    const own = this.cluster.objects.others.get(`Namespace//${namespace}`)?.object
    const labels: Record<string, string> = { 'kubernetes.io/metadata.name': namespace }
    for (const [key, value] of Object.entries(asObject(asObject(own?.['metadata'])['labels'])))
      labels[key] = asString(value) ?? ''
    return labels
  }

  /** A node came, changed or went. */
  node(before: Node | undefined, after: Node | undefined): Happening {
    const name = (after ?? before)?.name ?? ''
    const info = this.nodes.get(name) ?? this.lost.get(name) ?? newNodeInfo()
    setNodeOf(info, after)
    if (after === undefined) {
      this.nodes.delete(name)
      if (info.pods.size > 0) this.lost.set(name, info)
    } else {
      this.lost.delete(name)
      this.nodes.set(name, info)
    }
    this.counts = new Map()
    return {
      kind: 'node',
      ...(before === undefined ? {} : { before }),
      ...(after === undefined ? {} : { after }),
      changed: {
        allocatable: !sameAllocatable(before?.allocatable, after?.allocatable),
        labels: JSON.stringify(before?.labels) !== JSON.stringify(after?.labels),
        taints:
          JSON.stringify(before?.taints) !== JSON.stringify(after?.taints) ||
          (before?.unschedulable === true && after?.unschedulable === false),
      },
    }
  }

  /**
   * Something about a pod has changed: it is placed, has left or ended, ends, or has other labels.
   * @returns what others may gain by it.
   */
  pod(pod: Pod): Happening | undefined {
    const before = this.placed.get(pod)
    const now = this.asPlaced(pod)
    if (before !== undefined) this.take(before)
    if (now !== undefined) this.put(now)
    if (before === undefined) return now === undefined ? undefined : { kind: 'pod', op: 'add', placed: now }
    if (now === undefined) return { kind: 'pod', op: 'delete', placed: before }
    if (before.labels === now.labels) return undefined
    return { kind: 'pod', op: 'labels', placed: now, before: before.labels }
  }

  /** A pod that has ended takes up nothing any more. */
  private asPlaced(pod: Pod): PlacedPod | undefined {
    const { nodeName, phase, metadata } = pod
    if (nodeName === undefined || pod.removed === true || phase === 'Succeeded' || phase === 'Failed') return undefined
    return {
      pod,
      needs: needsOf(this.needs, pod, this.behaviour.podLevelResources),
      namespace: metadata.namespace,
      labels: metadata.labels,
      terminating: metadata.deletionTimestamp !== undefined,
      owner: controllerOf(pod)?.uid,
      nodeName,
    }
  }

  private infoOf(name: string): NodeInfo {
    let info = this.nodes.get(name) ?? this.lost.get(name)
    if (info === undefined) this.lost.set(name, (info = newNodeInfo()))
    return info
  }

  private put(placed: PlacedPod): void {
    const info = this.infoOf(placed.nodeName)
    this.placed.set(placed.pod, placed)
    addPlaced(info, placed)
    for (const term of placed.needs.antiAffinity) this.held.set(term, (this.held.get(term) ?? 0) + 1)
    for (const counts of this.counts.values()) adjust(counts, info, placed, 1)
  }

  private take(placed: PlacedPod): void {
    const info = this.infoOf(placed.nodeName)
    this.placed.delete(placed.pod)
    dropPlaced(info, placed)
    for (const counts of this.counts.values()) adjust(counts, info, placed, -1)
    for (const term of placed.needs.antiAffinity) {
      const left = (this.held.get(term) ?? 1) - 1
      if (left > 0) this.held.set(term, left)
      else this.held.delete(term)
    }
  }
}
