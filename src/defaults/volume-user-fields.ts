/** The owner of files in volumes that the kubelet writes (gate AtomicWriteVolumeUserFields). */
import type { JsonObject } from '../kubernetes/json.js'
import { objectsAt, pointerAt, unset } from './go-value.js'

/** The sources in the order in which the server looks for the one that is set. */
const sources = ['secret', 'configMap', 'downwardAPI', 'projected'] as const
const projections = [
  'secret',
  'downwardAPI',
  'configMap',
  'serviceAccountToken',
  'clusterTrustBundle',
  'podCertificate',
] as const

export function userFieldsInUse(old: JsonObject): boolean {
  return owners(old).some(([owner, name]) => owner[name] !== undefined && owner[name] !== null)
}

export function dropUserFields(spec: JsonObject): void {
  for (const [owner, name] of owners(spec)) unset(owner, name)
}

/** Each object that may name a user, and the field in which it does. */
function owners(spec: JsonObject): [owner: JsonObject, field: string][] {
  return objectsAt(spec, 'volumes').flatMap((volume) => {
    const source = firstOf(volume, sources)
    if (source === undefined) return []
    const inner = objectsAt(source, 'sources').flatMap((projection) => {
      const projected = firstOf(projection, projections)
      return projected === undefined ? [] : [[projected, 'user'] as [JsonObject, string], ...items(projected)]
    })
    return [[source, 'defaultUser'] as [JsonObject, string], ...items(source), ...inner]
  })
}

function items(source: JsonObject): [JsonObject, string][] {
  return objectsAt(source, 'items').map((item) => [item, 'user'])
}

function firstOf(object: JsonObject, names: readonly string[]): JsonObject | undefined {
  for (const name of names) {
    const found = pointerAt(object, name)
    if (found !== undefined) return found
  }
  return undefined
}
