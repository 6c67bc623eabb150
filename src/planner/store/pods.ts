/** Every write to a pod. */
import { asList, asString, type JsonObject } from '../../kubernetes/json.js'
import type { Cluster, OwnerReference, Pod } from '../cluster.js'
import type { PlanEvent } from '../plan.js'
import { emit, type EventNote } from './journal.js'
import { addTo, indexOwners, newMeta, register, takeFrom, unindexOwners, unregister, type NewMeta } from './meta.js'
import { tellScheduler } from './scheduling.js'
import { dropDuty, noteDuty } from './pod-duty.js'
import { controllingSet, wakeAdopters, wakeController } from './waking.js'
import { writable, type WritablePod } from './writable.js'
import {
  claimsOfVolumes,
  controllerOf,
  imagesOf,
  isBrokenName,
  keyOf,
  objectKey,
  podIdentity,
  revisionLabel,
  shownNamespace,
  shownOwners,
  shownPodName,
  labelKey,
} from '../objects/index.js'

export interface NewPod extends NewMeta {
  /** May be shared between pods: it is never changed. */
  readonly spec: JsonObject
  /** Volume name → claim name; where it is left out, the volumes of `spec` say it. */
  readonly claims?: ReadonlyMap<string, string>
  /** The node that the required affinity of a DaemonSet's pod names. */
  readonly targetNode?: string
}

/** A name for a pod whose own would be random: its set's and node's, with a number where that is taken. */
export function freeName(cluster: Cluster, meta: Pick<NewPod, 'name' | 'namespace' | 'targetNode'>): string {
  if (meta.targetNode === undefined) return meta.name
  let name = meta.name
  for (let n = 2; cluster.objects.pods.has(objectKey(meta.namespace, name)); n++) name = `${meta.name}#${n}`
  return name
}

/** What the API server writes on a pod whose scheduling is held back (applySchedulingGatedCondition). */
const gated = 'Scheduling is blocked due to non-empty scheduling gates'

/** `assumeBroken` holds for pods that carry a revision; others are judged by their image alone. */
function isAssumedBroken({ assumed }: Cluster, { namespace, labels, ownerReferences }: NewPod): boolean {
  const revision = labels?.[revisionLabel]
  if (revision === undefined) return false
  const { healthyRevisions, brokenNames } = assumed
  if (healthyRevisions !== undefined && !healthyRevisions.has(`${namespace}/${revision}`)) return true
  return isBrokenName(brokenNames, revision, ownerReferences?.[0]?.name)
}

/**
 * Creates a pod: Pending, not bound. Wakes the set that controls it or, where none does, those that may adopt it.
 * @returns undefined where a pod of that name exists (the API server answers AlreadyExists).
 */
export function createPod(cluster: Cluster, pod: NewPod, note?: EventNote): Pod | undefined {
  const name = freeName(cluster, pod)
  const key = objectKey(pod.namespace, name)
  if (cluster.objects.pods.has(key)) return undefined
  const { first, broken } = imagesOf(cluster, pod.spec)
  const nodeName = asString(pod.spec['nodeName'])
  const created: Pod = {
    kind: 'Pod',
    metadata: newMeta(cluster, { ...pod, name }),
    spec: pod.spec,
    claims: pod.claims ?? claimsOfVolumes(pod.spec),
    image: first,
    broken: broken || isAssumedBroken(cluster, pod),
    ...(pod.targetNode === undefined ? {} : { targetNode: pod.targetNode }),
    ...(nodeName === undefined || nodeName === '' ? {} : { nodeName }),
    phase: 'Pending',
    ready: false,
    ...(cluster.assumed.scheduler !== undefined && asList(pod.spec['schedulingGates']).length > 0
      ? { unschedulable: gated }
      : {}),
  }
  writable(cluster).objects.pods.set(key, created)
  indexPod(cluster, created)
  tellScheduler(cluster, { kind: 'pod', pod: created })
  const revision = created.metadata.labels[revisionLabel]
  emit(
    cluster,
    {
      op: 'create',
      kind: 'Pod',
      name: shownPodName(name),
      ...shownNamespace(pod.namespace),
      ...podIdentity(created),
      ...(revision === undefined ? {} : { revision }),
      image: first,
      ...(created.claims.size === 0 ? {} : { claims: [...created.claims.values()] }),
      ...(created.metadata.ownerReferences.length === 0 ? {} : { owners: shownOwners(created.metadata) }),
    },
    note,
  )
  if (controllerOf(created) === undefined) wakeAdopters(cluster, created)
  else wakeController(cluster, created)
  return created
}

function placeOf(pod: Pod): string | undefined {
  return pod.nodeName ?? pod.targetNode
}

/** Lists a pod where it is looked for. */
export function indexPod(cluster: Cluster, pod: Pod): void {
  register(cluster, pod)
  indexOwners(cluster, pod)
  indexController(cluster, pod)
  const place = placeOf(pod)
  if (place !== undefined) addTo(writable(cluster).index.podsOn, place, pod)
  for (const claim of pod.claims.values())
    addTo(writable(cluster).index.podsUsing, objectKey(pod.metadata.namespace, claim), pod)
  noteDuty(cluster, pod)
}

function indexController(cluster: Cluster, pod: Pod): void {
  const controller = controllerOf(pod)
  if (controller === undefined) for (const key of orphanKeys(pod)) addTo(writable(cluster).index.orphans, key, pod)
  else addTo(writable(cluster).index.podsOf, controller.uid, pod)
}

function orphanKeys({ metadata: { namespace, labels } }: Pod): string[] {
  return [labelKey(namespace), ...Object.entries(labels).map((label) => labelKey(namespace, label))]
}

function unindexController(cluster: Cluster, pod: Pod): void {
  const controller = controllerOf(pod)
  if (controller === undefined) for (const key of orphanKeys(pod)) takeFrom(writable(cluster).index.orphans, key, pod)
  else takeFrom(writable(cluster).index.podsOf, controller.uid, pod)
}

/** No node takes the pod: the scheduler's words for it. */
export function setUnschedulable(_cluster: Cluster, pod: WritablePod, message: string): void {
  pod.unschedulable = message
}

/** The scheduler binds a pod to a node. */
export function bindPod(
  cluster: Cluster,
  pod: WritablePod,
  nodeName: string,
  choice?: NonNullable<PlanEvent['choice']>,
): void {
  const before = placeOf(pod)
  if (before !== undefined) takeFrom(writable(cluster).index.podsOn, before, pod)
  pod.nodeName = nodeName
  delete pod.unschedulable
  if (choice !== undefined) pod.placeChoice = choice
  tellScheduler(cluster, { kind: 'pod', pod })
  addTo(writable(cluster).index.podsOn, nodeName, pod)
  noteDuty(cluster, pod)
  wakeController(cluster, pod)
}

function event(
  cluster: Cluster,
  pod: Pod,
  op: 'delete' | 'gone' | 'ready' | 'unready' | 'failed',
  note?: EventNote,
): void {
  emit(
    cluster,
    {
      op,
      kind: 'Pod',
      name: shownPodName(pod.metadata.name),
      ...shownNamespace(pod.metadata.namespace),
      ...podIdentity(pod),
    },
    note,
  )
}

function setReady(cluster: Cluster, pod: WritablePod, ready: boolean): void {
  if (pod.ready !== ready) event(cluster, pod, ready ? 'ready' : 'unready', ready ? placeNote(cluster, pod) : undefined)
  pod.ready = ready
  if (ready) pod.readySince = cluster.queue.now
  else delete pod.readySince
}

/** A pod that the scheduler has placed says where, and where it could have been placed as well, once it is ready. */
function placeNote({ assumed }: Cluster, pod: Pod): EventNote | undefined {
  if (assumed.scheduler === undefined || pod.targetNode !== undefined || pod.nodeName === undefined) return undefined
  return { node: pod.nodeName, ...(pod.placeChoice === undefined ? {} : { choice: pod.placeChoice }) }
}

/** The node says that the pod runs and is ready. */
export function makeReady(cluster: Cluster, pod: WritablePod): void {
  setReady(cluster, pod, true)
  pod.phase = 'Running'
  noteDuty(cluster, pod)
  wakeController(cluster, pod)
}

/** The pod runs, and is not ready until `letReady`. */
export function makeUnready(cluster: Cluster, pod: WritablePod): void {
  pod.held = true
  setReady(cluster, pod, false)
  pod.phase = 'Running'
  noteDuty(cluster, pod)
  wakeController(cluster, pod)
}

/** Nothing keeps the pod from being ready any more: its node makes it ready the next time that nodes act. */
export function letReady(cluster: Cluster, pod: WritablePod): void {
  delete pod.held
  noteDuty(cluster, pod)
}

/** The pod ends in phase Failed: evicted, or refused by its node. */
export function makeFailed(cluster: Cluster, pod: WritablePod): void {
  setReady(cluster, pod, false)
  if (pod.phase !== 'Failed') event(cluster, pod, 'failed')
  pod.phase = 'Failed'
  tellScheduler(cluster, { kind: 'pod', pod })
  noteDuty(cluster, pod)
  wakeController(cluster, pod)
}

/**
 * Where the deletion of a pod has no time to wait for: it is not bound, has ended, or asks for none
 * (`CheckGracefulDelete` of pods).
 */
function deletedAtOnce(pod: Pod, gracePeriodSeconds: number | undefined): boolean {
  if (pod.nodeName === undefined || pod.phase === 'Failed' || pod.phase === 'Succeeded') return true
  return (gracePeriodSeconds ?? pod.spec['terminationGracePeriodSeconds'] ?? 30) === 0
}

/** A DELETE request for a pod: it terminates until its node ends it, or is gone at once. */
export function deletePod(
  cluster: Cluster,
  pod: Pod,
  options: { gracePeriodSeconds?: number; note?: EventNote } = {},
): void {
  if (deletedAtOnce(pod, options.gracePeriodSeconds)) removePod(cluster, pod, options.note)
  else markDeleted(cluster, pod, options.note)
}

function markDeleted(cluster: Cluster, pod: WritablePod, note?: EventNote): void {
  if (pod.metadata.deletionTimestamp !== undefined) return
  pod.metadata.deletionTimestamp = cluster.queue.now
  event(cluster, pod, 'delete', note)
  tellScheduler(cluster, { kind: 'pod', pod })
  noteDuty(cluster, pod)
  wakeController(cluster, pod)
}

/** The pod leaves (a DELETE without grace); finalizers still hold it. */
export function removePod(cluster: Cluster, pod: WritablePod, note?: EventNote): void {
  const { metadata } = pod
  if (metadata.finalizers.length > 0) {
    markDeleted(cluster, pod, note)
    return
  }
  if (metadata.deletionTimestamp === undefined) {
    metadata.deletionTimestamp = cluster.queue.now
    event(cluster, pod, 'delete', note)
  }
  event(cluster, pod, 'gone')
  writable(cluster).objects.pods.delete(keyOf(pod))
  pod.removed = true
  tellScheduler(cluster, { kind: 'pod', pod })
  dropDuty(cluster, pod)
  unindexController(cluster, pod)
  unindexOwners(cluster, pod)
  const place = placeOf(pod)
  if (place !== undefined) takeFrom(writable(cluster).index.podsOn, place, pod)
  for (const claim of pod.claims.values()) {
    const key = objectKey(metadata.namespace, claim)
    takeFrom(writable(cluster).index.podsUsing, key, pod)
    writable(cluster).queue.unprotected.add(key)
  }
  unregister(cluster, pod)
  wakeController(cluster, pod)
}

/** Owner references changed: adoption, release, an owner that is gone (S-88, S-89). */
export function setPodOwners(cluster: Cluster, pod: WritablePod, owners: readonly OwnerReference[]): void {
  const before = shownOwners(pod.metadata)
  const oldSet = controllingSet(cluster, pod)
  const oldOwner = controllerOf(pod)
  const oldUid = oldOwner?.uid
  if (oldSet !== undefined && oldUid !== owners.find((owner) => owner.controller)?.uid) wakeController(cluster, pod)
  unindexController(cluster, pod)
  unindexOwners(cluster, pod)
  pod.metadata.ownerReferences = owners
  indexOwners(cluster, pod)
  indexController(cluster, pod)
  const after = shownOwners(pod.metadata)
  if (before.join() !== after.join()) {
    emit(cluster, {
      op: 'own',
      kind: 'Pod',
      name: shownPodName(pod.metadata.name),
      ...shownNamespace(pod.metadata.namespace),
      ...podIdentity(pod, controllerOf(pod) ?? oldOwner),
      owners: after,
    })
  }
  if (controllerOf(pod) !== undefined) wakeController(cluster, pod)
  else if (oldUid !== undefined) wakeAdopters(cluster, pod)
}

/** Labels or annotations changed. */
export function setPodLabels(
  cluster: Cluster,
  pod: WritablePod,
  labels: Readonly<Record<string, string>>,
  annotations = pod.metadata.annotations,
): void {
  const before = pod.metadata.labels[revisionLabel]
  const changed =
    JSON.stringify(Object.entries(pod.metadata.labels).sort()) !== JSON.stringify(Object.entries(labels).sort())
  if (changed) unindexController(cluster, pod)
  pod.metadata.labels = { ...labels }
  pod.metadata.annotations = { ...annotations }
  if (changed) indexController(cluster, pod)
  const after = labels[revisionLabel]
  if (before !== after) {
    emit(cluster, {
      op: 'relabel',
      kind: 'Pod',
      name: shownPodName(pod.metadata.name),
      ...shownNamespace(pod.metadata.namespace),
      ...podIdentity(pod),
      ...(after === undefined ? {} : { revision: after }),
    })
  }
  if (changed) tellScheduler(cluster, { kind: 'pod', pod, relabelled: true })
  if (controllerOf(pod) !== undefined) wakeController(cluster, pod)
  else if (changed) wakeAdopters(cluster, pod)
}

/** The few parts of a pod's spec that may change: images, tolerations, scheduling gates. */
export function setPodSpec(cluster: Cluster, pod: WritablePod, spec: JsonObject): void {
  const assumedBroken = pod.broken && !imagesOf(cluster, pod.spec).broken
  pod.spec = spec
  const { first, broken } = imagesOf(cluster, spec)
  pod.image = first
  pod.broken = broken || assumedBroken
  if (pod.unschedulable === gated && asList(spec['schedulingGates']).length === 0) delete pod.unschedulable
  tellScheduler(cluster, { kind: 'pod', pod, relabelled: true })
  noteDuty(cluster, pod)
  wakeController(cluster, pod)
}

/** A finalizer went: a pod that only it still held is gone. */
export function setPodFinalizers(cluster: Cluster, pod: WritablePod, finalizers: readonly string[]): void {
  pod.metadata.finalizers = finalizers
  wakeController(cluster, pod)
}
