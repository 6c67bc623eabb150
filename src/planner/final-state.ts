/** What is left after a step, as a plan shows it. */
import { asNumber, asObject, asString, setEntry } from '../kubernetes/json.js'
import type { Cluster } from './cluster.js'
import type { FinalClaim, FinalPod, FinalRevision, FinalState } from './plan.js'
import {
  claimIdentity,
  podIdentity,
  revisionIdentity,
  revisionLabel,
  shownNamespace,
  shownObject,
  shownOwners,
  shownPodName,
} from './objects/index.js'

/** Reads the state that a trace would hold after a step. */
export function finalState(cluster: Cluster): FinalState {
  return {
    sets: finalSets(cluster),
    pods: finalPods(cluster),
    claims: finalClaims(cluster),
    history: finalHistory(cluster),
  }
}

/** The sets of a state, by `StatefulSet/web`. */
export function finalSets(cluster: Cluster): FinalState['sets'] {
  const sets: Record<string, FinalState['sets'][string]> = {}
  for (const set of cluster.objects.sets.values()) {
    const { conditions: _, ...status } = set.status
    const replicas = asNumber(set.spec['replicas'])
    sets[shownObject(set)] = {
      kind: set.kind,
      name: set.metadata.name,
      ...shownNamespace(set.metadata.namespace),
      generation: set.metadata.generation,
      ...(replicas === undefined ? {} : { replicas }),
      status,
    }
  }
  return sets
}

function byName(a: { readonly name: string }, b: { readonly name: string }): number {
  return a.name < b.name ? -1 : a.name > b.name ? 1 : 0
}

function finalPods(cluster: Cluster): FinalPod[] {
  return [...cluster.objects.pods.values()]
    .map((pod): FinalPod => {
      const { metadata, nodeName, ready, phase, unschedulable } = pod
      const { node, ...identity } = podIdentity(pod)
      const revision = metadata.labels[revisionLabel]
      return {
        name: shownPodName(metadata.name),
        ...shownNamespace(metadata.namespace),
        ...identity,
        ...(revision === undefined ? {} : { revision }),
        ...(nodeName !== undefined ? { node: nodeName } : node !== undefined ? { targetNode: node } : {}),
        ready,
        phase,
        ...(pod.claims.size === 0 ? {} : { claims: [...pod.claims.values()] }),
        ...(unschedulable === undefined ? {} : { unschedulable }),
        ...(metadata.deletionTimestamp === undefined ? {} : { terminating: true }),
      }
    })
    .sort(byName)
}

function finalClaims(cluster: Cluster): FinalClaim[] {
  return [...cluster.objects.claims.values()]
    .map(({ metadata, spec }): FinalClaim => {
      const requests: Record<string, string> = {}
      for (const [name, amount] of Object.entries(asObject(asObject(spec['resources'])['requests'])))
        setEntry(requests, name, asString(amount) ?? String(amount))
      return {
        name: metadata.name,
        ...shownNamespace(metadata.namespace),
        ...claimIdentity(cluster, metadata),
        owners: shownOwners(metadata),
        ...(Object.keys(metadata.labels).length === 0 ? {} : { labels: metadata.labels }),
        ...(Object.keys(requests).length === 0 ? {} : { requests }),
        ...(metadata.deletionTimestamp === undefined ? {} : { terminating: true }),
      }
    })
    .sort(byName)
}

function finalHistory(cluster: Cluster): FinalRevision[] {
  return [...cluster.objects.revisions.values()]
    .map((each): FinalRevision => {
      const { metadata, revision, data } = each
      return {
        name: metadata.name,
        ...shownNamespace(metadata.namespace),
        ...revisionIdentity(each),
        revision,
        owners: shownOwners(metadata),
        data,
      }
    })
    .sort((a, b) => a.revision - b.revision || byName(a, b))
}
