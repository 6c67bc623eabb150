/** What `rollcast plan` does: read the input, plan it, print the plan. */
import path from 'node:path'
import { plan, type Plan, type Step } from '../planner/index.js'
import { readScenario } from '../sources/scenario.js'
import { requireKnownNames } from './broken-names.js'
import { CannotRun } from './cannot-run.js'
import { complaintOf } from './complaint.js'
import { manifestTexts, type ManifestTexts } from './manifest-texts.js'
import type { PlanOptions } from './options.js'
import { emit } from './output.js'
import { withAssumed } from './plan-assumed.js'
import { changesNothing, plansIn, printed, type Planned } from './plan-output.js'
import { applyAct, beforeOf, choices, nodesAsked, stepsAround } from './plan-steps.js'
import { targetAsked, warnOf } from './target-asked.js'
import type { CommandWorld } from './world.js'

/**
 * Runs the command; the exit status: 0 planned, 1 a step is refused or stuck, 2 something could not be read or run, 3
 * planned and something changes (with `--detailed-exitcode`, which keeps 0 for a plan that changes nothing).
 */
export async function runPlan(
  manifests: readonly string[],
  options: PlanOptions,
  world: CommandWorld,
): Promise<0 | 1 | 2 | 3> {
  try {
    const planned = await makePlan(manifests, options, world)
    await emit(await printed(planned, options, world), options.outputFile, world)
    const outcomes = plansIn(planned).flatMap(({ steps }) => steps.map(({ outcome }) => outcome))
    if (outcomes.some((outcome) => outcome === 'refused' || outcome === 'stuck')) return 1
    return options.detailedExitcode === true && !changesNothing(planned) ? 3 : 0
  } catch (error) {
    world.complain(`rollcast plan: ${complaintOf(error)}\n`)
    return 2
  }
}

async function makePlan(manifests: readonly string[], options: PlanOptions, world: CommandWorld): Promise<Planned> {
  if (options.base !== undefined) {
    const [{ planChange }, { read }] = await Promise.all([
      import('./plan-change.js'),
      manifestTexts([], { maxBytes: options.maxBytes, maxDocuments: options.maxDocuments }, world),
    ])
    return planChange(manifests, options, read, world)
  }
  if (options.scenario !== undefined) return planScenario(options.scenario, manifests, options, world)
  return planManifests(await manifestTexts(manifests, options, world), options, world)
}

async function planScenario(
  file: string,
  manifests: readonly string[],
  options: PlanOptions,
  world: CommandWorld,
): Promise<Plan> {
  const others = [
    ...manifests,
    ...(options.filename ?? []),
    ...(options.from ?? []),
    ...(options.then ?? []),
    ...(options.assume ?? []),
    ...(options.nodes === undefined ? [] : [options.nodes]),
  ]
  if (others.length > 0)
    throw new CannotRun(
      `--scenario holds the whole story, so "${others[0] ?? ''}" has no place beside it. Leave one of them out.`,
    )
  const { read } = await manifestTexts([], { maxBytes: options.maxBytes, maxDocuments: options.maxDocuments }, world)
  const { scenario, live, steps } = await readScenario(file, read)
  const { pace, nodes, gates, scheduler } = scenario
  return plan({
    target: await targetAsked(options, { cwd: world.cwd, gatesOfScenario: gates, warn: warnOf(world) }),
    ...(live === undefined ? {} : { before: { as: 'standing' as const, objects: live } }),
    ...(pace === undefined ? {} : { pace }),
    ...(nodes === undefined ? {} : { nodes }),
    ...(scheduler === undefined ? {} : { scheduler }),
    ...choices(options),
    steps,
  })
}

async function planManifests(texts: ManifestTexts, options: PlanOptions, world: CommandWorld): Promise<Plan> {
  const { names, read, isFound, expand } = texts
  if (names.length === 0 && options.from === undefined)
    throw new CannotRun('what shall be planned? Name a manifest (rollcast plan web.yaml), or - for standard input.')
  if (names.length === 0 && options.then === undefined && options.assume === undefined) {
    throw new CannotRun(
      '--from is what is there already; what shall be done? Name a manifest, or a kubectl line with --then.',
    )
  }
  const { namespace, from } = options
  const target = await targetAsked(options, {
    cwd: world.cwd,
    warn: warnOf(world),
    file: path.resolve(world.cwd, names[0] ?? from?.[0] ?? ''),
  })
  const nodes = await nodesAsked(options, read)
  const before = from === undefined ? undefined : await beforeOf(await expand(from), { namespace, read, isFound })
  const change: Step[] = names.length === 0 ? [] : [await applyAct(names, { namespace, read, isFound })]
  const steps = await stepsAround(change, before !== undefined, options, read)
  const planned = plan({
    target,
    ...(before === undefined ? {} : { before }),
    ...(nodes === undefined ? {} : { scheduler: true, nodes }),
    ...choices(options),
    steps,
    patient: true,
  })
  requireKnownNames(steps, planned)
  const objects = [...(before?.objects ?? []), ...steps.flatMap((step) => ('objects' in step ? step.objects : []))]
  return withAssumed(planned, nodes, objects)
}
