/** The commands that get a StatefulSet going again whose pods do not get ready. */
import { asObject } from '../../kubernetes/json.js'
import type { ControllerRevision, Pod } from '../cluster.js'
import { revisionOf } from '../objects/statefulset/pods.js'
import { ordinalOf } from '../objects/statefulset/spec.js'
import { kubectl, type StatefulSetStory } from './statefulset-story.js'
import { hasBrokenImage, isBrokenName, keyOf } from '../objects/index.js'
import { templateOf, slotsAtCurrent } from '../objects/statefulset/revisions.js'
import { someNodeTakes } from '../scheduler/what-if.js'
import { asOfRevision } from './unscheduled.js'

export interface Remedy {
  /** The template has to go back to an earlier one first. */
  readonly goesBack: boolean
  /** The pods that have to be deleted by hand. */
  readonly deletes: readonly string[]
  /** Empty where only another manifest helps. */
  readonly commands: readonly string[]
}

/**
 * What helps pods that are not ready: going back where a new pod would not get ready either, then deleting what nothing
 * replaces.
 */
export function remedyFor(story: StatefulSetStory, down: readonly Pod[]): Remedy {
  // where nothing is being rolled out, no template is to blame for it
  const rolls = story.currentRevision !== story.updateRevision
  const homeless = rolls ? down.find((pod) => pod.unschedulable !== undefined) : undefined
  const isBad = (revision: ControllerRevision): boolean =>
    isBroken(story, revision) || (homeless !== undefined && !hasNode(story, homeless, revision))
  const isBadRevision = (name: string): boolean =>
    story.revisions.some((revision) => revision.metadata.name === name && isBad(revision))
  const goesBack =
    isBadRevision(story.updateRevision) || down.some((pod) => isBadRevision(revisionAt(story, pod.metadata.name)))
  const target = goesBack
    ? story.revisions.findLast((revision) => revision.metadata.name !== story.updateRevision && !isBad(revision))
    : undefined
  // where no earlier template helps, another manifest is applied: its revision is none of those that are there
  const next = goesBack ? (target?.metadata.name ?? '') : story.updateRevision
  const deletes = down.filter((pod) => !isReplaced(story, pod, next)).map((pod) => pod.metadata.name)
  if (goesBack && target === undefined) return { goesBack, deletes, commands: [] }
  return {
    goesBack,
    deletes,
    commands: [
      ...(target === undefined ? [] : [undo(story, target)]),
      ...(deletes.length === 0 ? [] : [kubectl(story, `delete pod ${deletes.join(' ')}`)]),
      ...(down.some((pod) => deletes.includes(pod.metadata.name) && takesClaimsAlong(story, pod))
        ? [wakeUp(story)]
        : []),
    ],
  }
}

function undo(story: StatefulSetStory, target: ControllerRevision): string {
  const isPrevious = story.revisions.at(-2) === target
  return kubectl(
    story,
    `rollout undo sts/${story.set.metadata.name}${isPrevious ? '' : ` --to-revision=${target.revision}`}`,
  )
}

/** Any change of the set wakes its controller. */
export function wakeUp(story: StatefulSetStory): string {
  return kubectl(story, `annotate sts ${story.set.metadata.name} rollcast/woken=once --overwrite`)
}

function isBroken({ cluster, set }: StatefulSetStory, revision: ControllerRevision): boolean {
  const { healthyRevisions, brokenNames } = cluster.assumed
  const isAssumed =
    (healthyRevisions !== undefined && !healthyRevisions.has(keyOf(revision))) ||
    isBrokenName(brokenNames, revision.metadata.name, set.metadata.name)
  return isAssumed || hasBrokenImage(cluster, asObject(templateOf(cluster, revision)['spec']))
}

/** Whether some node would take a pod that no node takes, if it were of this revision. */
function hasNode({ cluster }: StatefulSetStory, pod: Pod, revision: ControllerRevision): boolean {
  return someNodeTakes(cluster, asOfRevision(pod, revision))
}

/** The revision that a new pod of this name would have (S-35 to S-37). */
export function revisionAt({ spec, currentRevision, updateRevision, set }: StatefulSetStory, name: string): string {
  const index = (ordinalOf(set.metadata.name, name) ?? 0) - spec.start
  return index < slotsAtCurrent(spec, set) ? currentRevision : updateRevision
}

/**
 * Recreate replaces every pod of another revision (S-61). Under Parallel the rolling update itself replaces outdated
 * pods that are down, but where they use up its budget (S-53, S-56, S-57).
 */
function isReplaced({ spec, set, behaviour }: StatefulSetStory, pod: Pod, update: string): boolean {
  if (spec.strategy === 'Recreate') return revisionOf(pod) !== update
  const index = (ordinalOf(set.metadata.name, pod.metadata.name) ?? 0) - spec.start
  const goesOn =
    !spec.monotonic &&
    spec.strategy === 'RollingUpdate' &&
    (!behaviour.maxUnavailable || behaviour.replacesDownPodsFirst)
  return goesOn && index >= (spec.partition ?? 0) && revisionOf(pod) !== update
}

/** S-79, S-80: a claim that belongs to the pod goes after it, and nothing wakes the set then. */
function takesClaimsAlong({ cluster, spec }: StatefulSetStory, pod: Pod): boolean {
  if (spec.whenScaled === 'Retain') return false
  return [...(cluster.index.dependents.get(pod.metadata.uid) ?? [])].some(
    (dependent) => dependent.kind === 'PersistentVolumeClaim',
  )
}
