/**
 * How a StatefulSet's rollout goes: what it waits for, how many pods are ready meanwhile, and which keep the old
 * revision.
 */
import { asObject, entryOf } from '../../kubernetes/json.js'
import { isTerminating, revisionOf } from '../objects/statefulset/pods.js'
import { ordinalOf } from '../objects/statefulset/spec.js'
import type { Finding } from '../plan.js'
import { followReadiness } from '../readiness.js'
import { kubectl, type StatefulSetStory } from './statefulset-story.js'
import { counted } from '../../words/counted.js'
import { listed, one, setName } from './step-story.js'
import { templateOf } from '../objects/statefulset/revisions.js'

/** The least number of ready pods at any moment; a pod that is being deleted is not counted. */
export function leastReady(story: StatefulSetStory): Finding[] {
  const pods = followReadiness(setName(story.set), story.bySet.of(setName(story.set)).podsBefore)
  const first = pods.count()
  let least = first
  for (const events of story.moments) {
    events.forEach(pods.see)
    least = Math.min(least, pods.count())
  }
  const wanted = Math.min(first, story.spec.replicas)
  if (!story.existed || least >= wanted) return []
  const of = story.spec.replicas
  const message =
    least === 0
      ? `For a while no pod is ready (0 of ${of}).`
      : `At the least ${least} of ${of} pods ${least === 1 ? 'is' : 'are'} ready.`
  return [
    {
      id: 'least-ready',
      severity: least === 0 ? 'warning' : 'info',
      object: story.shown,
      ready: { least, of },
      message,
    },
  ]
}

/** S-65, S-66, S-69: where it would stop, and what would not heal it. */
export function stopsIfNotReady(story: StatefulSetStory): Finding[] {
  const created = story.events.filter((event) => event.op === 'create')
  const [first] = created
  if (first === undefined || !story.spec.monotonic || story.events.some((event) => event.op === 'failed')) return []
  const [severity, object] = ['info' as const, story.shown]
  const namesBefore = new Set(story.podsBefore.map(({ name }) => name))
  const replaced = created.filter((event) => namesBefore.has(event.name))
  if (replaced.length > 0 && story.updateBefore !== undefined && story.updateBefore !== story.updateRevision) {
    if (story.spec.strategy === 'Recreate') {
      const message = `If ${first.name} never gets ready, no further pod is made (podManagementPolicy OrderedReady). The way out of it: go back, and the pod is replaced again.`
      return [
        {
          id: 'stops-if-not-ready',
          severity,
          object,
          message,
          commands: [kubectl(story, `rollout undo sts/${story.set.metadata.name}`)],
        },
      ]
    }
    const name = replaced[0]?.name ?? first.name
    return [
      {
        id: 'stops-if-not-ready',
        severity,
        object,
        message: `If a new pod never gets ready, the rollout stops at it, and applying the old manifest again does not heal it (podManagementPolicy OrderedReady). The way out of it for ${name}: go back, then delete the pod.`,
        commands: [kubectl(story, `rollout undo sts/${story.set.metadata.name}`), kubectl(story, `delete pod ${name}`)],
      },
    ]
  }
  if (created.length < 2) return []
  return [
    {
      id: 'stops-if-not-ready',
      severity,
      object,
      message: `Each pod is made only when those below it are ready (podManagementPolicy OrderedReady): if ${first.name} never gets ready, no further pod is made.`,
    },
  ]
}

/** Pods that keep the old revision, and why (S-40, S-47, S-63). */
export function staysOld(story: StatefulSetStory): Finding[] {
  if (!story.touched) return []
  const old = story.slots.flatMap((pod, index) =>
    pod !== undefined && !isTerminating(pod) && revisionOf(pod) !== story.updateRevision
      ? [{ index, name: pod.metadata.name }]
      : [],
  )
  if (old.length === 0) return []
  const { partition = 0, strategy, replicas } = story.spec
  const [severity, object] = ['info' as const, story.shown]
  if (strategy === 'OnDelete') {
    return [
      {
        id: 'on-delete',
        severity,
        object,
        message: `updateStrategy OnDelete: ${listed(old.map(({ name }) => name))} ${one(old, 'keeps the old template until it is', 'keep the old template until they are')} deleted by hand.`,
      },
    ]
  }
  const below = old.filter(({ index }) => index < partition).map(({ name }) => name)
  if (below.length === 0) return []
  const whole = partition >= replicas ? ` with ${counted(replicas, 'replica')}: no pod is updated at all, and` : ':'
  return [
    {
      id: 'below-partition',
      severity,
      object,
      message: `partition ${partition}${whole} ${listed(below)} ${one(below, 'keeps', 'keep')} ${story.currentRevision}, also when deleted by hand or evicted.`,
    },
  ]
}

/** The template differs in labels or annotations alone: what a change costs. */
export function replacedForMetadata(story: StatefulSetStory): Finding[] {
  if (story.updateBefore === undefined || story.updateBefore === story.updateRevision) return []
  const replaced = new Set(
    story.events
      .filter((event) => event.op === 'create' && event.revision === story.updateRevision)
      .map((event) => event.name),
  )
  const templates = [story.updateBefore, story.updateRevision].map((name) =>
    story.revisions.find((revision) => revision.metadata.name === name),
  )
  const [before, after] = templates.map((revision) =>
    revision === undefined ? undefined : templateOf(story.cluster, revision),
  )
  if (
    replaced.size === 0 ||
    before === undefined ||
    after === undefined ||
    JSON.stringify(before['spec']) !== JSON.stringify(after['spec'])
  )
    return []
  const changes = ['labels', 'annotations'].flatMap((field) => {
    const [old, now] = [asObject(asObject(before['metadata'])[field]), asObject(asObject(after['metadata'])[field])]
    return [...new Set([...Object.keys(old), ...Object.keys(now)])]
      .filter((key) => entryOf(old, key) !== entryOf(now, key))
      .map((key) => `${field.slice(0, -1)} ${key}`)
  })
  if (changes.length === 0 || changes.includes('annotation kubectl.kubernetes.io/restartedAt')) return []
  return [
    {
      id: 'replaced-for-metadata',
      severity: 'warning',
      object: story.shown,
      message: `${replaced.size === 1 ? 'A pod restarts' : `${replaced.size} pods restart`} because of the template's ${listed(changes)}: nothing else in it has changed.`,
    },
  ]
}

/** Time alone is missing: minReadySeconds, and a plan that does not wait. */
export function waitsForMinReady(story: StatefulSetStory): Finding[] {
  if (!story.settled || !story.touched || story.spec.minReadySeconds === 0) return []
  const waiting = story.slots.filter(
    (pod) =>
      pod?.ready === true && story.cluster.queue.now < Math.floor(pod.readySince ?? 0) + story.spec.minReadySeconds,
  )
  if (waiting.length === 0) return []
  return [
    {
      id: 'waits-for-min-ready',
      severity: 'info',
      object: story.shown,
      message: `${counted(waiting.length, 'pod')} ${waiting.length === 1 ? 'has' : 'have'} to stay ready for ${story.spec.minReadySeconds} seconds (minReadySeconds) before it goes on: the plan ends here unless the step waits for longer.`,
    },
  ]
}

/** S-44b */
export function zeroCompletesUpdate(story: StatefulSetStory): Finding[] {
  const before = story.before?.sets[story.shown]?.status['currentRevision']
  if (
    story.spec.replicas > 0 ||
    (story.spec.partition ?? 0) === 0 ||
    before === undefined ||
    before === story.currentRevision
  )
    return []
  return [
    {
      id: 'zero-completes-update',
      severity: 'warning',
      object: story.shown,
      message: `Scaled to 0, the update counts as complete: from here on pods below partition ${story.spec.partition} get the new template too.`,
    },
  ]
}

/**
 * Pods that are gone as soon as they are deleted: kubectl deletes one after the other, and whether the controller is
 * quick enough to make the first again before the last has gone is open.
 */
export function orderOpen(story: StatefulSetStory): Finding[] {
  if (!story.spec.monotonic) return []
  const deleted = story.podsDeletedByKubectl.get(story.set.metadata.namespace) ?? []
  if (deleted.length === 0) return []
  const goneAtOnce = new Set(story.moments[0]?.filter(({ op }) => op === 'gone').map(({ name }) => name))
  const gone = deleted.filter((name) => goneAtOnce.has(name))
  const ordinals = gone.map((name) => ordinalOf(story.set.metadata.name, name) ?? NaN)
  if (!ordinals.some((ordinal, index) => ordinals.slice(index + 1).some((later) => later < ordinal))) return []
  return [
    {
      id: 'order-open',
      severity: 'info',
      object: story.shown,
      message: `kubectl deletes ${listed(gone)} one after the other, and they are gone at once: the controller may make the first of them again before the last is deleted, or all of them afterwards, the lowest first. The plan shows the latter.`,
    },
  ]
}
