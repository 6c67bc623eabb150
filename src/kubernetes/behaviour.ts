/**
 * What differs between versions in the controllers, as named switches. Each names the statement that it follows; a controller asks
 * for a switch and never for a version.
 */
import type { Target } from './target.js'
import { atLeast } from './versions.js'

export interface DaemonSetBehaviour {
  /** D-27: an old pod that is not available uses up the budget too (1.29.10, 1.30.6, 1.31). */
  readonly countsUnhealthyOldPods: boolean
  /**
   * D-58: a changed node wakes a set where its pod is missing or has to go, or while pods are misscheduled (1.33). Before, it woke
   * every set for which the answer to "should run" or "may continue" changed.
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
