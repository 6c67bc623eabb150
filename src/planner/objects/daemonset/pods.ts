/** What the DaemonSet controller asks of a single pod. */
import type { Pod } from '../../cluster.js'
import { revisionLabel } from '../index.js'

/** The deprecated label with the template's generation; it still counts (D-25). */
export const templateGenerationLabel = 'pod-template-generation'

/** The annotation in which the API server counts the template's changes (D-64). */
export const templateGenerationAnnotation = 'deprecated.daemonset.template.generation'

/** The controller's function of that name: by the hash or by the template's generation (D-25, and the trap D-72). */
export function isPodUpdated(pod: Pod, hash: string, templateGeneration: string | undefined): boolean {
  const { labels } = pod.metadata
  return (
    labels[revisionLabel] === hash ||
    (templateGeneration !== undefined && labels[templateGenerationLabel] === templateGeneration)
  )
}

/** Ready for so long. */
export function isAvailable(pod: Pod, minReadySeconds: number, now: number): boolean {
  return pod.ready && (minReadySeconds === 0 || (pod.readySince ?? now) + minReadySeconds <= now)
}

function uidNumber(pod: Pod): number {
  return Number(/(?<!\d)\d+$/.exec(pod.metadata.uid)?.[0] ?? 0)
}

/**
 * The controller's order of that name: bound pods first, then by age (D-19). Of two made in the same second Kubernetes goes
 * by their random names.
 */
export function podByCreationTimestampAndPhase(a: Pod, b: Pod): number {
  const bound = Number(a.nodeName === undefined) - Number(b.nodeName === undefined)
  if (bound !== 0) return bound
  return a.metadata.creationTimestamp - b.metadata.creationTimestamp || uidNumber(a) - uidNumber(b)
}
