/** What a pod's spec asks of the node that it is put on, compiled once for all pods of a template. */
import { asList, asNumber, asObject, asString, type JsonObject } from '../../kubernetes/json.js'
import { requiredNodeAffinity, type SelectableNode } from '../../kubernetes/node-affinity.js'
import { daemonPodTolerations, readTolerations, type Toleration } from '../../kubernetes/taints.js'
import type { Pod } from '../cluster.js'
import { podRequests, type Amounts } from './amounts.js'
import { hostPortsOf, type HostPort } from '../../kubernetes/host-ports.js'
import {
  affinityTerms,
  labelKeysOf,
  spreadConstraints,
  type AffinityTerm,
  type SpreadConstraint,
  type TermSubject,
} from './pod-terms.js'

export interface PodNeeds {
  readonly requests: Amounts
  readonly hostPorts: readonly HostPort[]
  readonly tolerations: readonly Toleration[]
  /** nodeSelector and required node affinity; undefined where the pod has neither. */
  readonly selectsNode?: (node: SelectableNode) => boolean
  /** The nodes that its required affinity names, where every term of it names some; no other is looked at. */
  readonly nodeNames?: ReadonlySet<string>
  readonly affinity: readonly AffinityTerm[]
  readonly antiAffinity: readonly AffinityTerm[]
  readonly spread: readonly SpreadConstraint[]
  readonly priority: number
}

/** What has been compiled of one spec. */
interface OfSpec {
  /** The labels of a pod that its terms take up. */
  readonly labelKeys: readonly string[]
  /** The needs by what else they depend on: the namespace, the node that a DaemonSet's pod names, those labels. */
  readonly needs: Map<string, PodNeeds>
}

/** Compiled needs by spec: pods of a template share it. */
export type NeedsCache = WeakMap<JsonObject, OfSpec>

/**
 * The needs of a pod.
 * @param podLevel whether `spec.resources` counts (gate PodLevelResources).
 */
export function needsOf(cache: NeedsCache, pod: Pod, podLevel: boolean): PodNeeds {
  const { labels, namespace } = pod.metadata
  let ofSpec = cache.get(pod.spec)
  if (ofSpec === undefined) cache.set(pod.spec, (ofSpec = { labelKeys: labelKeysOf(pod.spec), needs: new Map() }))
  const key = JSON.stringify([namespace, pod.targetNode, ...ofSpec.labelKeys.map((name) => labels[name])])
  let needs = ofSpec.needs.get(key)
  if (needs === undefined) ofSpec.needs.set(key, (needs = compile(pod, podLevel, ofSpec)))
  return needs
}

function compile({ spec, metadata, targetNode }: Pod, podLevel: boolean, { labelKeys, needs }: OfSpec): PodNeeds {
  const daemon = targetNode !== undefined
  const [sibling] = needs.values()
  if (daemon && sibling !== undefined && labelKeys.length === 0) {
    // The pods of a DaemonSet differ in the node that they name, and so in the nodes that are domains to them.
    const spread = sibling.spread.map((constraint) => ({ ...constraint }))
    return { ...sibling, spread, ...daemonNode(spec, targetNode) }
  }
  const pod: TermSubject = metadata
  return {
    requests: podRequests(spec, podLevel),
    hostPorts: hostPortsOf(spec),
    tolerations: daemon ? daemonPodTolerations(spec) : readTolerations(spec),
    affinity: affinityTerms(spec, 'podAffinity', pod),
    antiAffinity: affinityTerms(spec, 'podAntiAffinity', pod),
    spread: spreadConstraints(spec, pod),
    priority: asNumber(spec['priority']) ?? 0,
    ...(daemon ? daemonNode(spec, targetNode) : nodeAffinityOf(spec)),
  }
}

/** A DaemonSet's pod keeps its nodeSelector; its required node affinity is replaced by its node's name (D-11). */
function daemonNode(spec: JsonObject, targetNode: string): Pick<PodNeeds, 'selectsNode' | 'nodeNames'> {
  const selector = requiredNodeAffinity({ nodeSelector: spec['nodeSelector'] ?? null })
  return {
    selectsNode: (node) => node.name === targetNode && selector.matches(node),
    nodeNames: new Set([targetNode]),
  }
}

function nodeAffinityOf(spec: JsonObject): Pick<PodNeeds, 'selectsNode' | 'nodeNames'> {
  const required = asObject(asObject(spec['affinity'])['nodeAffinity'])[
    'requiredDuringSchedulingIgnoredDuringExecution'
  ]
  if (required === undefined && spec['nodeSelector'] === undefined) return {}
  const nodeNames = namedNodes(asList(asObject(required)['nodeSelectorTerms']).map(asObject))
  return { selectsNode: requiredNodeAffinity(spec).matches, ...(nodeNames === undefined ? {} : { nodeNames }) }
}

/** The nodes that the terms name: the union of the terms', each the intersection of its fields' (NodeAffinity.PreFilter). */
function namedNodes(terms: readonly JsonObject[]): Set<string> | undefined {
  if (terms.length === 0) return undefined
  const all = new Set<string>()
  for (const term of terms) {
    let named: Set<string> | undefined
    for (const field of asList(term['matchFields']).map(asObject)) {
      if (field['key'] !== 'metadata.name' || field['operator'] !== 'In') continue
      const names = asList(field['values']).map((name) => asString(name) ?? '')
      const before = named
      named = new Set(before === undefined ? names : names.filter((name) => before.has(name)))
    }
    if (named === undefined) return undefined
    for (const name of named) all.add(name)
  }
  return all
}
