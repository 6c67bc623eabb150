/** Plays a scenario, step by step: the act, then rounds until nothing moves. */
import { featureGateNames, gateState } from '../kubernetes/feature-gates.js'
import { asNumber } from '../kubernetes/json.js'
import type { Target } from '../kubernetes/target.js'
import { formatVersion } from '../kubernetes/versions.js'
import { performAct, type ActResult } from './acts/perform.js'
import type { Cluster, JournalEntry } from './cluster.js'
import { newSyncContext } from './controllers/controller.js'
import { finalState } from './final-state.js'
import { findingsOf } from './findings/index.js'
import { planFormat, type Finding, type Outcome, type Plan, type PlannedStep, type Round } from './plan.js'
import { playRounds, runControllers, type PlayedRounds } from './rounds.js'
import type { ReadStep, Scenario } from './scenario.js'
import { actAs, newCluster, setNode, takeJournal, startScheduler } from './store/index.js'

/**
 * A step ends after so many rounds, whatever happens: far more than the pods and nodes can need, so that a plan always
 * ends.
 */
function mostRounds(cluster: Cluster): number {
  let pods = cluster.objects.pods.size + cluster.objects.nodes.size
  for (const set of cluster.objects.sets.values()) pods += asNumber(set.spec['replicas']) ?? cluster.objects.nodes.size
  return 1000 + 20 * pods
}

export interface PlanSettings {
  /**
   * Lets a long time pass after each step that does not say how long (`waitSeconds`): minReadySeconds are over, and
   * what is there was there long before the next step. A recorded trace does not; somebody who asks what will happen
   * does.
   */
  readonly patient?: boolean
}

/** Plays the steps of a scenario on an empty cluster. The same input gives the same plan, byte for byte. */
export function plan(scenario: Scenario, read: readonly ReadStep[], target: Target, settings: PlanSettings = {}): Plan {
  const cluster = newCluster(target)
  if (scenario.scheduler === true) startScheduler(cluster, 'recorded')
  for (const node of scenario.nodes?.length ? scenario.nodes : [{ name: 'node-1' }]) setNode(cluster, node)
  const steps: PlannedStep[] = []
  let cutOff = false
  for (const step of read) {
    const context = newSyncContext(step.step.prefer, step.step.place)
    let answer: readonly JournalEntry[] = []
    if (cutOff) {
      runControllers(cluster, context)
      answer = takeJournal(cluster)
    }
    const act = actAs(cluster, 'user', () => performAct(cluster, step))
    const played = playRounds(cluster, {
      pace: scenario.pace ?? 'all',
      maxRounds: step.step.maxRounds ?? mostRounds(cluster),
      waitSeconds: step.step.waitSeconds ?? (settings.patient === true ? aLongTime(cluster) : 0),
      context,
      answer,
    })
    cutOff = !played.settled
    steps.push(plannedStep(cluster, step, act, played, steps.at(-1)))
  }
  return {
    format: planFormat,
    kubernetesVersion: formatVersion(target.version),
    featureGates: shownGates(target),
    steps,
  }
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
  { step }: ReadStep,
  act: ActResult,
  { rounds, settled }: PlayedRounds,
  last: PlannedStep | undefined,
): PlannedStep {
  const findings = findingsOf({ cluster, step, rounds, settled, ...(last === undefined ? {} : { before: last.final }) })
  return {
    step,
    outcome: outcomeOf(act, rounds, findings),
    ...(act.output === undefined ? {} : { output: act.output }),
    ...(act.error === undefined ? {} : { error: act.error }),
    warnings: act.warnings,
    ...(act.touched.length === 0 ? {} : { touched: act.touched }),
    rounds,
    final: finalState(cluster),
    findings,
  }
}

function outcomeOf(act: ActResult, rounds: readonly Round[], findings: readonly Finding[]): Outcome {
  if (act.error !== undefined) return 'refused'
  if (findings.some((finding) => finding.id === 'stuck-rollout')) return 'stuck'
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
