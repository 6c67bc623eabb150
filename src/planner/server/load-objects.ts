/** A cluster as it stands: objects of the API, put into the store without an act. */
import { resourceOfObject } from '../../apiserver/live-object.js'
import { goJson } from '../../kubernetes/revision-data.js'
import { asList, asNumber, asObject, asString, type JsonObject } from '../../kubernetes/json.js'
import type { Cluster, ObjectMeta, OwnerReference, Pod, PodPhase } from '../cluster.js'
import {
  freeName,
  presumeOwners,
  putNode,
  putOther,
  putStandingClaim,
  putStandingPod,
  putStandingRevision,
  putStandingSet,
  setNode,
} from '../store/index.js'
import { keptKind, metaOf } from './live-objects.js'
import { nodeDescriptionOf } from './node-object.js'
import { claimsOfVolumes, controllerOf, imagesOf } from '../objects/index.js'

/** Sets come first, so that what belongs to them finds them. */
const order = ['StatefulSet', 'DaemonSet', 'Node', 'PersistentVolumeClaim', 'ControllerRevision', 'Pod']

/**
 * Puts objects into an empty cluster exactly as they stand: uids, generations, status, owners, conditions and deletion
 * timestamps included. The moment (RFC 3339; the latest that an object names, where it is left out) becomes the
 * simulation's 0 seconds, what was before it has a negative time.
 */
export function loadObjects(cluster: Cluster, objects: readonly JsonObject[], moment?: string): void {
  const zero = moment === undefined ? latestTime(objects) : Date.parse(moment)
  const byKind = new Map<string, JsonObject[]>()
  for (const object of objects) {
    const kind = keptKind(resourceOfObject(object))
    byKind.set(kind, [...(byKind.get(kind) ?? []), object])
  }
  for (const kind of [...order, ...[...byKind.keys()].filter((each) => !order.includes(each))])
    for (const object of byKind.get(kind) ?? []) loadObject(cluster, kind, object, zero)
  presumeOwners(cluster, new Set(byKind.keys()))
}

function loadObject(cluster: Cluster, kind: string, object: JsonObject, zero: number): void {
  const metadata = standingMeta(object, zero)
  const [spec, status] = [asObject(object['spec']), asObject(object['status'])]
  switch (kind) {
    case 'StatefulSet':
    case 'DaemonSet':
      putStandingSet(cluster, { kind, metadata, spec, status })
      break
    case 'Pod':
      putStandingPod(cluster, standingPod(cluster, metadata, spec, status, zero))
      break
    case 'PersistentVolumeClaim':
      putStandingClaim(cluster, { kind, metadata, spec })
      break
    case 'ControllerRevision':
      putStandingRevision(cluster, {
        kind,
        metadata,
        data: goJson(object['data']),
        revision: asNumber(object['revision']) ?? 0,
      })
      break
    case 'Node': {
      setNode(cluster, nodeDescriptionOf(object))
      const node = cluster.objects.nodes.get(metadata.name)
      if (node !== undefined) putNode(cluster, { ...node, annotations: metadata.annotations })
      break
    }
    default:
      putOther(cluster, kind, metadata, object)
  }
}

function standingMeta(object: JsonObject, zero: number): ObjectMeta {
  const metadata = asObject(object['metadata'])
  const namespace = resourceOfObject(object).namespaced ? (asString(metadata['namespace']) ?? 'default') : ''
  const {
    labels = {},
    annotations = {},
    ownerReferences = [],
    finalizers = [],
    ...identity
  } = metaOf(object, namespace)
  const [deletedAt, resourceVersion] = [
    seconds(metadata['deletionTimestamp'], zero),
    asString(metadata['resourceVersion']),
  ]
  return {
    ...identity,
    uid: asString(metadata['uid']) ?? `${identity.namespace}/${identity.name}`,
    creationTimestamp: seconds(metadata['creationTimestamp'], zero) ?? 0,
    labels: { ...labels },
    annotations: { ...annotations },
    ownerReferences,
    finalizers,
    generation: asNumber(metadata['generation']) ?? 1,
    ...(deletedAt === undefined ? {} : { deletionTimestamp: deletedAt }),
    ...(resourceVersion === undefined ? {} : { resourceVersion }),
    ...(metadata['managedFields'] === undefined ? {} : { managedFields: asList(metadata['managedFields']) }),
  }
}

function standingPod(
  cluster: Cluster,
  metadata: ObjectMeta,
  { nodeName, ...spec }: JsonObject,
  status: JsonObject,
  zero: number,
): Pod {
  const owner = controllerOf({ metadata })
  const place = asString(nodeName)
  const targetNode = owner !== undefined && isDaemonSet(owner) ? (pinnedNode(spec) ?? place) : undefined
  const ready = asList(status['conditions'])
    .map(asObject)
    .find((condition) => condition['type'] === 'Ready')
  const isReady = ready?.['status'] === 'True'
  const { first, broken } = imagesOf(cluster, spec)
  const { namespace } = metadata
  return {
    kind: 'Pod',
    metadata:
      owner === undefined || targetNode === undefined
        ? metadata
        : { ...metadata, name: freeName(cluster, { name: `${owner.name}@${targetNode}`, namespace, targetNode }) },
    spec,
    claims: claimsOfVolumes(spec),
    image: first,
    broken,
    ...(targetNode === undefined ? {} : { targetNode }),
    ...(place === undefined || place === '' ? {} : { nodeName: place }),
    phase: (asString(status['phase']) ?? 'Pending') as PodPhase,
    ready: isReady,
    ...(isReady ? { readySince: seconds(ready['lastTransitionTime'], zero) ?? 0 } : {}),
  }
}

function isDaemonSet({ kind, apiVersion = 'apps/v1' }: OwnerReference): boolean {
  return kind === 'DaemonSet' && apiVersion.startsWith('apps/')
}

/** The node that a DaemonSet's controller has pinned a pod to (D-11). */
function pinnedNode(spec: JsonObject): string | undefined {
  const affinity = asObject(asObject(spec['affinity'])['nodeAffinity'])
  const required = asObject(affinity['requiredDuringSchedulingIgnoredDuringExecution'])
  for (const term of asList(required['nodeSelectorTerms']).map(asObject))
    for (const field of asList(term['matchFields']).map(asObject))
      if (field['key'] === 'metadata.name') return asString(asList(field['values'])[0])
  return undefined
}

/** A time as seconds before (or after) zero, both of them whole. */
function seconds(time: JsonObject[string], zero: number): number | undefined {
  const at = typeof time === 'string' ? Date.parse(time) : NaN
  return Number.isNaN(at) ? undefined : (at - zero) / 1000
}

/** The latest time that any object names: the moment cannot be before it. In milliseconds. */
function latestTime(objects: readonly JsonObject[]): number {
  let latest = -Infinity
  for (const object of objects) {
    const [metadata, status] = [asObject(object['metadata']), asObject(object['status'])]
    const conditions = asList(status['conditions']).map((condition) => asObject(condition)['lastTransitionTime'])
    for (const time of [metadata['creationTimestamp'], ...conditions]) {
      const at = typeof time === 'string' ? Date.parse(time) : NaN
      if (at > latest) latest = at
    }
  }
  return latest === -Infinity ? 0 : latest
}
