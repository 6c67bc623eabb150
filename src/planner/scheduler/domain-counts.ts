/**
 * How many pods of a kind are in each domain of a topology (all nodes with one value of a label). Counted when it is
 * first asked for, then kept right pod by pod; a change of a node makes it void.
 */
import type { NodeInfo, PlacedPod } from './node-info.js'

/** Which pods count, on which nodes, and by which labels of the nodes. */
export interface Counting {
  readonly keys: readonly string[]
  counts(placed: PlacedPod): boolean
  /** Whether a node is a domain, or part of one; every node where it is left out. */
  includes?(info: NodeInfo): boolean
}

export interface DomainCounts {
  readonly counting: Counting
  /** By key: value → pods. Domains without a pod are in it, where `counting.includes` says which nodes make domains. */
  readonly byKey: ReadonlyMap<string, Map<string, number>>
}

export function countDomains(counting: Counting, infos: Iterable<NodeInfo>): DomainCounts {
  const counts: DomainCounts = {
    counting,
    byKey: new Map(counting.keys.map((key) => [key, new Map<string, number>()])),
  }
  for (const info of infos) {
    if (info.node === undefined) continue
    if (counting.includes?.(info) === true) add(counts, info, 0)
    for (const placed of info.pods.values()) adjust(counts, info, placed, 1)
  }
  return counts
}

/** A pod has come to a node, or left it. */
export function adjust(counts: DomainCounts, info: NodeInfo, placed: PlacedPod, by: 1 | -1): void {
  const { counting } = counts
  if (info.node === undefined || counting.includes?.(info) === false || !counting.counts(placed)) return
  add(counts, info, by)
}

function add({ byKey }: DomainCounts, { node }: NodeInfo, by: number): void {
  for (const [key, byValue] of byKey) {
    const value = node !== undefined && Object.hasOwn(node.labels, key) ? node.labels[key] : undefined
    if (value !== undefined) byValue.set(value, (byValue.get(value) ?? 0) + by)
  }
}

/** The number of counted pods in a node's domain; undefined where the node lacks the label. */
export function inDomain({ byKey }: DomainCounts, key: string, { node }: NodeInfo): number | undefined {
  if (node === undefined || !Object.hasOwn(node.labels, key)) return undefined
  return byKey.get(key)?.get(node.labels[key] as string) ?? 0
}
