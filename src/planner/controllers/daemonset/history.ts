/** A DaemonSet's history: which ControllerRevision is the present one, and which go (D-61 to D-63). */
import { daemonSetHash } from '../../../kubernetes/daemonset-hash.js'
import { asNumber, asObject, asString, setEntry, type JsonObject } from '../../../kubernetes/json.js'
import { matchesSelector } from '../../../kubernetes/label-selector.js'
import { revisionData } from '../../../kubernetes/revision-data.js'
import type { Cluster, ControllerRevision, Pod, WorkloadSet } from '../../cluster.js'
import { restartHash } from '../restart-hash.js'
import {
  createRevision,
  deleteRevision,
  inGroup,
  renumberRevision,
  setPodLabels,
  setRevisionLabels,
  setRevisionOwners,
  setStatus,
} from '../../store/index.js'
import {
  controllerOf,
  controllerReference,
  memoryOf,
  remember,
  revisionLabel,
  possibleHistory,
} from '../../objects/index.js'

/** constructHistory's answer; undefined where it failed and the sync is to be tried again. */
export interface History {
  readonly hash: string
  readonly old: readonly ControllerRevision[]
}

const datas = memoryOf<JsonObject, string>("the bytes of a template's revision")

/** getPatch: the bytes of a revision of this template (D-62). A stored template is never changed in place. */
function dataOf(cluster: Cluster, template: JsonObject): string {
  return remember(cluster, datas, template, () => revisionData(template, cluster.target))
}

/** Finds the revision of the present template, or makes it, and gives it the highest number. */
export function constructHistory(
  cluster: Cluster,
  set: WorkloadSet,
  podsOfSet: () => Iterable<Pod>,
): History | undefined {
  const data = dataOf(cluster, asObject(set.spec['template']))
  const current: ControllerRevision[] = []
  const old: ControllerRevision[] = []
  for (const revision of controlledHistories(cluster, set)) {
    if (revision.metadata.labels[revisionLabel] === undefined) {
      setRevisionLabels(cluster, revision, { ...revision.metadata.labels, [revisionLabel]: revision.metadata.name })
    }
    ;(revision.data === data ? current : old).push(revision)
  }
  const number = Math.max(0, ...old.map((revision) => revision.revision)) + 1
  const present =
    current.length === 0 ? snapshot(cluster, set, data, number) : dedupCurrent(cluster, current, podsOfSet)
  if (present === undefined) return undefined
  if (current.length > 0 && present.revision < number) renumberRevision(cluster, present, number)
  return { hash: present.metadata.labels[revisionLabel] ?? '', old }
}

/**
 * Revisions that the set controls; those that it may adopt are adopted, those whose labels do not match any more are
 * released.
 */
function controlledHistories(cluster: Cluster, set: WorkloadSet): ControllerRevision[] {
  const { uid } = set.metadata
  const selector = asObject(set.spec['selector'])
  const controlled: ControllerRevision[] = []
  const writes: (() => void)[] = []
  for (const revision of [...possibleHistory(cluster, set)]) {
    const { metadata } = revision
    const matches = matchesSelector(selector, metadata.labels)
    const controller = controllerOf(revision)
    if (controller !== undefined) {
      if (matches) controlled.push(revision)
      else
        writes.push(() =>
          setRevisionOwners(
            cluster,
            revision,
            metadata.ownerReferences.filter((owner) => owner.uid !== uid),
          ),
        )
    } else if (matches && metadata.deletionTimestamp === undefined) {
      writes.push(() => setRevisionOwners(cluster, revision, [...metadata.ownerReferences, controllerReference(set)]))
      controlled.push(revision)
    }
  }
  if (writes.length === 1) writes[0]?.()
  else if (writes.length > 1) inGroup(cluster, () => writes.forEach((write) => write()))
  return controlled
}

/**
 * dedupCurHistories: of several revisions with the same content the newest stays, and every pod of the set gets its
 * hash.
 */
function dedupCurrent(
  cluster: Cluster,
  current: readonly ControllerRevision[],
  podsOfSet: () => Iterable<Pod>,
): ControllerRevision | undefined {
  const [first, ...others] = current
  if (first === undefined || others.length === 0) return first
  const kept = others.reduce((best, next) => (next.revision >= best.revision ? next : best), first)
  const hash = kept.metadata.labels[revisionLabel] ?? ''
  inGroup(cluster, () => {
    for (const pod of podsOfSet()) {
      if (pod.metadata.labels[revisionLabel] !== hash)
        setPodLabels(cluster, pod, { ...pod.metadata.labels, [revisionLabel]: hash })
    }
  })
  inGroup(cluster, () => {
    for (const revision of current) if (revision !== kept) deleteRevision(cluster, revision)
  })
  return kept
}

/** A new revision. A name that is taken by another content raises the collision count, and the sync fails. */
function snapshot(cluster: Cluster, set: WorkloadSet, data: string, number: number): ControllerRevision | undefined {
  const { name, namespace, annotations } = set.metadata
  const template = asObject(set.spec['template'])
  const collisionCount = asNumber(set.status['collisionCount'])
  const hash = revisionHash(cluster, set, data, collisionCount)
  const labels: Record<string, string> = {}
  for (const [key, value] of Object.entries(asObject(asObject(template['metadata'])['labels'])))
    setEntry(labels, key, asString(value) ?? '')
  const created = createRevision(cluster, {
    name: `${name}-${hash}`,
    namespace,
    labels: { ...labels, [revisionLabel]: hash },
    annotations,
    ownerReferences: [controllerReference(set)],
    data,
    revision: number,
  })
  if (created !== undefined) return created
  const taken = cluster.objects.revisions.get(`${namespace}/${name}-${hash}`)
  if (taken?.data === data) return taken
  setStatus(cluster, set, { ...set.status, collisionCount: (collisionCount ?? 0) + 1 })
  return undefined
}

const unknownHashes = memoryOf<Cluster, Map<string, string>>('the marks for hashes that cannot be known')

/**
 * What `kubectl rollout restart` writes depends on the second at which it is run; the acts write `<restart1>`,
 * `<restart2>` in its place.
 */
const restartMark = /"kubectl\.kubernetes\.io\/restartedAt":"(?:<|\\u003c)(restart\d+)(?:>|\\u003e)"/

/** The template's hash or, where it cannot be known, a mark in its place: `<restart1>`, `<hash1>`. */
function revisionHash(cluster: Cluster, set: WorkloadSet, data: string, collisionCount: number | undefined): string {
  const restart = restartMark.exec(data)?.[1]
  if (restart !== undefined) return restartHash(cluster, set, restart, data, collisionCount ?? 0)
  const hash = daemonSetHash(asObject(set.spec['template']), cluster.target.version.minor, collisionCount)
  if (hash !== undefined) return hash
  const marks = remember(cluster, unknownHashes, cluster, () => new Map())
  const key = `${collisionCount ?? ''} ${data}`
  const mark = marks.get(key) ?? `<hash${marks.size + 1}>`
  marks.set(key, mark)
  return mark
}

/** cleanupHistory: beyond revisionHistoryLimit the oldest go, except those whose hash a pod still carries (D-63). */
export function cleanupHistory(
  cluster: Cluster,
  set: WorkloadSet,
  old: readonly ControllerRevision[],
  isLive: (hash: string) => boolean,
): void {
  let toKill = old.length - (asNumber(set.spec['revisionHistoryLimit']) ?? 10)
  for (const revision of [...old].sort((a, b) => a.revision - b.revision)) {
    if (toKill <= 0) return
    if (isLive(revision.metadata.labels[revisionLabel] ?? '')) continue
    deleteRevision(cluster, revision)
    toKill--
  }
}
