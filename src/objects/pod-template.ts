/** The pod template of a set: its pod spec and its containers, with their places. */
import type { FieldPath } from '../kubernetes/field-path.js'
import { asList, asObject, isObject, type JsonObject } from '../kubernetes/json.js'

/** Where the pod spec of a StatefulSet or a DaemonSet stands. */
export const podSpecPath = ['spec', 'template', 'spec'] as const

/** A container with its place in the set. */
export interface PlacedContainer {
  readonly container: JsonObject
  readonly path: FieldPath
  readonly isInit: boolean
}

export function podSpecOf(set: JsonObject): JsonObject {
  return asObject(asObject(asObject(set.spec).template).spec)
}

/** The containers in the order in which they stand: init containers first, as they start first. */
export function containersOf(set: JsonObject): PlacedContainer[] {
  const pod = podSpecOf(set)
  return (['initContainers', 'containers'] as const).flatMap((list) =>
    asList(pod[list]).flatMap((container, index) =>
      isObject(container)
        ? [{ container, path: [...podSpecPath, list, index], isInit: list === 'initContainers' }]
        : [],
    ),
  )
}
