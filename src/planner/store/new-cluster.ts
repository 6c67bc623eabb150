import type { Target } from '../../kubernetes/target.js'
import type { Cluster } from '../cluster.js'

/** A cluster with nothing in it. */
export function newCluster(target: Target): Cluster {
  return {
    target,
    now: 0,
    nodes: new Map(),
    sets: new Map(),
    pods: new Map(),
    claims: new Map(),
    revisions: new Map(),
    others: new Map(),
    journal: [],
    actor: 'user',
    lastGroup: 0,
    woken: new Set(),
    timers: new Map(),
    failures: new Map(),
    endless: new Set(),
    lastUid: 0,
    index: {
      byUid: new Map(),
      podsOf: new Map(),
      orphans: new Map(),
      podsOn: new Map(),
      podsUsing: new Map(),
      dependents: new Map(),
      claimStems: new Map(),
      revisionsIn: new Map(),
      changes: new Map(),
      unbound: new Set(),
      busy: new Set(),
      busyOrder: [],
      uncollected: new Set(),
      unprotected: new Set(),
    },
    memory: new Map(),
  }
}
