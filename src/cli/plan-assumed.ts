/** What a plan takes for granted because nobody said it, in words. */
import type { JsonObject } from '../kubernetes/json.js'
import type { NodeDescription, Plan, PlannedStep } from '../planner/index.js'

/** The plan with what is taken for granted about the nodes, where it matters. */
export function withAssumed(
  planned: Plan,
  nodes: readonly NodeDescription[] | undefined,
  objects: readonly JsonObject[],
): Plan {
  const assumed = assumedOfNodes(nodes, objects, planned)
  return assumed.length === 0 ? planned : { ...planned, assumed: [...(planned.assumed ?? []), ...assumed] }
}

function assumedOfNodes(
  nodes: readonly NodeDescription[] | undefined,
  objects: readonly JsonObject[],
  planned: Plan,
): string[] {
  if (nodes === undefined) {
    if (objects.some(({ kind }) => kind === 'DaemonSet')) return [oneNode]
    return planned.steps.some(asksForNodes) ? [placesLeftOut] : []
  }
  if (nodes.some(({ allocatable }) => allocatable !== undefined)) return [planOnly]
  return asksForResources.test(JSON.stringify(objects)) ? [noLimits] : []
}

/** Pods are made, or it is done to nodes what moves pods. */
function asksForNodes({ step, rounds }: PlannedStep): boolean {
  const made = rounds.some(({ controllers }) => controllers.some(({ op, kind }) => op === 'create' && kind === 'Pod'))
  return made || ['drain', 'cordon', 'uncordon', 'taint'].includes(step.kubectl?.[0] ?? '')
}

/** A container's requests or limits; those of a claim are for storage alone. */
const asksForResources = /"(?:requests|limits)":\{(?!"storage":[^,}]*\})"/

const oneNode =
  'No nodes are given, so one that takes every pod is assumed: node-1. Say which there are with --nodes: a number, or a file (kubectl get nodes -o yaml).'
const placesLeftOut = 'Where pods run is left out: no nodes are given (--nodes).'
const planOnly = 'Of what runs on the nodes, only the pods of the plan are counted.'
const noLimits =
  'What the nodes have to give is not said, so they are without limits (kubectl get nodes -o yaml says it).'
