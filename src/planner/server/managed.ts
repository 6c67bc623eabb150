/** Who owns which fields of the cluster's objects. Only requests write it and only requests ask for it. */
import type { Managed } from '../../apiserver/live-object.js'
import { managedWithStatus, readManagedFields } from '../../apiserver/server-side-apply/index.js'
import type { Cluster, ObjectMeta, WorkloadSet } from '../cluster.js'
import { memoryOf, remember } from '../objects/index.js'

type Owned = { readonly metadata: ObjectMeta }

interface Written {
  managed: Managed
  /** When a request wrote them. */
  since: number
}

const written = memoryOf<Owned, Written>('managed fields')

/** What no user has written has no managers that matter: only its controller's. */
const nobody: Managed = () => []

/** The managers of an object; a node is kept without. */
export function managedOf(cluster: Cluster, kind: string, namespace: string, name: string): Managed {
  const object = objectAt(cluster, kind, namespace, name)
  if (object === undefined) return nobody
  const { managed: known, since } = ownersOf(cluster, object)
  const set = cluster.objects.sets.get(`${kind}/${namespace}/${name}`)
  if (set?.statusTime === undefined) return known
  // as they are now: the set goes on, and whoever asks may ask later
  const { kind: setKind, status, statusTime }: WorkloadSet = set
  const { minor } = cluster.target.version
  return () =>
    managedWithStatus(known(), 'apps/v1', setKind, { value: status, time: statusTime }, minor, statusTime >= since)
}

function ownersOf(cluster: Cluster, object: Owned): Written {
  return remember(cluster, written, object, () => ({ managed: standing(object), since: -Infinity }))
}

/** An object that was there before the first step: its times are all before it, and only their order counts. */
function standing({ metadata }: Owned): Managed {
  const given = metadata.managedFields
  if (given === undefined) return nobody
  const entries = (readManagedFields([...given]) ?? []).map((entry) =>
    entry.time === undefined ? entry : { ...entry, time: entry.time - longAgo },
  )
  return () => entries
}

/** More seconds than any clock has counted. */
const longAgo = 1e12

/** Keeps the managers that a write leaves. */
export function setManaged(cluster: Cluster, kind: string, namespace: string, name: string, managed: Managed): void {
  const object = objectAt(cluster, kind, namespace, name)
  if (object !== undefined) Object.assign(ownersOf(cluster, object), { managed, since: cluster.queue.now })
}

function objectAt(cluster: Cluster, kind: string, namespace: string, name: string): Owned | undefined {
  const key = `${namespace}/${name}`
  switch (kind) {
    case 'StatefulSet':
    case 'DaemonSet':
      return cluster.objects.sets.get(`${kind}/${key}`)
    case 'Pod':
      return cluster.objects.pods.get(key)
    case 'PersistentVolumeClaim':
      return cluster.objects.claims.get(key)
    case 'ControllerRevision':
      return cluster.objects.revisions.get(key)
    case 'Node':
      return undefined
    default:
      return cluster.objects.others.get(`${kind}/${key}`) ?? cluster.objects.others.get(`${kind}//${name}`)
  }
}
