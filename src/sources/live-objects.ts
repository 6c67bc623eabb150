/** Objects as `kubectl get -o yaml` prints them: manifests with what only the server writes. */
import { asObject, asString, type JsonObject } from '../kubernetes/json.js'

/** Tells whether the server has stored the object already. */
export function isLive(object: JsonObject): boolean {
  const metadata = asObject(object['metadata'])
  return asString(metadata['uid']) !== undefined || asString(metadata['resourceVersion']) !== undefined
}
