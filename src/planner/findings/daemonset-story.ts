/** One DaemonSet in a step: what findings ask of it. */
import { daemonSetBehaviour } from '../../kubernetes/behaviour.js'
import { asNumber, asObject, asString, type JsonObject } from '../../kubernetes/json.js'
import type { Node, Pod, WorkloadSet } from '../cluster.js'
import { updatedDesiredNodeCounts, type RollingBudget } from '../objects/daemonset/budget.js'
import { nodeShouldRunDaemonPod, type Placement } from '../objects/daemonset/placement.js'
import type { FinalPod, PlanEvent } from '../plan.js'
import { isOf, type StepStory, setName, podMoments } from './step-story.js'
import { shownObject } from '../objects/index.js'

export interface DaemonSetStory extends StepStory {
  readonly set: WorkloadSet
  /** `DaemonSet/agent` */
  readonly shown: string
  readonly podSpec: JsonObject
  readonly strategy: string
  readonly desired: number
  readonly budget: RollingBudget
  /** Its pods as they are now. */
  readonly pods: readonly Pod[]
  /** Its pods as they were before the step. */
  readonly podsBefore: readonly FinalPod[]
  /** It was there before the step. */
  readonly existed: boolean
  /** Its spec was changed by the step, or it is new. */
  readonly changed: boolean
  /** Something of it happened in the step. */
  readonly touched: boolean
  /** The events of all pods that are its own at some time: one list a turn of controllers or nodes. */
  readonly moments: readonly (readonly PlanEvent[])[]
  /** What the controllers did about its own pods, and of that the first round's. */
  readonly answers: readonly PlanEvent[]
  readonly firstAnswer: readonly PlanEvent[]
  readonly place: (node: Node) => Placement
}

/** Gathers what the step did to a set. */
export function daemonSetStory(story: StepStory, set: WorkloadSet): DaemonSetStory {
  const shown = shownObject(set)
  const template = asObject(set.spec['template'])
  const desired = asNumber(set.status['desiredNumberScheduled']) ?? 0
  const before = story.before?.sets[shown]
  const changed = before === undefined || before.generation !== set.metadata.generation
  const { happenings, podsBefore } = story.bySet.of(setName(set))
  const isOwn = (object: Pick<PlanEvent, 'set' | 'namespace'>): boolean => isOf(set, object)
  const moments = podMoments(happenings)
  const answers = happenings.filter(({ event, by }) => by === 'controllers' && event.kind === 'Pod' && isOwn(event))
  return {
    ...story,
    set,
    shown,
    podSpec: asObject(template['spec']),
    strategy: asString(asObject(set.spec['updateStrategy'])['type']) ?? 'RollingUpdate',
    desired,
    budget: updatedDesiredNodeCounts(set.spec, desired),
    pods: [...(story.cluster.index.podsOf.get(set.metadata.uid) ?? [])],
    podsBefore: podsBefore.filter(isOwn),
    moments,
    answers: answers.map(({ event }) => event),
    firstAnswer: answers.filter(({ round }) => round === 0).map(({ event }) => event),
    existed: before !== undefined,
    changed,
    touched: changed || moments.some((events) => events.some(isOwn)),
    place: nodeShouldRunDaemonPod(template, daemonSetBehaviour(story.cluster.target).comparesTaintValues),
  }
}

/** The node that a pod is for. */
export function nodeOf(pod: Pick<FinalPod, 'node' | 'targetNode'>): string {
  return pod.node ?? pod.targetNode ?? ''
}
