/** kubectl rollout restart, undo, pause, resume, status and history. */
import { asNumber, asObject, asString, isObject, type JsonObject } from '../../kubernetes/json.js'
import { revisionData } from '../../kubernetes/revision-data.js'
import type { Cluster, ControllerRevision } from '../cluster.js'
import { KubectlError } from './command-line.js'
import type { KubectlCommand } from './kubectl.js'
import type { LiveObject } from '../../apiserver/live-object.js'
import { storeOver } from '../server/live-objects.js'
import { mergeRulesOf } from '../../apiserver/merge-rules.js'
import { replace } from '../../apiserver/requests.js'
import { requestOf } from './request.js'
import { attempt, say, type Replies } from './replies.js'
import { printedName, qualifiedPlural } from '../../apiserver/resources.js'
import { applyStrategicPatch } from '../../apiserver/strategic-merge.js'
import { findTargets, refuseMissing } from './targets.js'
import { historyOf, setKey } from '../objects/index.js'

/**
 * The annotation that a restart writes. Its value is the second at which it is run, which no plan can know:
 * `<restart1>`,
 * `<restart2>` stand for it, and in the revision's name for the hash.
 */
const restartedAtAnnotation = 'kubectl.kubernetes.io/restartedAt'

type RolloutCommand = KubectlCommand & { verb: 'rollout' }

export function rollout(
  cluster: Cluster,
  command: RolloutCommand,
  objects: readonly JsonObject[],
  replies: Replies,
): void {
  const { live, missing } = findTargets(cluster, command.targets, objects, true)
  refuseMissing(replies, missing)
  if (live.length === 0 && missing.length === 0)
    replies.notes.push(`No resources found in ${command.targets.namespace ?? 'default'} namespace.`)
  const restart = `<restart${newestRestart(cluster) + 1}>`
  for (const each of live) {
    attempt(replies, each, () => {
      if (command.action === 'restart') restartOne(cluster, command, each, restart, replies)
      else if (command.action === 'undo') undoOne(cluster, each, command.toRevision, replies)
      else if (command.action === 'status') say(replies, each, 'shown', statusText(each))
      else if (command.action === 'history') say(replies, each, 'shown', historyText(cluster, each))
      else throw unsupported(each, command.action === 'pause' ? 'pausing' : 'resuming')
    })
  }
}

function unsupported(live: LiveObject, doing: string): KubectlError {
  return new KubectlError(
    `error: ${qualifiedPlural(live.resource)} ${JSON.stringify(live.name)} ${doing} is not supported`,
  )
}

/** The highest number of a restart that any template, now or before, carries. */
function newestRestart(cluster: Cluster): number {
  const texts = [
    ...[...cluster.objects.sets.values()].map((set) => JSON.stringify(set.spec['template'])),
    ...[...cluster.objects.revisions.values()].map(({ data }) => data),
  ]
  let newest = 0
  for (const text of texts)
    for (const match of text.matchAll(/(?:<|\\u003c)restart(\d+)/g)) newest = Math.max(newest, Number(match[1]))
  return newest
}

function restartOne(
  cluster: Cluster,
  command: RolloutCommand,
  live: LiveObject,
  restartedAt: string,
  replies: Replies,
): void {
  if (!['StatefulSet', 'DaemonSet', 'Deployment'].includes(live.resource.kind)) throw unsupported(live, 'restarting')
  const spec = asObject(live.object['spec'])
  const template = asObject(spec['template'])
  const metadata = asObject(template['metadata'])
  const annotations = { ...asObject(metadata['annotations']), [restartedAtAnnotation]: restartedAt }
  const object = {
    ...live.object,
    spec: { ...spec, template: { ...template, metadata: { ...metadata, annotations } } },
  }
  storeOver(cluster, live, replace(live, object, requestOf(cluster, command, 'kubectl-rollout'), 'Warn'))
  say(replies, live, 'restarted', `${printedName(live.resource, live.name)} restarted`)
}

/** The revisions of a set, oldest first; none of what is no set. */
function revisionsOf(cluster: Cluster, { resource, namespace, name }: LiveObject): ControllerRevision[] {
  const set = cluster.objects.sets.get(setKey(resource.kind, namespace, name))
  return set === undefined ? [] : historyOf(cluster, set)
}

function undoOne(cluster: Cluster, live: LiveObject, toRevision: number, replies: Replies): void {
  const { kind, group } = live.resource
  if (kind !== 'StatefulSet' && kind !== 'DaemonSet')
    throw new KubectlError(
      `no rollbacker has been implemented for ${JSON.stringify(group === '' ? kind : `${kind}.${group}`)}`,
    )
  const history = revisionsOf(cluster, live)
  if (toRevision === 0 && history.length <= 1) throw new KubectlError('no last revision to roll back to')
  const wanted = toRevision === 0 ? history.at(-2) : history.find(({ revision }) => revision === toRevision)
  if (wanted === undefined) throw new KubectlError(`unable to find specified revision ${toRevision} in history`)
  const patch: unknown = JSON.parse(wanted.data)
  const object = applyStrategicPatch(live.object, isObject(patch) ? patch : {}, mergeRulesOf(kind))
  // kubectl compares bytes with what it would write itself: those of its own version, 1.32, whatever the server's is
  const template = asObject(asObject(live.object['spec'])['template'])
  const same = wanted.data === revisionData(template, { ...cluster.target, version: { minor: 32 } })
  // a rollback names no manager: the server takes the program's own name
  if (!same) storeOver(cluster, live, replace(live, object, requestOf(cluster, {}, 'kubectl'), 'Warn'))
  say(
    replies,
    live,
    same ? 'unchanged' : 'rolled back',
    `${printedName(live.resource, live.name)} ${same ? `skipped rollback (current template already matches revision ${toRevision})` : 'rolled back'}`,
  )
}

/** What kubectl rollout status prints first (S-48). */
function statusText({ resource, name, object }: LiveObject): string {
  const [spec, status] = [asObject(object['spec']), asObject(object['status'])]
  const strategy = asObject(spec['updateStrategy'])
  const count = (field: string): number => asNumber(status[field]) ?? 0
  if (resource.kind !== 'StatefulSet' && resource.kind !== 'DaemonSet')
    throw new KubectlError(
      `no status viewer has been implemented for ${resource.group}/${resource.version}, Kind=${resource.kind}`,
    )
  if (strategy['type'] !== 'RollingUpdate')
    throw new KubectlError('rollout status is only available for RollingUpdate strategy type')
  if (resource.kind === 'DaemonSet') {
    const wanted = count('desiredNumberScheduled')
    const waiting = `Waiting for daemon set ${JSON.stringify(name)} rollout to finish:`
    if (count('updatedNumberScheduled') < wanted)
      return `${waiting} ${count('updatedNumberScheduled')} out of ${wanted} new pods have been updated...`
    if (count('numberAvailable') < wanted)
      return `${waiting} ${count('numberAvailable')} of ${wanted} updated pods are available...`
    return `daemon set ${JSON.stringify(name)} successfully rolled out`
  }
  const replicas = asNumber(spec['replicas']) ?? 1
  if (count('readyReplicas') < replicas) return `Waiting for ${replicas - count('readyReplicas')} pods to be ready...`
  const block = strategy['rollingUpdate']
  if (isObject(block)) {
    const partition = asNumber(block['partition'])
    if (partition !== undefined && count('updatedReplicas') < replicas - partition) {
      return `Waiting for partitioned roll out to finish: ${count('updatedReplicas')} out of ${replicas - partition} new pods have been updated...`
    }
    return `partitioned roll out complete: ${count('updatedReplicas')} new pods have been updated...`
  }
  const [current, update] = [asString(status['currentRevision']) ?? '', asString(status['updateRevision']) ?? '']
  if (current !== update)
    return `waiting for statefulset rolling update to complete ${count('updatedReplicas')} pods at revision ${update}...`
  return `statefulset rolling update complete ${count('currentReplicas')} pods at revision ${current}...`
}

function historyText(cluster: Cluster, live: LiveObject): string {
  const rows = revisionsOf(cluster, live).map(
    (revision) =>
      `${String(revision.revision).padEnd(9)} ${revision.metadata.annotations['kubernetes.io/change-cause'] ?? '<none>'}`,
  )
  return [`${printedName(live.resource, live.name)} `, 'REVISION  CHANGE-CAUSE', ...rows].join('\n')
}
