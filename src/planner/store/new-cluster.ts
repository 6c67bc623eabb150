import type { Target } from '../../kubernetes/target.js'
import type { Cluster } from '../cluster.js'
import { Memory } from '../objects/index.js'

/**
 * A cluster with nothing in it.
 * @param startsAt the fraction of a second at which its story begins. Kubernetes writes times in whole seconds: where a
 * pod's time counts (minReadySeconds), what happens may depend on it, and no plan can know it. In the middle of a second a
 * pod gets ready in a later one than that in which it is made, as most do.
 */
export function newCluster(target: Target, startsAt = 0.6): Cluster {
  return {
    target,
    objects: {
      nodes: new Map(),
      sets: new Map(),
      pods: new Map(),
      claims: new Map(),
      revisions: new Map(),
      others: new Map(),
      lastUid: 0,
    },
    queue: {
      now: startsAt,
      woken: new Set(),
      changes: new Map(),
      timers: new Map(),
      failures: new Map(),
      endless: new Set(),
      uncollected: new Set(),
      unprotected: new Set(),
      schedulingNews: new Set(),
      unbound: new Set(),
      busy: new Set(),
      busyOrder: [],
    },
    index: {
      byUid: new Map(),
      podsOf: new Map(),
      orphans: new Map(),
      adopters: new Map(),
      podsOn: new Map(),
      podsUsing: new Map(),
      dependents: new Map(),
      claimStems: new Map(),
      revisionsOf: new Map(),
      orphanRevisions: new Map(),
    },
    journal: { entries: [], actor: 'user', lastGroup: 0 },
    assumed: {},
    memory: new Memory(),
  }
}
