/** One StatefulSet in a step: what findings ask of it. */
import { statefulSetBehaviour, type StatefulSetBehaviour } from '../../kubernetes/behaviour.js'
import { asString } from '../../kubernetes/json.js'
import type { ControllerRevision, Pod, WorkloadSet } from '../cluster.js'
import { hasSlot, ordinalOf, specOf, type StatefulSetSpec } from '../objects/statefulset/spec.js'
import type { FinalPod, PlanEvent } from '../plan.js'
import { isOf, type StepStory, setName, podMoments } from './step-story.js'
import { shownObject } from '../objects/index.js'
import { listRevisions } from '../objects/statefulset/revisions.js'

export interface StatefulSetStory extends StepStory {
  readonly set: WorkloadSet
  /** `StatefulSet/web` */
  readonly shown: string
  readonly spec: StatefulSetSpec
  readonly behaviour: StatefulSetBehaviour
  /** Its pods by slot, as they are now. */
  readonly slots: readonly (Pod | undefined)[]
  /** Its pods outside of the slots, highest ordinal first. */
  readonly condemned: readonly Pod[]
  readonly podsBefore: readonly FinalPod[]
  /** Oldest first. */
  readonly revisions: readonly ControllerRevision[]
  readonly currentRevision: string
  readonly updateRevision: string
  /** The update revision before the step. */
  readonly updateBefore?: string
  /** The events of all pods that are its own at some time: one list a turn of controllers or nodes. */
  readonly moments: readonly (readonly PlanEvent[])[]
  /** The events of its own pods. */
  readonly events: readonly PlanEvent[]
  readonly existed: boolean
  /** Its spec was changed by the step, or it is new. */
  readonly changed: boolean
  /** Something of it happened in the step. */
  readonly touched: boolean
}

/** Gathers what the step did to a set. */
export function statefulSetStory(story: StepStory, set: WorkloadSet): StatefulSetStory {
  const shown = shownObject(set)
  const spec = specOf(story.cluster, set)
  const slots = new Array<Pod | undefined>(spec.replicas).fill(undefined)
  const condemned: [number, Pod][] = []
  for (const pod of story.cluster.index.podsOf.get(set.metadata.uid) ?? []) {
    const ordinal = ordinalOf(set.metadata.name, pod.metadata.name)
    if (ordinal === undefined) continue
    if (hasSlot(spec, ordinal)) slots[ordinal - spec.start] = pod
    else condemned.push([ordinal, pod])
  }
  const before = story.before?.sets[shown]
  const changed = before === undefined || before.generation !== set.metadata.generation
  const name = setName(set)
  const { happenings, podsBefore } = story.bySet.of(name)
  const moments = podMoments(happenings)
  const events = moments.flat().filter((event) => isOf(set, event))
  const updateBefore = asString(before?.status['updateRevision'])
  return {
    ...story,
    set,
    shown,
    spec,
    behaviour: statefulSetBehaviour(story.cluster.target),
    slots,
    condemned: condemned.sort(([a], [b]) => b - a).map(([, pod]) => pod),
    podsBefore: podsBefore.filter((pod) => isOf(set, pod)),
    revisions: listRevisions(story.cluster, set),
    currentRevision: asString(set.status['currentRevision']) ?? '',
    updateRevision: asString(set.status['updateRevision']) ?? '',
    ...(updateBefore === undefined ? {} : { updateBefore }),
    moments,
    events,
    existed: before !== undefined,
    changed,
    // a pod that is not the set's may have had, or have, a name of one of its pods
    touched: changed || events.length > 0 || story.bySet.takesName(name),
  }
}

/** `kubectl rollout undo sts/web -n shop` */
export function kubectl({ set }: StatefulSetStory, line: string): string {
  return `kubectl ${line}${set.metadata.namespace === 'default' ? '' : ` -n ${set.metadata.namespace}`}`
}

export function podName({ set, spec }: StatefulSetStory, index: number): string {
  return `${set.metadata.name}-${spec.start + index}`
}
