/**
 * Objects as they stand, put into a cluster before anything is played: no event, no actor. Indices and queues are what
 * they would be if the objects had been there for a while.
 */
import type { Cluster, ControllerRevision, PersistentVolumeClaim, Pod, WorkloadSet } from '../cluster.js'
import { indexOwners, register } from './meta.js'
import { indexPod } from './pods.js'
import { tellScheduler } from './scheduling.js'
import { setChanged } from './waking.js'
import { writable } from './writable.js'
import { indexSet } from './sets.js'
import { keyOf, keyOfSet } from '../objects/index.js'
import { indexHistory } from './revisions.js'

/** Puts a set; its controller looks at all of it first. */
export function putStandingSet(cluster: Cluster, set: WorkloadSet): void {
  writable(cluster).objects.sets.set(keyOfSet(set), set)
  register(cluster, set)
  indexSet(cluster, set)
  setChanged(cluster, set)
  if (set.metadata.deletionTimestamp !== undefined) writable(cluster).queue.uncollected.add(set.metadata.uid)
}

/** Puts a pod. */
export function putStandingPod(cluster: Cluster, pod: Pod): void {
  writable(cluster).objects.pods.set(keyOf(pod), pod)
  indexPod(cluster, pod)
  tellScheduler(cluster, { kind: 'pod', pod })
}

/** Puts a claim. */
export function putStandingClaim(cluster: Cluster, claim: PersistentVolumeClaim): void {
  writable(cluster).objects.claims.set(keyOf(claim), claim)
  register(cluster, claim)
  indexOwners(cluster, claim)
  if (claim.metadata.deletionTimestamp !== undefined) writable(cluster).queue.unprotected.add(keyOf(claim))
}

/** Puts a revision. */
export function putStandingRevision(cluster: Cluster, revision: ControllerRevision): void {
  writable(cluster).objects.revisions.set(keyOf(revision), revision)
  register(cluster, revision)
  indexOwners(cluster, revision)
  indexHistory(cluster, revision)
}

/**
 * Owners that were not given count as being there, where nothing of their kind was given: the collector must not take
 * a Deployment's pods for orphans because nobody named its ReplicaSet.
 */
export function presumeOwners(cluster: Cluster, givenKinds: ReadonlySet<string>): void {
  for (const object of [...cluster.index.byUid.values()]) {
    for (const owner of object.metadata.ownerReferences) {
      if (cluster.index.byUid.has(owner.uid) || givenKinds.has(owner.kind)) continue
      register(cluster, {
        kind: owner.kind,
        metadata: {
          name: owner.name,
          namespace: object.metadata.namespace,
          uid: owner.uid,
          creationTimestamp: cluster.queue.now,
          labels: {},
          annotations: {},
          ownerReferences: [],
          finalizers: [],
          generation: 1,
        },
      })
    }
  }
}
