/** A StatefulSet's ControllerRevisions (docs/semantics/statefulset.md, section 13; pkg/controller/history). */
import { defaultedTemplate } from '../../../defaults/index.js'
import { statefulSetBehaviour } from '../../../kubernetes/behaviour.js'
import { asNumber, asObject, type JsonObject } from '../../../kubernetes/json.js'
import { revisionData, revisionHash, revisionName } from '../../../kubernetes/revision-data.js'
import type { Cluster, ControllerRevision, WorkloadSet } from '../../cluster.js'
import { createRevision, deleteRevision, inGroup, renumberRevision, setRevisionOwners } from '../../store/index.js'
import { specOf, stringsOf } from '../../objects/statefulset/spec.js'
import { controllerOf, controllerReference, memoryOf, objectKey, remember } from '../../objects/index.js'
import { restartHash } from '../restart-hash.js'
import { listRevisions, templateOf } from '../../objects/statefulset/revisions.js'

/** S-12a: revisions without a controller become the set's. */
export function adoptOrphanRevisions(cluster: Cluster, set: WorkloadSet): void {
  const orphans = listRevisions(cluster, set).filter((revision) => controllerOf(revision) === undefined)
  if (orphans.length === 0 || set.metadata.deletionTimestamp !== undefined) return
  inGroup(cluster, () => {
    for (const revision of orphans)
      setRevisionOwners(cluster, revision, [...revision.metadata.ownerReferences, controllerReference(set)])
  })
}

/** The two revisions that pods are built from (S-34). */
export interface Revisions {
  readonly current: ControllerRevision
  readonly update: ControllerRevision
  readonly collisionCount: number
}

/** S-12c: finds the revisions; makes one, or gives an old one a new number, where the template has changed (S-98). */
export function getStatefulSetRevisions(
  cluster: Cluster,
  set: WorkloadSet,
  revisions: readonly ControllerRevision[],
): Revisions {
  const data = getPatch(cluster, set)
  const newest = revisions.at(-1)
  const number = (newest?.revision ?? 0) + 1
  const equal = revisions.filter((revision) => revision.data === data).at(-1)
  let collisionCount = asNumber(set.status['collisionCount']) ?? 0
  let update: ControllerRevision
  if (newest !== undefined && equal !== undefined && newest.data === equal.data) update = newest
  else if (equal !== undefined) {
    renumberRevision(cluster, equal, number)
    update = equal
  } else if (newest !== undefined && meansTheSame(cluster, set, newest, data)) update = newest
  else [update, collisionCount] = createControllerRevision(cluster, set, data, number, collisionCount)
  const current = revisions.find((revision) => revision.metadata.name === set.status['currentRevision']) ?? update
  return { current, update, collisionCount }
}

const meanings = memoryOf<ControllerRevision, { template: JsonObject; readonly same: boolean }>(
  "whether a revision means the set's template",
)

/** setMatchesLatestExistingRevision: going back to the revision would make the very template that is there. */
function meansTheSame(cluster: Cluster, set: WorkloadSet, revision: ControllerRevision, data: string): boolean {
  if (!statefulSetBehaviour(cluster.target).comparesRevisionsByMeaning) return false
  const memory = cluster.memory.of(meanings)
  const { template } = specOf(cluster, set)
  const known = memory.get(revision)
  if (known?.template === template) return known.same
  const restored = defaultedTemplate(templateOf(cluster, revision), cluster.target)
  const same = revisionData(restored, cluster.target) === data
  memory.set(revision, { template, same })
  return same
}

const datas = memoryOf<JsonObject, string>("the bytes of a template's revision")

/** The bytes of a revision of the present template. */
function getPatch(cluster: Cluster, set: WorkloadSet): string {
  return remember(cluster, datas, specOf(cluster, set).template, (template) => revisionData(template, cluster.target))
}

/** Makes a revision; a name that is taken by other content gives another hash (S-100). */
function createControllerRevision(
  cluster: Cluster,
  set: WorkloadSet,
  data: string,
  number: number,
  collisions: number,
): [ControllerRevision, number] {
  const { name, namespace, annotations } = set.metadata
  const metadata = asObject(specOf(cluster, set).template['metadata'])
  const restart = /^<(restart\d+)>$/.exec(stringsOf(metadata['annotations'])[restartedAtAnnotation] ?? '')?.[1]
  const hashOf = (collisionCount: number): string =>
    restart === undefined
      ? revisionHash(data, collisionCount)
      : restartHash(cluster, set, restart, data, collisionCount)
  // the label keeps the hash with which the revision was made first
  const labels = { ...stringsOf(metadata['labels']), 'controller.kubernetes.io/hash': hashOf(collisions) }
  for (let collisionCount = collisions; ; collisionCount++) {
    const madeName = revisionName(name, hashOf(collisionCount))
    const made = createRevision(cluster, {
      name: madeName,
      namespace,
      labels,
      annotations,
      ownerReferences: [controllerReference(set)],
      data,
      revision: number,
    })
    if (made !== undefined) return [made, collisionCount]
    const taken = cluster.objects.revisions.get(objectKey(namespace, madeName))
    if (taken?.data === data) return [taken, collisionCount]
  }
}

const restartedAtAnnotation = 'kubectl.kubernetes.io/restartedAt'

/** S-101: of the revisions that nothing lives from, the lowest numbers go until the limit is kept. */
export function truncateHistory(
  cluster: Cluster,
  set: WorkloadSet,
  revisions: readonly ControllerRevision[],
  live: ReadonlySet<string>,
): void {
  const { historyLimit } = specOf(cluster, set)
  const old = revisions.filter((revision) => !live.has(revision.metadata.name))
  if (historyLimit < 0 || old.length <= historyLimit) return
  for (const revision of old.slice(0, old.length - historyLimit)) deleteRevision(cluster, revision)
}
