/** What a pod's spec and labels say. */
import { asList, asObject, asString, type JsonObject } from '../../kubernetes/json.js'
import type { Cluster, Pod } from '../cluster.js'
import { objectKey } from './keys.js'
import { memoryOf, remember } from './memory.js'
import { shownPodName } from './shown.js'

/** A pod's label that names its revision (S-7). */
export const revisionLabel = 'controller-revision-hash'

/**
 * A pod by the name that is shown. Of two pods of a DaemonSet on one node it is the older one: their own names, which
 * would tell them apart, are random.
 */
export function podNamed({ objects, index }: Cluster, namespace: string, name: string): Pod | undefined {
  const exact = objects.pods.get(objectKey(namespace, name))
  const node = name.includes('@') ? name.slice(name.indexOf('@') + 1) : undefined
  if (node === undefined) return exact
  const [oldest] = [...(index.podsOn.get(node) ?? [])]
    .filter(({ metadata }) => metadata.namespace === namespace && shownPodName(metadata.name) === shownPodName(name))
    .sort((a, b) => a.metadata.creationTimestamp - b.metadata.creationTimestamp)
  return name.includes('#') ? exact : (oldest ?? exact)
}

/** The claims that the volumes of a pod's spec name. */
export function claimsOfVolumes(spec: JsonObject): Map<string, string> {
  const claims = new Map<string, string>()
  for (const volume of asList(spec['volumes']).map(asObject)) {
    const claim = asString(asObject(volume['persistentVolumeClaim'])['claimName'])
    const name = asString(volume['name'])
    if (claim !== undefined && name !== undefined) claims.set(name, claim)
  }
  return claims
}

const images = memoryOf<JsonObject, readonly string[]>('the images of a pod spec')

/** The image of the first container, and whether any of them never gets ready. */
export function imagesOf(cluster: Cluster, podSpec: JsonObject): { first: string; broken: boolean } {
  const all = remember(cluster, images, podSpec, (spec) =>
    asList(spec['containers']).map((container) => asString(asObject(container)['image']) ?? ''),
  )
  const { brokenNames } = cluster.assumed
  return { first: all[0] ?? '', broken: all.some((image) => image.includes('broken') || brokenNames?.has(image)) }
}

/** A revision is called by its whole name, or by its hash. */
export function isBrokenName(
  names: ReadonlySet<string> | undefined,
  revision: string,
  set: string | undefined,
): boolean {
  if (names === undefined) return false
  const hash = revision.startsWith(`${set ?? ''}-`) ? revision.slice((set ?? '').length + 1) : revision
  return names.has(revision) || names.has(hash) || names.has(`${set ?? ''}-${hash}`)
}

/** An image of the pod's containers is one that never gets ready. */
export function hasBrokenImage(cluster: Cluster, podSpec: JsonObject): boolean {
  return imagesOf(cluster, podSpec).broken
}
