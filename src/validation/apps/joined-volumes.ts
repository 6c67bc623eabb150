import { asList, asObject, asString, type JsonObject, type JsonValue } from '../../kubernetes/json.js'
import type { FieldPath } from '../../kubernetes/field-path.js'
import type { Cause } from '../answer.js'

/** A pod template as the server validates it (V-31), and the way back to where its volumes stand in the manifest. */
export interface JoinedTemplate {
  readonly template: JsonObject
  readonly relocate: (cause: Cause) => Cause
}

const volumesPath: FieldPath = ['spec', 'template', 'spec', 'volumes']

/**
 * V-31: the claim templates come first, as volumes with their names; a volume of the template with such a name gives
 * way, and hostname and subdomain are left out (V-29). The server takes the claims in the order of a Go map, which can
 * be any; we take them in the manifest's.
 */
export function joinClaimTemplates(set: JsonObject): JoinedTemplate {
  const template = asObject(set.template)
  const podSpec: JsonObject = { ...asObject(template.spec) }
  delete podSpec.hostname
  delete podSpec.subdomain

  const volumes: JsonValue[] = []
  const places: FieldPath[] = []
  const claims = new Set<string>()
  asList(set.volumeClaimTemplates).forEach((claim, index) => {
    const name = asString(asObject(asObject(claim).metadata).name) ?? ''
    if (claims.has(name)) return
    claims.add(name)
    volumes.push({ name, persistentVolumeClaim: { claimName: name } })
    places.push(['spec', 'volumeClaimTemplates', index, 'metadata', 'name'])
  })
  if (claims.size > 0) {
    asList(podSpec.volumes).forEach((volume, index) => {
      if (claims.has(asString(asObject(volume).name) ?? '')) return
      volumes.push(volume)
      places.push([...volumesPath, index])
    })
    podSpec.volumes = volumes
  }

  const relocate = (cause: Cause): Cause => {
    const index = cause.path[volumesPath.length]
    if (
      claims.size === 0 ||
      typeof index !== 'number' ||
      !volumesPath.every((part, place) => cause.path[place] === part)
    )
      return cause
    const place = places[index] ?? volumesPath
    const isClaim = place[1] === 'volumeClaimTemplates'
    return { ...cause, path: isClaim ? place : [...place, ...cause.path.slice(volumesPath.length + 1)] }
  }
  return { template: { ...template, spec: podSpec }, relocate }
}
