/** What `rollcast plan` does: read the input, plan it, print the plan. */
import path from 'node:path'
import { parseArgsStringToArgv } from 'string-argv'
import type { JsonObject } from '../kubernetes/json.js'
import {
  plan,
  type ApplyAct,
  type Before,
  type NodeDescription,
  type Plan,
  type PlannedStep,
  type Step,
} from '../planner/index.js'
import { planReporters } from '../report/reporters.js'
import { readSource } from '../sources/files.js'
import { isLive } from '../sources/live-objects.js'
import { manifestsIn, requireSets } from '../sources/manifests.js'
import { nodesIn, numberedNodes } from '../sources/nodes.js'
import { kubectlAct, readScenario, type ReadText } from '../sources/scenario.js'
import { assumptionOf, type Assumption } from './assume.js'
import { CannotRun } from './cannot-run.js'
import { complaintOf } from './complaint.js'
import { expandBraces } from './expand-braces.js'
import type { PlanOptions } from './options.js'
import { targetAsked } from './target-asked.js'
import type { CommandWorld } from './world.js'

/** Runs the command; the exit status: 0 planned, 1 a step is refused or stuck, 2 something could not be read or run. */
export async function runPlan(
  manifests: readonly string[],
  options: PlanOptions,
  world: CommandWorld,
): Promise<0 | 1 | 2> {
  try {
    const planned = await makePlan(manifests, options, world)
    world.print(await printed(planned, options, world))
    return planned.steps.some(({ outcome }) => outcome === 'refused' || outcome === 'stuck') ? 1 : 0
  } catch (error) {
    world.complain(`rollcast plan: ${complaintOf(error)}\n`)
    return 2
  }
}

async function printed(planned: Plan, options: PlanOptions, world: CommandWorld): Promise<string> {
  const write = await planReporters[options.format]()
  const width = Math.max(options.width ?? Math.min(world.columns ?? 100, 100), 60)
  return write(planned, { full: options.full === true, colours: world.colours, width })
}

async function makePlan(manifests: readonly string[], options: PlanOptions, world: CommandWorld): Promise<Plan> {
  const read: ReadText = readerOf(world)
  if (options.scenario !== undefined) {
    const others = [
      ...manifests,
      ...(options.from ?? []),
      ...(options.then ?? []),
      ...(options.assume ?? []),
      ...(options.nodes === undefined ? [] : [options.nodes]),
    ]
    if (others.length > 0)
      throw new CannotRun(
        `--scenario holds the whole story, so "${others[0] ?? ''}" has no place beside it. Leave one of them out.`,
      )
    const { scenario, steps } = await readScenario(options.scenario, read)
    const { pace, nodes, gates, scheduler } = scenario
    return plan({
      target: await targetAsked(options, { cwd: world.cwd, gatesOfScenario: gates }),
      ...(pace === undefined ? {} : { pace }),
      ...(nodes === undefined ? {} : { nodes }),
      ...(scheduler === undefined ? {} : { scheduler }),
      ...choices(options),
      steps,
    })
  }
  if (manifests.length === 0 && options.from === undefined)
    throw new CannotRun('what shall be planned? Name a manifest (rollcast plan web.yaml), or - for standard input.')
  if (manifests.length === 0 && options.then === undefined && options.assume === undefined) {
    throw new CannotRun(
      '--from is what is there already; what shall be done? Name a manifest, or a kubectl line with --then.',
    )
  }
  const target = await targetAsked(options, {
    cwd: world.cwd,
    file: path.resolve(world.cwd, manifests[0] ?? options.from?.[0] ?? ''),
  })
  const nodes =
    options.nodes === undefined
      ? undefined
      : (numberedNodes(options.nodes) ?? nodesIn(await read(options.nodes), options.nodes))
  const before = options.from === undefined ? undefined : await beforeOf(options.from, read)
  const steps = await stepsOf(manifests, options, read)
  const planned = plan({
    target,
    ...(before === undefined ? {} : { before }),
    ...(nodes === undefined ? {} : { scheduler: true, nodes }),
    ...choices(options),
    steps,
    patient: true,
  })
  const objects = [...(before?.objects ?? []), ...steps.flatMap((step) => ('objects' in step ? step.objects : []))]
  const assumed = assumedOfNodes(nodes, objects, planned)
  return assumed.length === 0 ? planned : { ...planned, assumed }
}

/** What is taken for granted about the nodes, where it matters. */
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

/** Each file is read once: standard input cannot be read again. */
function readerOf(world: CommandWorld): ReadText {
  const texts = new Map<string, Promise<string>>()
  return (file) => {
    const known = texts.get(file) ?? readSource(file, { cwd: world.cwd, stdin: world.stdin })
    texts.set(file, known)
    return known
  }
}

/**
 * What is in the cluster: manifests that were applied, or what kubectl get -o yaml prints of them, which is stored as it
 * is, with the manifest that it was applied from.
 */
async function beforeOf(files: readonly string[], read: ReadText): Promise<Before> {
  const { do: _, ...applied } = await applyAct(files, read)
  if (!applied.objects.some(isLive)) return { as: 'applied', ...applied }
  const { objects, file } = applied
  return { as: 'created', objects, ...(file === undefined ? {} : { file }) }
}

/** The steps of a command line. */
async function stepsOf(manifests: readonly string[], options: PlanOptions, read: ReadText): Promise<Step[]> {
  const assumptions = (options.assume ?? []).map(assumptionOf)
  const change = manifests.length === 0 ? [] : [await applyAct(manifests, read)]
  // What is assumed of pods holds before the change, where they are there already; else as soon as they are.
  const ofPods = assumptions.flatMap((each) => (each.kind === 'broken' ? [] : [actOf(each)]))
  const ofRevision: Step[] = assumptions.some(({ kind }) => kind === 'broken')
    ? [{ do: 'assumeBroken', broken: true }]
    : []
  const thens = await Promise.all((options.then ?? []).map((line) => thenStep(line, read)))
  return options.from === undefined
    ? [...ofRevision, ...change, ...ofPods, ...thens]
    : [...ofPods, ...ofRevision, ...change, ...thens]
}

async function applyAct(files: readonly string[], read: ReadText): Promise<ApplyAct> {
  const texts = await Promise.all(files.map((file) => read(file)))
  const objects = texts.flatMap((text, index) => manifestsIn(text, files[index] ?? ''))
  const first = texts.length === 1 ? files[0] : undefined
  // One of several files may hold a Service alone; that all of them do is a mistake.
  requireSets(objects, texts.join('\n---\n'), files.join(', '))
  return {
    do: 'apply',
    objects,
    text: texts.join('\n---\n'),
    ...(first === undefined || first === '-' ? {} : { file: path.basename(first) }),
  }
}

function actOf({ kind, pod }: Exclude<Assumption, { kind: 'broken' }>): Step {
  return { do: kind === 'failed' ? 'failPod' : 'unreadyPod', pod }
}

async function thenStep(line: string, read: ReadText): Promise<Step> {
  const words = expandBraces(parseArgsStringToArgv(line))
  if (words.length === 0)
    throw new CannotRun("--then needs a kubectl line, such as 'kubectl scale sts web --replicas=5'.")
  const shell = words.find((word) => ['&&', '||', '|', ';', '>', '<'].includes(word))
  if (shell !== undefined)
    throw new CannotRun(
      `--then takes one kubectl line, and no shell reads it: "${shell}" has no meaning there. Repeat --then for each line.`,
    )
  return kubectlAct(words, '--then', read)
}

/** What the command line answers where Kubernetes leaves something open. */
function choices({ prefer, place }: PlanOptions): Pick<PlanOptions, 'prefer' | 'place'> {
  return { ...(prefer === undefined ? {} : { prefer }), ...(place === undefined ? {} : { place }) }
}
