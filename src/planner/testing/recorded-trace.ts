/** A recorded trace, and how its scenario is handed to the planner. */
import { readObjects } from '../../manifest/index.js'
import { parseFeatureGates, resolveTarget, type Target } from '../../kubernetes/target.js'
import { parseVersion } from '../../kubernetes/versions.js'
import type { FinalState, PlanEvent, Round } from '../plan.js'
import { readKubectlLine } from '../kubectl/kubectl.js'
import type { Act, PlanRequest, Step } from '../request.js'
import { applyLine, clusterAct, stepSettings } from '../scenario-step.js'
import type { Scenario, ScenarioStep } from '../scenario.js'

/**
 * A step with all that it caused in the real control plane. Events and states lack what the recorder leaves out when it
 * is empty.
 */
export interface RecordedStep {
  readonly step: ScenarioStep
  readonly output?: string
  readonly error?: string
  readonly warnings?: readonly string[] | null
  readonly rounds: readonly Round[]
  readonly settled: boolean
  readonly sets: FinalState['sets']
  readonly pods: FinalState['pods']
  readonly claims: FinalState['claims']
  readonly history: FinalState['history']
}

export interface RecordedTrace {
  readonly scenario: Scenario
  readonly version: string
  readonly results: readonly RecordedStep[]
}

/** The target that the recording was made with. */
export function targetOfTrace(trace: RecordedTrace): Target {
  return resolveTarget(parseVersion(trace.version), parseFeatureGates(trace.scenario.gates ?? ''))
}

/**
 * The steps of a trace, read, in every way in which the recorded choices may be replayed. Where Kubernetes may take any
 * node, it is the order in which nodes first appear in the step's controller events; where a node is taken twice in one
 * step, every creation (surge) or every deletion tells more.
 */
export function replays(trace: RecordedTrace): PlanRequest[] {
  return [firstAppearances, taken('create'), taken('delete')].map((prefer) =>
    requestOf(trace, readTrace(trace, prefer)),
  )
}

/** A trace's scenario, with its steps read. */
export function requestOf(trace: RecordedTrace, steps: readonly Step[] = readTrace(trace)): PlanRequest {
  const { pace, nodes, scheduler } = trace.scenario
  return {
    target: targetOfTrace(trace),
    ...(pace === undefined ? {} : { pace }),
    ...(nodes === undefined ? {} : { nodes }),
    ...(scheduler === undefined ? {} : { scheduler }),
    steps,
  }
}

type Preference = (events: readonly PlanEvent[]) => string[]

/** The steps of a trace, read, with one way of replaying its choices. */
export function readTrace(trace: RecordedTrace, preference: Preference = firstAppearances): Step[] {
  return trace.scenario.steps.map((step, index) => {
    const prefer = preference(
      (trace.results[index]?.rounds ?? []).flatMap((round) => round.controllers.filter(isDaemonPod)),
    )
    const place = trace.scenario.scheduler === true ? recordedPlaces(trace.results[index]?.pods ?? []) : {}
    return {
      ...readAct(step),
      ...stepSettings(step),
      ...(prefer.length === 0 ? {} : { prefer }),
      ...(Object.keys(place).length === 0 ? {} : { place }),
    }
  })
}

function readAct(step: ScenarioStep): Act {
  if (step.apply !== undefined) {
    const line = applyLine(undefined, step.applyArgs)
    const objects = readObjects(step.apply)
    return { do: 'apply', objects, text: step.apply, ...(line === undefined ? {} : { line }) }
  }
  return step.kubectl === undefined
    ? clusterAct(step)
    : { do: 'kubectl', line: readKubectlLine(step.kubectl), objects: [] }
}

/** Where the scheduler put the pods that could have gone to several nodes. */
function recordedPlaces(pods: RecordedStep['pods']): Record<string, string> {
  return Object.fromEntries(
    pods.flatMap(({ name, node }) => (node == null || name.includes('@') ? [] : [[name, node]])),
  )
}

function isDaemonPod(event: PlanEvent): boolean {
  return event.kind === 'Pod' && event.name.includes('@') && (event.op === 'create' || event.op === 'delete')
}

function firstAppearances(events: readonly PlanEvent[]): string[] {
  return [...new Set(events.map(({ name }) => name))]
}

function taken(op: PlanEvent['op']): Preference {
  return (events) => events.filter((event) => event.op === op).map(({ name }) => name)
}
