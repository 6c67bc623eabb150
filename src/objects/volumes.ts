/**
 * The volumes of a set's pods: those of the template, those that claim templates make, and what the containers mount.
 */
import { asList, asObject, asString, isObject, type JsonObject } from '../kubernetes/json.js'

export function claimTemplatesOf(set: JsonObject): JsonObject[] {
  return asList(asObject(set.spec).volumeClaimTemplates).map((template) => asObject(template))
}

function podSpecOf(set: JsonObject): JsonObject {
  return asObject(asObject(asObject(set.spec).template).spec)
}

/** The names of the template's own volumes. */
export function volumeNames(set: JsonObject): Set<string> {
  return namesIn(podSpecOf(set).volumes)
}

/** The names of the volumes that a container or an init container mounts, as a folder or as a block device. */
export function mountedNames(set: JsonObject): Set<string> {
  const pod = podSpecOf(set)
  const mounted = new Set<string>()
  for (const container of [...asList(pod.containers), ...asList(pod.initContainers)].filter(isObject)) {
    for (const name of [...namesIn(container.volumeMounts), ...namesIn(container.volumeDevices)]) mounted.add(name)
  }
  return mounted
}

/**
 * Whether a container mounts what is no volume and no claim template: a misspelt name, more likely than a missing
 * volume.
 */
export function hasMountOfNothing(set: JsonObject): boolean {
  const known = new Set([
    ...volumeNames(set),
    ...namesIn(claimTemplatesOf(set).map(({ metadata }) => metadata ?? null)),
  ])
  return [...mountedNames(set)].some((name) => !known.has(name))
}

/** Whether the pods have a container at all. */
export function hasContainers(set: JsonObject): boolean {
  return asList(podSpecOf(set).containers).length > 0
}

function namesIn(list: JsonObject[string]): Set<string> {
  return new Set(asList(list).flatMap((item) => asString(asObject(item).name) ?? []))
}
