import type { Cluster, OtherObject, PersistentVolumeClaim, Pod, WorkloadSet } from '../cluster.js'
import { deleteClaim } from './claims.js'
import { deletePod } from './pods.js'
import { deleteRevision } from './revisions.js'
import { deleteSet, type Propagation } from './sets.js'
import { newMeta, register, unregister, type NewMeta } from './meta.js'
import type { JsonObject } from '../../kubernetes/json.js'
import { writable } from './writable.js'

/**
 * A DELETE request for any object, by kind, namespace and name.
 * @returns false where there is no such object.
 */
export function deleteObject(
  cluster: Cluster,
  kind: string,
  namespace: string,
  name: string,
  propagation: Propagation = 'Background',
): boolean {
  const key = `${namespace}/${name}`
  const set: WorkloadSet | undefined = cluster.objects.sets.get(`${kind}/${key}`)
  if (set !== undefined) deleteSet(cluster, set, propagation)
  const pod: Pod | undefined = kind === 'Pod' ? cluster.objects.pods.get(key) : undefined
  if (pod !== undefined) deletePod(cluster, pod)
  const claim: PersistentVolumeClaim | undefined =
    kind === 'PersistentVolumeClaim' ? cluster.objects.claims.get(key) : undefined
  if (claim !== undefined) deleteClaim(cluster, claim)
  const revision = kind === 'ControllerRevision' ? cluster.objects.revisions.get(key) : undefined
  if (revision !== undefined) deleteRevision(cluster, revision)
  const other: OtherObject | undefined = cluster.objects.others.get(`${kind}/${key}`)
  if (other !== undefined) {
    writable(cluster).objects.others.delete(`${kind}/${key}`)
    unregister(cluster, other)
  }
  return set !== undefined || pod !== undefined || claim !== undefined || revision !== undefined || other !== undefined
}

/** Keeps an object that no controller here acts upon (a Service), or replaces what is kept of it. */
export function putOther(cluster: Cluster, kind: string, meta: NewMeta, object: JsonObject): OtherObject {
  const key = `${kind}/${meta.namespace}/${meta.name}`
  const before = cluster.objects.others.get(key)
  const metadata =
    before === undefined
      ? newMeta(cluster, meta)
      : { ...before.metadata, labels: { ...meta.labels }, annotations: { ...meta.annotations } }
  const other: OtherObject = { kind, metadata, object }
  writable(cluster).objects.others.set(key, other)
  register(cluster, other)
  return other
}
