/** What a pod's spec and labels say. */
import { asList, asObject, asString, type JsonObject } from '../../kubernetes/json.js'
import type { Cluster } from '../cluster.js'
import { memoryOf, remember } from './memory.js'

/** A pod's label that names its revision (S-7). */
export const revisionLabel = 'controller-revision-hash'

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

const images = memoryOf<JsonObject, { first: string; broken: boolean }>('the images of a pod spec')

/** The image of the first container, and whether any of them never gets ready. */
export function imagesOf(cluster: Cluster, podSpec: JsonObject): { first: string; broken: boolean } {
  return remember(cluster, images, podSpec, (spec) => {
    const all = asList(spec['containers']).map((container) => asString(asObject(container)['image']) ?? '')
    return { first: all[0] ?? '', broken: all.some((image) => image.includes('broken')) }
  })
}

/** An image of the pod's containers is one that never gets ready. */
export function hasBrokenImage(cluster: Cluster, podSpec: JsonObject): boolean {
  return imagesOf(cluster, podSpec).broken
}
