/** The questions that the controller asks of one pod (docs/semantics/statefulset.md, section 0). */
import type { Pod } from '../../cluster.js'
import { revisionLabel } from '../index.js'

/** S-2 */
export function isReady(pod: Pod): boolean {
  return pod.phase === 'Running' && pod.ready
}

/** S-3: the test looks at the condition, not at the phase. Times of conditions are whole seconds. */
export function isAvailable(pod: Pod, minReadySeconds: number, now: number): boolean {
  return pod.ready && (minReadySeconds === 0 || availableAt(pod, minReadySeconds) <= now)
}

/** When a ready pod becomes available. */
export function availableAt(pod: Pod, minReadySeconds: number): number {
  return Math.floor(pod.readySince ?? 0) + minReadySeconds
}

/** S-4 */
export function isTerminating(pod: Pod): boolean {
  return pod.metadata.deletionTimestamp !== undefined
}

/** S-5 */
export function isTerminal(pod: Pod): boolean {
  return pod.phase === 'Failed' || pod.phase === 'Succeeded'
}

/** S-7; empty where the pod has no such label. */
export function revisionOf(pod: Pod): string {
  return pod.metadata.labels[revisionLabel] ?? ''
}
