/** The cluster's objects as the API shows them, and the writes of a create, an update and a deletion. */
import { asList, asNumber, asObject, asString, entryOf, equalJson, type JsonObject } from '../../kubernetes/json.js'
import { goJson } from '../../kubernetes/revision-data.js'
import type { Cluster, ObjectMeta, OwnerReference, Pod } from '../cluster.js'
import {
  createClaim,
  createPod,
  createRevision,
  createSet,
  deleteClaim,
  deleteObject,
  deletePod,
  deleteSet,
  putNode,
  putOther,
  removeNode,
  setClaimFinalizers,
  setClaimLabels,
  setClaimOwners,
  setNode,
  setPodFinalizers,
  setPodLabels,
  setPodOwners,
  setPodSpec,
  setRevisionLabels,
  setRevisionOwners,
  setSetFinalizers,
  updateSet,
  type NewMeta,
  type Propagation,
} from '../store/index.js'
import { managedOf, setManaged } from './managed.js'
import { podNamed } from '../objects/index.js'
import { nodeDescriptionOf, nodeObject, taintsOf } from './node-object.js'
import type { LiveObject } from '../../apiserver/live-object.js'
import type { Accepted } from '../../apiserver/requests.js'
import type { Resource } from '../../apiserver/resources.js'

/**
 * The kind under which an object is kept. A custom kind may be called as one of Kubernetes' own is (a DaemonSet of
 * apps.kruise.io): it is no such thing.
 */
export function keptKind({ kind, group }: Resource): string {
  const own: Readonly<Record<string, string>> = {
    StatefulSet: 'apps',
    DaemonSet: 'apps',
    ControllerRevision: 'apps',
    Pod: '',
    PersistentVolumeClaim: '',
    Node: '',
  }
  return (entryOf(own, kind) ?? group) === group ? kind : `${kind}.${group}`
}

/** Finds one object. */
export function findLive(
  cluster: Cluster,
  resource: Resource,
  namespace: string,
  name: string,
): LiveObject | undefined {
  const kind = keptKind(resource)
  const kept = kind === 'Pod' ? (podNamed(cluster, namespace, name)?.metadata.name ?? name) : name
  const object = readLive(cluster, kind, namespace, kept)
  if (object === undefined) return undefined
  const place = resource.namespaced ? namespace : ''
  return { resource, namespace: place, name: kept, object, managed: managedOf(cluster, kind, place, kept) }
}

function readLive(cluster: Cluster, kind: string, namespace: string, name: string): JsonObject | undefined {
  const key = `${namespace}/${name}`
  switch (kind) {
    case 'StatefulSet':
    case 'DaemonSet': {
      const set = cluster.objects.sets.get(`${kind}/${key}`)
      return set === undefined
        ? undefined
        : { apiVersion: 'apps/v1', kind, metadata: shownMeta(set.metadata), spec: set.spec, status: set.status }
    }
    case 'Pod': {
      const pod = cluster.objects.pods.get(key)
      return pod === undefined ? undefined : podObject(pod)
    }
    case 'PersistentVolumeClaim': {
      const claim = cluster.objects.claims.get(key)
      return claim === undefined
        ? undefined
        : { apiVersion: 'v1', kind, metadata: shownMeta(claim.metadata), spec: claim.spec }
    }
    case 'ControllerRevision': {
      const revision = cluster.objects.revisions.get(key)
      return revision === undefined
        ? undefined
        : { apiVersion: 'apps/v1', kind, metadata: shownMeta(revision.metadata), revision: revision.revision }
    }
    case 'Node': {
      const node = cluster.objects.nodes.get(name)
      return node === undefined ? undefined : nodeObject(node)
    }
    default: {
      const other = cluster.objects.others.get(`${kind}/${key}`) ?? cluster.objects.others.get(`${kind}//${name}`)
      return other?.object
    }
  }
}

function podObject(pod: Pod): JsonObject {
  const condition = { type: 'Ready', status: pod.ready ? 'True' : 'False' }
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: shownMeta(pod.metadata),
    spec: pod.nodeName === undefined ? pod.spec : { ...pod.spec, nodeName: pod.nodeName },
    status: { phase: pod.phase, conditions: [condition] },
  }
}

function shownMeta(metadata: ObjectMeta): JsonObject {
  return {
    name: metadata.name,
    namespace: metadata.namespace,
    ...(Object.keys(metadata.labels).length === 0 ? {} : { labels: { ...metadata.labels } }),
    ...(Object.keys(metadata.annotations).length === 0 ? {} : { annotations: { ...metadata.annotations } }),
    ...(metadata.ownerReferences.length === 0
      ? {}
      : { ownerReferences: metadata.ownerReferences.map((owner) => ({ ...owner })) }),
    ...(metadata.finalizers.length === 0 ? {} : { finalizers: [...metadata.finalizers] }),
  }
}

/** All objects of a kind, in the order in which the API lists them: by namespace and name. */
export function listLive(cluster: Cluster, resource: Resource, namespace: string | undefined): LiveObject[] {
  const kind = keptKind(resource)
  const places: { namespace: string; name: string }[] = []
  if (kind === 'Node') for (const name of cluster.objects.nodes.keys()) places.push({ namespace: '', name })
  else if (kind === 'StatefulSet' || kind === 'DaemonSet')
    for (const set of cluster.objects.sets.values()) if (set.kind === kind) places.push(set.metadata)
  if (kind === 'Pod') for (const pod of cluster.objects.pods.values()) places.push(pod.metadata)
  if (kind === 'PersistentVolumeClaim') for (const claim of cluster.objects.claims.values()) places.push(claim.metadata)
  if (kind === 'ControllerRevision')
    for (const revision of cluster.objects.revisions.values()) places.push(revision.metadata)
  for (const other of cluster.objects.others.values()) if (other.kind === kind) places.push(other.metadata)
  return places
    .filter((place) => !resource.namespaced || namespace === undefined || place.namespace === namespace)
    .sort((a, b) => compare(a.namespace, b.namespace) || compare(a.name, b.name))
    .flatMap((place) => findLive(cluster, resource, place.namespace, place.name) ?? [])
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

/** What an object says of itself, in the namespace that it goes into. */
export function metaOf(object: JsonObject, namespace: string): NewMeta {
  const metadata = asObject(object['metadata'])
  return {
    name: asString(metadata['name']) ?? '',
    namespace,
    labels: strings(metadata['labels']),
    annotations: strings(metadata['annotations']),
    ownerReferences: asList(metadata['ownerReferences']).map((owner) => asObject(owner) as unknown as OwnerReference),
    finalizers: asList(metadata['finalizers']).filter((value): value is string => typeof value === 'string'),
  }
}

function strings(value: JsonObject[string]): Record<string, string> {
  return Object.fromEntries(
    Object.entries(asObject(value)).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  )
}

/** Stores a new object. */
export function storeNew(
  cluster: Cluster,
  resource: Resource,
  namespace: string,
  { stored: object, managed }: Accepted,
): void {
  const meta = metaOf(object, resource.namespaced ? namespace : '')
  const spec = asObject(object['spec'])
  const kind = keptKind(resource)
  switch (kind) {
    case 'StatefulSet':
    case 'DaemonSet':
      createSet(cluster, { ...meta, kind, spec })
      break
    case 'Pod':
      createPod(cluster, { ...meta, spec })
      break
    case 'PersistentVolumeClaim':
      createClaim(cluster, { ...meta, spec })
      break
    case 'ControllerRevision':
      createRevision(cluster, { ...meta, data: goJson(object['data']), revision: asNumber(object['revision']) ?? 0 })
      break
    case 'Node':
      setNode(cluster, nodeDescriptionOf(object))
      annotateNode(cluster, meta)
      break
    default:
      putOther(cluster, kind, meta, object)
  }
  setManaged(cluster, kind, meta.namespace, meta.name, managed)
}

/** A node made from a manifest keeps its annotations, the manifest itself among them. */
function annotateNode(cluster: Cluster, { name, annotations = {} }: NewMeta): void {
  const node = cluster.objects.nodes.get(name)
  if (node !== undefined) putNode(cluster, { ...node, annotations })
}

/** Tells whether an object is there but being deleted. */
export function isBeingDeleted(cluster: Cluster, { resource, namespace, name }: LiveObject): boolean {
  const key = `${namespace}/${name}`
  const object =
    cluster.objects.sets.get(`${resource.kind}/${key}`) ??
    (resource.kind === 'Pod'
      ? cluster.objects.pods.get(key)
      : resource.kind === 'PersistentVolumeClaim'
        ? cluster.objects.claims.get(key)
        : undefined)
  return object?.metadata.deletionTimestamp !== undefined
}

/** Stores an object over one that is there. */
export function storeOver(cluster: Cluster, live: LiveObject, { stored: object, managed }: Accepted): void {
  const { resource, namespace, name } = live
  const { labels = {}, annotations = {}, ownerReferences = [], finalizers = [] } = metaOf(object, namespace)
  const changesFinalizers = (metadata: ObjectMeta): boolean => finalizers.join() !== metadata.finalizers.join()
  const key = `${namespace}/${name}`
  const kind = keptKind(resource)
  switch (kind) {
    case 'StatefulSet':
    case 'DaemonSet': {
      const set = cluster.objects.sets.get(`${kind}/${key}`)
      if (set === undefined) break
      updateSet(cluster, set, { spec: asObject(object['spec']), labels, annotations })
      if (changesFinalizers(set.metadata)) setSetFinalizers(cluster, set, finalizers)
      break
    }
    case 'Pod': {
      const pod = cluster.objects.pods.get(key)
      if (pod === undefined) break
      if (JSON.stringify(ownerReferences) !== JSON.stringify(pod.metadata.ownerReferences))
        setPodOwners(cluster, pod, ownerReferences)
      setPodLabels(cluster, pod, labels, annotations)
      const { nodeName: _, ...spec } = asObject(object['spec'])
      const { nodeName: own, ...before } = pod.spec
      if (!equalJson(spec, before)) setPodSpec(cluster, pod, own === undefined ? spec : { ...spec, nodeName: own })
      if (changesFinalizers(pod.metadata)) setPodFinalizers(cluster, pod, finalizers)
      break
    }
    case 'PersistentVolumeClaim': {
      const claim = cluster.objects.claims.get(key)
      if (claim === undefined) break
      if (JSON.stringify(ownerReferences) !== JSON.stringify(claim.metadata.ownerReferences))
        setClaimOwners(cluster, claim, ownerReferences)
      setClaimLabels(cluster, claim, labels, annotations)
      if (changesFinalizers(claim.metadata)) setClaimFinalizers(cluster, claim, finalizers)
      break
    }
    case 'ControllerRevision': {
      const revision = cluster.objects.revisions.get(key)
      if (revision === undefined) break
      if (JSON.stringify(ownerReferences) !== JSON.stringify(revision.metadata.ownerReferences))
        setRevisionOwners(cluster, revision, ownerReferences)
      setRevisionLabels(cluster, revision, labels, annotations)
      break
    }
    case 'Node': {
      const node = cluster.objects.nodes.get(name)
      const spec = asObject(object['spec'])
      if (node !== undefined)
        putNode(cluster, {
          ...node,
          labels,
          annotations,
          taints: taintsOf(spec),
          unschedulable: spec['unschedulable'] === true,
        })
      break
    }
    default:
      putOther(cluster, kind, metaOf(object, namespace), object)
  }
  setManaged(cluster, kind, namespace, name, managed)
}

/** A DELETE request. */
export function deleteLive(
  cluster: Cluster,
  live: LiveObject,
  propagation: Propagation,
  gracePeriodSeconds?: number,
): void {
  const { resource, namespace, name } = live
  const key = `${namespace}/${name}`
  const kind = keptKind(resource)
  switch (kind) {
    case 'StatefulSet':
    case 'DaemonSet': {
      const set = cluster.objects.sets.get(`${kind}/${key}`)
      if (set !== undefined) deleteSet(cluster, set, propagation)
      break
    }
    case 'Pod': {
      const pod = cluster.objects.pods.get(key)
      if (pod !== undefined) deletePod(cluster, pod, gracePeriodSeconds === undefined ? {} : { gracePeriodSeconds })
      break
    }
    case 'PersistentVolumeClaim': {
      const claim = cluster.objects.claims.get(key)
      if (claim !== undefined) deleteClaim(cluster, claim)
      break
    }
    case 'Node':
      removeNode(cluster, name)
      break
    default:
      deleteObject(cluster, kind, namespace, name)
  }
}
