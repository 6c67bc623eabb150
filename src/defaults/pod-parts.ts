/** Ways to the parts of a PodSpec that several rules visit. */
import type { JsonObject } from '../kubernetes/json.js'
import { objectsAt, pointerAt } from './go-value.js'
import { containerLists } from './pod-template.js'

/** A pointer field as a list of none or one. */
export function maybeAt(object: JsonObject | undefined, name: string): JsonObject[] {
  const there = pointerAt(object, name)
  return there === undefined ? [] : [there]
}

/** The containers of some lists. */
export function eachContainer(spec: JsonObject, ...lists: (typeof containerLists)[number][]): JsonObject[] {
  return lists.flatMap((list) => objectsAt(spec, list))
}

/** All containers: init containers, containers, ephemeral containers. */
export function containersOf(spec: JsonObject): JsonObject[] {
  return eachContainer(spec, ...containerLists)
}

/** The probes of all containers. */
export function eachProbe(spec: JsonObject): JsonObject[] {
  return containersOf(spec).flatMap((container) =>
    ['livenessProbe', 'readinessProbe', 'startupProbe'].flatMap((name) => maybeAt(container, name)),
  )
}

/** The HTTP requests of probes and lifecycle handlers. */
export function eachHttpGet(spec: JsonObject): JsonObject[] {
  const handlers = containersOf(spec).flatMap((container) =>
    ['preStop', 'postStart'].flatMap((name) => maybeAt(pointerAt(container, 'lifecycle'), name)),
  )
  return [...eachProbe(spec), ...handlers].flatMap((owner) => maybeAt(owner, 'httpGet'))
}

export function imageVolumesInUse(old: JsonObject): boolean {
  return objectsAt(old, 'volumes').some((volume) => pointerAt(volume, 'image') !== undefined)
}

/** Image volumes go together with the mounts of them. */
export function dropImageVolumes(spec: JsonObject): void {
  const volumes = objectsAt(spec, 'volumes')
  const dropped = new Set(
    volumes.filter((volume) => pointerAt(volume, 'image') !== undefined).map((volume) => volume['name']),
  )
  if (dropped.size === 0) return
  spec['volumes'] = volumes.filter((volume) => pointerAt(volume, 'image') === undefined)
  for (const container of containersOf(spec)) {
    container['volumeMounts'] = objectsAt(container, 'volumeMounts').filter((mount) => !dropped.has(mount['name']))
  }
}
