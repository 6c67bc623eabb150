/**
 * What differs between versions in the controllers, as named switches. Each names the statement that it follows; a
 * controller asks for a switch and never for a version.
 */
import type { Target } from './target.js'
import { atLeast } from './versions.js'

export interface DaemonSetBehaviour {
  /** D-27: an old pod that is not available uses up the budget too (1.29.10, 1.30.6, 1.31). */
  readonly countsUnhealthyOldPods: boolean
  /**
   * D-58: a changed node wakes a set where its pod is missing or has to go, or while pods are misscheduled (1.33).
   * Before, it woke every set for which the answer to "should run" or "may continue" changed.
   */
  readonly nodeUpdateQueue: boolean
  /** D-8: the toleration operators Lt and Gt. */
  readonly comparesTaintValues: boolean
}

/** The DaemonSet controller's switches for a version and its feature gates. */
export function daemonSetBehaviour({ version, gates }: Target): DaemonSetBehaviour {
  const fix: Readonly<Record<number, number>> = { 29: 10, 30: 6 }
  return {
    countsUnhealthyOldPods: atLeast(version, version.minor, fix[version.minor] ?? 0),
    nodeUpdateQueue: atLeast(version, 33),
    comparesTaintValues: gates['TaintTolerationComparisonOperators'] === true,
  }
}

export interface StatefulSetBehaviour {
  /** S-52 to S-60: the gate under which maxUnavailable counts (V-91: on in 1.35.0 to 1.35.3 and from 1.37). */
  readonly maxUnavailable: boolean
  /**
   * S-56 (1.37): under Parallel, pods of an old revision that are down are replaced first and cost none of the budget;
   * before, S-57.
   */
  readonly replacesDownPodsFirst: boolean
  /**
   * S-64 (1.34): a rolling update and the choice of the first unhealthy pod wait for available pods, not for ready
   * ones.
   */
  readonly countsAvailability: boolean
  /**
   * S-64 (1.35): the set is looked at again when its next pod becomes available. Before, minReadySeconds after any sync
   * that found fewer or more pods available than replicas: a pod may wait for nearly twice as long.
   */
  readonly wakesAtAvailability: boolean
  /**
   * S-98 (1.34.2): the newest revision is also the present one where its template, read and given its defaults, is the
   * set's; before, only where its bytes are those that the controller would write now.
   */
  readonly comparesRevisionsByMeaning: boolean
  /** S-44 (1.37): an update is completed whatever the strategy; before, only a RollingUpdate. */
  readonly completesEveryStrategy: boolean
  /** S-61, S-62: the strategy Recreate (1.37, behind a gate). */
  readonly recreate: boolean
  /** S-77: claims follow persistentVolumeClaimRetentionPolicy (gate StatefulSetAutoDeletePVC, on since 1.27). */
  readonly retentionPolicy: boolean
  /**
   * S-78 (1.30): the references that the policy writes are controller references, and other controllers are respected.
   */
  readonly claimControllers: boolean
  /** S-93: pods carry `apps.kubernetes.io/pod-index` (gate PodIndexLabel, on since 1.28). */
  readonly podIndexLabel: boolean
}

/** The StatefulSet controller's switches for a version and its feature gates. */
export function statefulSetBehaviour({ version, gates }: Target): StatefulSetBehaviour {
  return {
    maxUnavailable: gates['MaxUnavailableStatefulSet'] === true,
    replacesDownPodsFirst: atLeast(version, 37),
    countsAvailability: atLeast(version, 34),
    wakesAtAvailability: atLeast(version, 35),
    comparesRevisionsByMeaning: atLeast(version, 34, 2),
    completesEveryStrategy: atLeast(version, 37),
    recreate: gates['StatefulSetRecreateStrategy'] === true,
    retentionPolicy: gates['StatefulSetAutoDeletePVC'] === true,
    claimControllers: atLeast(version, 30),
    podIndexLabel: gates['PodIndexLabel'] === true,
  }
}

export interface SchedulerBehaviour {
  /** Before 1.34 a refusal names the first taint that is not tolerated. */
  readonly namesUntoleratedTaint: boolean
  /** From 1.32 on, nodes that a pod's affinity leaves out by name are counted in the refusal. */
  readonly countsNodesLeftOut: boolean
  /** From 1.32 on (gate SchedulerQueueingHints) a plugin says whether an event may help a pod before it is tried again. */
  readonly queueingHints: boolean
  /** What the plugin DynamicResources, which is always asked from 1.34 on, adds to a refusal (until 1.37). */
  readonly saysNoNewClaims: boolean
  /** From 1.34 on, that plugin fails where a pod's node affinity conflicts in itself, and nobody asks for preemption. */
  readonly losesConflicts: boolean
  /** D-8: the toleration operators Lt and Gt. */
  readonly comparesTaintValues: boolean
  /** `spec.resources` of a pod counts (gate PodLevelResources). */
  readonly podLevelResources: boolean
}

/** The scheduler's switches for a version and its feature gates. */
export function schedulerBehaviour({ version, gates }: Target): SchedulerBehaviour {
  return {
    namesUntoleratedTaint: !atLeast(version, 34),
    countsNodesLeftOut: atLeast(version, 32),
    queueingHints: atLeast(version, 32),
    saysNoNewClaims: atLeast(version, 34) && !atLeast(version, 37),
    losesConflicts: atLeast(version, 34),
    comparesTaintValues: gates['TaintTolerationComparisonOperators'] === true,
    podLevelResources: gates['PodLevelResources'] === true,
  }
}
