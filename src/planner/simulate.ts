/** Plays a story, step by step: the act, then rounds until nothing moves. */
import { featureGateNames, gateState } from '../kubernetes/feature-gates.js'
import { asNumber } from '../kubernetes/json.js'
import type { Target } from '../kubernetes/target.js'
import { formatVersion } from '../kubernetes/versions.js'
import { performAct, type ActResult, type Performing } from './acts/perform.js'
import type { Cluster, JournalEntry } from './cluster.js'
import { newChoices } from './controllers/controller.js'
import { finalState } from './final-state.js'
import { findingsOf } from './findings/index.js'
import {
  planFormat,
  type FinalState,
  type Finding,
  type Outcome,
  type Plan,
  type PlannedStep,
  type Round,
} from './plan.js'
import type { Act, Before, PlanRequest, Step } from './request.js'
import { createFrom } from './kubectl/kubectl.js'
import { answerAtOnce, playRounds, runControllers, type PlayedRounds } from './rounds.js'
import { loadObjects } from './server/load-objects.js'
import { manifestOfLive } from './server/manifest-of-live.js'
import { shownStep } from './scenario-step.js'
import { actAs, newCluster, setNode, startScheduler, takeJournal } from './store/index.js'

/**
 * A step ends after so many rounds, whatever happens: far more than the pods and nodes can need, so that a plan always
 * ends.
 */
function mostRounds(cluster: Cluster): number {
  let pods = cluster.objects.pods.size + cluster.objects.nodes.size
  for (const set of cluster.objects.sets.values()) pods += asNumber(set.spec['replicas']) ?? cluster.objects.nodes.size
  return 1000 + 20 * pods
}

/** Plays the steps that a request holds. The same request gives the same plan, byte for byte. */
export function plan(request: PlanRequest): Plan {
  return play(newStory(request))
}

/**
 * The same with controllers that look at every pod and node in each sync, as Kubernetes' own do: the same plan, and
 * slower. It is what the property tests hold `plan` against.
 */
export function planThoroughly(request: PlanRequest): Plan {
  return play({ ...newStory(request), thorough: true })
}

function play(story: Story): Plan {
  const { request } = story
  const { target } = request
  const steps: PlannedStep[] = []
  const before = request.before === undefined ? undefined : setUp(story, request.before, steps)
  for (const step of request.steps) steps.push(playStep(story, step, steps.at(-1)?.final ?? before))
  return {
    format: planFormat,
    kubernetesVersion: formatVersion(target.version),
    featureGates: shownGates(target),
    ...(before === undefined ? {} : { before }),
    steps,
  }
}

/** A cluster in which steps are played. */
interface Story {
  readonly cluster: Cluster
  readonly request: PlanRequest
  readonly thorough: boolean
  /** The controllers have not answered what happened last: their answer opens the next step's rounds. */
  owesAnswer: boolean
}

function newStory(request: PlanRequest): Story {
  const cluster = newCluster(request.target, request.before?.as === 'standing' ? 0 : request.startsAt)
  const given = request.nodes ?? []
  const standing = request.before?.as === 'standing' ? request.before.objects : []
  const isGiven = given.length > 0 || standing.some(({ kind }) => kind === 'Node')
  if (request.scheduler === true) startScheduler(cluster, request.patient === true ? 'real' : 'recorded')
  for (const node of isGiven ? given : [{ name: 'node-1' }]) setNode(cluster, node)
  return { cluster, request, thorough: false, owesAnswer: false }
}

/**
 * Brings about what is there before the first step.
 * @returns the state; undefined where a manifest of it is refused, which is then the first of the `steps`.
 */
function setUp(story: Story, before: Before, steps: PlannedStep[]): FinalState | undefined {
  if (before.as === 'standing') {
    loadObjects(story.cluster, before.objects, before.at)
    story.owesAnswer = true
    return finalState(story.cluster)
  }
  const made = playStep(story, settingUp(before), undefined)
  if (made.outcome !== 'refused') return made.final
  steps.push(made)
  return undefined
}

/** The act that brings about what is said to have been done before. */
function settingUp(before: Exclude<Before, { as: 'standing' }>): Act {
  if (before.as === 'applied') return { ...before, do: 'apply' }
  const file = before.file ?? '-'
  return {
    do: 'kubectl',
    line: { words: ['create', '-f', file], command: createFrom(file) },
    objects: before.objects.map(manifestOfLive).filter((object) => object !== undefined),
  }
}

function playStep(story: Story, asked: Step, before: FinalState | undefined): PlannedStep {
  const { cluster, request } = story
  const prefer = asked.prefer ?? request.prefer
  const place = asked.place ?? request.place
  const step: Step = {
    ...asked,
    ...(prefer === undefined ? {} : { prefer }),
    ...(place === undefined ? {} : { place }),
  }
  const choices = newChoices({ prefer, places: place, thorough: story.thorough })
  let answer: readonly JournalEntry[] = []
  if (story.owesAnswer) {
    runControllers(cluster, choices)
    answer = takeJournal(cluster)
  }
  const act = actAs(cluster, 'user', () => performAct(cluster, step, () => answerAtOnce(cluster, choices)))
  const { drain } = act
  const played = playRounds(cluster, {
    pace: request.pace ?? 'all',
    maxRounds: step.maxRounds ?? mostRounds(cluster),
    waitSeconds: step.waitSeconds ?? (request.patient === true ? aLongTime(cluster) : 0),
    choices,
    answer,
    ...(drain === undefined ? {} : { goOn: asUser(cluster, drain.goOn), giveUp: asUser(cluster, drain.giveUp) }),
  })
  story.owesAnswer = !played.settled
  return plannedStep(cluster, step, act, played, before)
}

function asUser<T>(cluster: Cluster, work: () => T): () => T {
  return () => actAs(cluster, 'user', work)
}

/** An hour, and more than any set's minReadySeconds. */
function aLongTime(cluster: Cluster): number {
  let longest = 3600
  for (const set of cluster.objects.sets.values())
    longest = Math.max(longest, (asNumber(set.spec['minReadySeconds']) ?? 0) + 1)
  return longest
}

function plannedStep(
  cluster: Cluster,
  step: Step,
  performing: Performing,
  { rounds, settled }: PlayedRounds,
  before: FinalState | undefined,
): PlannedStep {
  const act = performing.result()
  const { touched } = act
  const hanging = settled ? performing.drain?.hanging() : undefined
  const findings = findingsOf({
    cluster,
    step,
    touchedByKubectl: touched,
    rounds,
    settled,
    ...(hanging === undefined ? {} : { hanging }),
    ...(before === undefined ? {} : { before }),
  })
  return {
    step: shownStep(step),
    outcome: outcomeOf(act, rounds, findings),
    ...(act.output === undefined ? {} : { output: act.output }),
    ...(act.error === undefined ? {} : { error: act.error }),
    warnings: act.warnings,
    ...(touched.length === 0 ? {} : { touched }),
    rounds,
    final: finalState(cluster),
    findings,
  }
}

function outcomeOf(act: ActResult, rounds: readonly Round[], findings: readonly Finding[]): Outcome {
  if (act.error !== undefined) return 'refused'
  if (findings.some(({ id }) => id === 'stuck-rollout' || id === 'drain-hangs')) return 'stuck'
  return rounds.some((round) => round.controllers.length > 0 || round.nodes.length > 0) ? 'done' : 'nothing'
}

/**
 * The gates whose state changes an answer in this version: those that are neither absent nor settled, and those that
 * the user set.
 */
function shownGates({ version, gates }: Target): Record<string, boolean> {
  const shown: Record<string, boolean> = {}
  for (const name of featureGateNames) {
    const { stage, enabled } = gateState(name, version)
    const state = gates[name] === true
    if (stage === 'alpha' || stage === 'beta' || state !== enabled) shown[name] = state
  }
  return shown
}
