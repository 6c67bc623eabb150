import { asObject, asString, type JsonObject } from '../kubernetes/json.js'
import { resourceOf, type Resource } from './resources.js'
import type { ManagedFields } from './server-side-apply/index.js'

/** Who owns which fields of an object; worked out when it is asked for. */
export type Managed = () => readonly ManagedFields[]

/** An object that the server holds. */
export interface LiveObject {
  readonly resource: Resource
  /** Empty for a kind without namespaces. */
  readonly namespace: string
  readonly name: string
  readonly object: JsonObject
  readonly managed: Managed
}

/** The resource that an object, given or stored, is one of. */
export function resourceOfObject(object: JsonObject): Resource {
  return resourceOf(asString(object['apiVersion']) ?? '', asString(object['kind']) ?? '')
}

/** `metadata.name`; empty where there is none. */
export function nameOf(object: JsonObject): string {
  return asString(asObject(object['metadata'])['name']) ?? ''
}
