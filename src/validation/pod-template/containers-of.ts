import type { JsonObject } from '../../kubernetes/json.js'
import { child, type Field } from '../field.js'
import { objectsAt } from './read.js'

/** A container and its place. */
export interface PlacedContainer {
  readonly container: JsonObject
  readonly at: Field
}

/**
 * The containers of a pod in the order in which the server visits them (VisitContainersWithPath): init, regular,
 * ephemeral.
 */
export function visitContainers(spec: JsonObject, at: Field): PlacedContainer[] {
  return ['initContainers', 'containers', 'ephemeralContainers'].flatMap((list) =>
    objectsAt(spec, list).map((container, index) => ({ container, at: child(at, list, index) })),
  )
}

/** Those containers without their places. */
export function containersOf(spec: JsonObject): JsonObject[] {
  return ['initContainers', 'containers', 'ephemeralContainers'].flatMap((list) => objectsAt(spec, list))
}

/** An init container that runs on beside the others (restartPolicy Always). */
export function isSidecar(container: JsonObject): boolean {
  return container.restartPolicy === 'Always'
}
