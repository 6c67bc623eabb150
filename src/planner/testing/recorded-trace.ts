/** A recorded trace, and how its scenario is handed to the planner. */
import { readObjects } from '../../manifest/index.js'
import { parseFeatureGates, resolveTarget, type Target } from '../../kubernetes/target.js'
import { parseVersion } from '../../kubernetes/versions.js'
import type { FinalState, PlanEvent, Round } from '../plan.js'
import type { ReadStep, Scenario, Step } from '../scenario.js'

/** A step with all that it caused in the real control plane. Events and states lack what the recorder leaves out when it is empty. */
export interface RecordedStep {
  readonly step: Step
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
 * The steps of a trace, read. Where Kubernetes may take any node, the recorded choice is replayed: the order in which nodes first appear
 * in the step's controller events.
 */
export function readTrace(trace: RecordedTrace): ReadStep[] {
  return trace.scenario.steps.map((step, index) => {
    const prefer = preferredNodes(trace.results[index]?.rounds ?? [])
    return {
      step: prefer.length === 0 ? step : { ...step, prefer },
      objects: step.apply === undefined ? [] : readObjects(step.apply),
    }
  })
}

function preferredNodes(rounds: readonly Round[]): string[] {
  const isChoice = (event: PlanEvent): boolean => event.kind === 'Pod' && event.name.includes('@') && (event.op === 'create' || event.op === 'delete')
  const nodes = rounds.flatMap((round) => round.controllers.filter(isChoice).map((event) => event.name.split('@')[1] ?? ''))
  return [...new Set(nodes)]
}
