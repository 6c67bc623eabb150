/**
 * Where a StatefulSet stops, and the commands that get it going again (docs/semantics/statefulset.md, sections 3, 8 and
 * 9).
 */
import type { Pod } from '../cluster.js'
import { isAcceptedClaim } from '../objects/statefulset/api-refusals.js'
import { isAvailable, isReady, isTerminal, isTerminating, revisionOf } from '../objects/statefulset/pods.js'
import { someNodeTakes } from '../scheduler/what-if.js'
import type { Finding } from '../plan.js'
import { remedyFor, revisionAt, wakeUp } from './statefulset-remedy.js'
import { kubectl, podName, type StatefulSetStory } from './statefulset-story.js'
import { listed, one } from './step-story.js'
import { keyOfSet } from '../objects/index.js'
import { claimName } from '../objects/statefulset/spec.js'
import { asOfRevision, pendingReason, unscheduledByReason, wayToNode } from './unscheduled.js'

/** What holds a set up. */
interface Obstacle {
  readonly message: string
  readonly commands?: readonly string[]
}

/** The set has not got what it asks for, and nothing moves any more. */
export function stuck(story: StatefulSetStory): Finding[] {
  if (!story.settled || !story.touched || story.set.metadata.deletionTimestamp !== undefined) return []
  const obstacle = obstacleOf(story)
  if (obstacle === undefined) return []
  const { message, commands = [] } = obstacle
  return [
    {
      id: 'stuck-rollout',
      severity: 'error',
      object: story.shown,
      message,
      ...(commands.length === 0 ? {} : { commands }),
    },
  ]
}

function obstacleOf(story: StatefulSetStory): Obstacle | undefined {
  if (story.spec.strategy === 'Recreate' && !story.behaviour.recreate) {
    return {
      message:
        'The strategy Recreate needs the feature gate StatefulSetRecreateStrategy: without it the controller does nothing at all for this set.',
    }
  }
  if (story.cluster.queue.endless.has(keyOfSet(story.set))) return endless(story)
  return story.spec.monotonic ? inOrder(story) : sideBySide(story)
}

/**
 * S-36b: without a rollingUpdate block, Parallel and with maxUnavailable at work, a lost pod comes back old and goes at
 * once, again and again.
 */
function endless(story: StatefulSetStory): Obstacle {
  const [first] = story.events.filter((event) => event.op === 'create' && event.revision !== story.updateRevision)
  const block = `'{"spec":{"updateStrategy":{"rollingUpdate":{"partition":0}}}}'`
  return {
    message: `${first?.name ?? podName(story, 0)} is made from the old revision and deleted again, over and over: updateStrategy RollingUpdate has no rollingUpdate block. Add one.`,
    commands: [kubectl(story, `patch sts ${story.set.metadata.name} -p ${block}`)],
  }
}

/** OrderedReady stops at the first slot that is not as it should be (S-13, S-18). */
function inOrder(story: StatefulSetStory): Obstacle | undefined {
  for (const [index, pod] of story.slots.entries()) {
    if (pod === undefined) return missing(story, index)
    if (isTerminating(pod))
      return {
        message: `${pod.metadata.name} does not end, and its name stays taken until it does.${consequence(story, pod)}`,
      }
    if (!isReady(pod)) return notReady(story, pod)
    // time alone is missing: that is told by waitsForMinReady
    if (!isAvailable(pod, story.spec.minReadySeconds, story.cluster.queue.now)) return undefined
    if (!hasVolumes(story, pod, index)) return withoutVolumes(story)
  }
  return condemnedInTheWay(story)
}

/** S-25: of several condemned pods that are down, OrderedReady deletes none. */
function condemnedInTheWay(story: StatefulSetStory): Obstacle | undefined {
  const down = story.condemned.filter(
    (pod) => !isReady(pod) || !isAvailable(pod, story.spec.minReadySeconds, story.cluster.queue.now),
  )
  if (story.condemned.length === 0 || down.every((pod) => pod.ready)) return undefined
  const names = down.map((pod) => pod.metadata.name)
  return {
    message: `The set is not scaled in: ${listed(names)} are not ready, and podManagementPolicy OrderedReady deletes no pod while two or more of those to go are not. Delete them by hand: they are not made again.`,
    commands: [kubectl(story, `delete pod ${names.join(' ')}`)],
  }
}

/** A pod that never gets ready, under OrderedReady (S-65, S-66, S-24). */
function notReady(story: StatefulSetStory, pod: Pod): Obstacle {
  const { name } = pod.metadata
  if (pod.unschedulable !== undefined) return pending(story, [pod], consequence(story, pod))
  if (pod.nodeName === undefined)
    return { message: `${name} is not scheduled: there is no node.${consequence(story, pod)}` }
  const state = isTerminal(pod) ? `is ${pod.phase}` : pod.broken ? 'does not get ready' : 'is not ready'
  const { goesBack, deletes, commands } = remedyFor(story, downPods(story))
  if (commands.length === 0) {
    return {
      message: `${name} ${state}.${consequence(story, pod)} Apply a manifest whose pods do${deletes.length === 0 ? '' : `, then delete it, since nothing else replaces it: ${kubectl(story, `delete pod ${deletes.join(' ')}`)}`}.`,
    }
  }
  if (goesBack && deletes.length === 0)
    return {
      message: `${name} ${state}.${consequence(story, pod)} Going back to the old template heals it (updateStrategy ${story.spec.strategy}).`,
      commands,
    }
  if (goesBack) {
    return {
      message: `${name} ${state}.${consequence(story, pod)} Applying the old manifest again does not heal it (podManagementPolicy OrderedReady): go back, then delete ${listed(deletes)}; or roll forward with a mended manifest, and delete ${one(deletes, 'it', 'them')} then.`,
      commands,
    }
  }
  if (!pod.broken)
    return {
      message: `${name} ${state}.${consequence(story, pod)} A new pod in its place may get ready: delete it.`,
      commands,
    }
  const next = revisionAt(story, name)
  return {
    message: `${name} is still on ${revisionOf(pod)}, which does not get ready. Applying another manifest does not replace it (podManagementPolicy OrderedReady): delete it, and a pod of ${next} takes its place.`,
    commands,
  }
}

/** Pods that no node takes, all for the same reason: the template goes back, a node is uncordoned, or nothing helps yet. */
function pending(story: StatefulSetStory, pods: readonly Pod[], consequences: string): Obstacle {
  const [pod] = pods
  if (pod === undefined) return { message: '' }
  const names = listed(pods.map(({ metadata }) => metadata.name))
  const message = `${names} ${one(pods, 'is', 'are')} Pending: ${pendingReason(pod)}${consequences}`
  const { goesBack, deletes, commands } = remedyFor(story, pods)
  if (goesBack && commands.length > 0) {
    return {
      message: `${message} With the old template there is a node for ${one(pods, 'it', 'them')}${deletes.length === 0 ? '' : `: go back, then delete ${listed(deletes)}, since nothing else replaces ${one(deletes, 'it', 'them')}`}.`,
      commands,
    }
  }
  if (!goesBack && pods.every((each) => successorHasNode(story, each))) {
    return {
      message: `${message} Nothing replaces ${one(pods, 'it', 'them')}: delete ${one(pods, 'it, and the pod that takes its place finds a node', 'them, and the pods that take their place find one')}.`,
      commands,
    }
  }
  const way = wayToNode(story.cluster, pod)
  return { message: `${message} ${way.text}`, commands: way.commands }
}

/** The pod that would take its place is of another revision, and there is a node for that one. */
function successorHasNode(story: StatefulSetStory, pod: Pod): boolean {
  const name = revisionAt(story, pod.metadata.name)
  const next = story.revisions.find((revision) => revision.metadata.name === name)
  return next !== undefined && name !== revisionOf(pod) && someNodeTakes(story.cluster, asOfRevision(pod, next))
}

function downPods({ slots }: StatefulSetStory): Pod[] {
  return slots.filter((pod) => pod !== undefined && !isTerminating(pod) && !isReady(pod)) as Pod[]
}

/** What waits behind a pod. */
function consequence(story: StatefulSetStory, pod: Pod): string {
  if (!story.spec.monotonic) return ''
  const index = story.slots.indexOf(pod)
  const empty = story.slots.flatMap((each, place) =>
    each === undefined && place > index ? [podName(story, place)] : [],
  )
  if (empty.length > 0) return ` ${listed(empty)} ${empty.length === 1 ? 'is' : 'are'} not created before it is ready.`
  if (story.condemned.length > 0)
    return ` The set is not scaled in before it is ready: ${listed(story.condemned.map(({ metadata }) => metadata.name))} ${one(story.condemned, 'stays', 'stay')}.`
  const old = story.slots.filter(
    (each) => each !== undefined && each !== pod && revisionOf(each) !== story.updateRevision,
  )
  return old.length > 0 && story.spec.strategy === 'RollingUpdate' ? ' No other pod is updated before it is ready.' : ''
}

/**
 * Parallel waits for nobody; what is left at the end is what does not get ready, cannot be made, or may not be replaced
 * (S-57).
 */
function sideBySide(story: StatefulSetStory): Obstacle | undefined {
  for (const [index, pod] of story.slots.entries())
    if (pod !== undefined && !hasVolumes(story, pod, index)) return withoutVolumes(story)
  const empty = story.slots.indexOf(undefined)
  const unmade = empty < 0 ? undefined : missing(story, empty)
  const down = downPods(story)
  const placed = down.filter((pod) => pod.unschedulable === undefined)
  const obstacles = [
    ...(unmade === undefined ? [] : [unmade]),
    ...(placed.length === 0 ? [] : [notReadySideBySide(story, placed)]),
    ...[...unscheduledByReason(down).values()].map((pods) => pending(story, pods, keptMeanwhile(story))),
  ]
  if (obstacles.length === 0) return undefined
  return {
    message: obstacles.map(({ message }) => message).join(' '),
    commands: [...new Set(obstacles.toReversed().flatMap(({ commands = [] }) => commands))],
  }
}

/** How many pods keep the old revision while others are down. */
function keptMeanwhile(story: StatefulSetStory): string {
  const old = story.slots.filter(
    (pod, index) =>
      pod !== undefined && index >= (story.spec.partition ?? 0) && revisionOf(pod) !== story.updateRevision,
  )
  return old.length > 0 && story.spec.strategy === 'RollingUpdate'
    ? ` ${old.length} of ${story.slots.length} pods ${one(old, 'keeps', 'keep')} the old revision meanwhile.`
    : ''
}

function notReadySideBySide(story: StatefulSetStory, down: readonly Pod[]): Obstacle {
  const names = down.map((pod) => pod.metadata.name)
  const waits = keptMeanwhile(story)
  const state = down.some((pod) => pod.broken)
    ? names.length === 1
      ? 'does not get ready'
      : 'do not get ready'
    : names.length === 1
      ? 'is not ready'
      : 'are not ready'
  const { goesBack, deletes, commands } = remedyFor(story, down)
  const subject = `${listed(names)} ${state}.${waits}`
  if (commands.length === 0)
    return {
      message: `${subject} Apply a manifest whose pods do${deletes.length === 0 ? '' : `, then delete ${listed(deletes)}`}.`,
    }
  if (goesBack)
    return {
      message: `${subject} ${deletes.length === 0 ? 'Going back to the old template heals it (podManagementPolicy Parallel).' : `Go back to the old template, then delete ${listed(deletes)}, which it does not replace.`}`,
      commands,
    }
  return {
    message: `${subject} ${names.length === 1 ? 'A new pod in its place' : 'New pods in their place'} may get ready: delete ${names.length === 1 ? 'it' : 'them'}.`,
    commands,
  }
}

/** An empty slot whose pod is not made (S-21, S-80, S-81, S-95). */
function missing(story: StatefulSetStory, index: number): Obstacle {
  const { cluster, set, spec } = story
  const name = podName(story, index)
  const { namespace } = set.metadata
  const taken = cluster.objects.pods.get(`${namespace}/${name}`)
  if (taken !== undefined) {
    const names = story.slots.flatMap((pod, place) =>
      pod === undefined && cluster.objects.pods.has(`${namespace}/${podName(story, place)}`)
        ? [podName(story, place)]
        : [],
    )
    return {
      message: `${listed(names)} cannot be made: ${names.length === 1 ? 'a pod of that name is' : 'pods of those names are'} there, and not this set's. Delete ${names.length === 1 ? 'it' : 'them'}; the controller tries again after a while that grows with each attempt, or when the set is touched.`,
      commands: [kubectl(story, `delete pod ${names.join(' ')}`), wakeUp(story)],
    }
  }
  for (const template of spec.claimTemplates) {
    const claim = claimName(set, template, spec.start + index)
    const there = cluster.objects.claims.get(`${namespace}/${claim}`)
    if (there?.metadata.deletionTimestamp !== undefined)
      return { message: `${name} is not made: its claim ${claim} is being deleted, and something still uses it.` }
    if (there === undefined && !isAcceptedClaim(cluster, template, { ...template, name: claim })) {
      return {
        message: `${name} cannot be made: the API server refuses the claim ${claim} that the template "${template.name}" asks for.`,
      }
    }
  }
  const longest = `${set.metadata.name}-`.length + 10
  if (longest > 63)
    return {
      message: `${name} cannot be made: "${set.metadata.name}" is so long that the revision's name, which is a label of the pod, has more than 63 characters. Use a name of at most 52.`,
    }
  if (spec.serviceName.includes('.'))
    return {
      message: `${name} cannot be made: the serviceName "${spec.serviceName}" is no DNS label, and a pod cannot have it as its subdomain.`,
    }
  const reason = cluster.queue.failures.has(keyOfSet(set))
    ? 'the controller has failed to several times, and waits before it tries again'
    : 'nothing has woken the controller since its old claim went'
  return {
    message: `${name} is not made: ${reason}. Any change of the set wakes it.`,
    commands: [wakeUp(story)],
  }
}

function hasVolumes({ set, spec }: StatefulSetStory, pod: Pod, index: number): boolean {
  return spec.claimTemplates.every(
    (template) => pod.claims.get(template.name) === claimName(set, template, spec.start + index),
  )
}

/** S-76 */
function withoutVolumes(story: StatefulSetStory): Obstacle {
  const names = story.slots.flatMap((pod, index) =>
    pod !== undefined && !hasVolumes(story, pod, index) ? [pod.metadata.name] : [],
  )
  return {
    message: `${listed(names)} ${names.length === 1 ? 'lacks' : 'lack'} a volume that the claim templates ask for, and the volumes of a pod that is there cannot be changed: the set does nothing more. ${one(names, 'Delete the pod.', 'Delete the pods, the lowest first.')}`,
    commands: names.map((name) => kubectl(story, `delete pod ${name}`)),
  }
}
