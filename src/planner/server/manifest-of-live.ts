/** Objects as `kubectl get -o yaml` prints them: manifests with what only the server writes. */
import { asObject, asString, type JsonObject } from '../../kubernetes/json.js'

const serverMetadata = [
  'uid',
  'resourceVersion',
  'creationTimestamp',
  'generation',
  'managedFields',
  'selfLink',
  'ownerReferences',
  'deletionTimestamp',
  'deletionGracePeriodSeconds',
]

/** What a plan makes itself, or is told in another way. */
const made = ['Pod', 'ControllerRevision', 'Node', 'Event', 'EndpointSlice', 'Endpoints']

/** The manifest that would make the object; undefined for what comes by itself (pods, revisions). */
export function manifestOfLive(object: JsonObject): JsonObject | undefined {
  if (made.includes(asString(object['kind']) ?? '')) return undefined
  const metadata = Object.fromEntries(
    Object.entries(asObject(object['metadata'])).filter(([key]) => !serverMetadata.includes(key)),
  )
  const { status: _, ...rest } = object
  return { ...rest, metadata }
}
