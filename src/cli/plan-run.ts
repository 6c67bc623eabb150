/** What `rollcast plan` does: read the input, plan it, print the plan. */
import path from 'node:path'
import { parseArgsStringToArgv } from 'string-argv'
import { plan, type Plan, type ReadStep, type Scenario, type Step } from '../planner/index.js'
import { markdownReport } from '../report/markdown.js'
import { textReport } from '../report/text.js'
import { readSource } from '../sources/files.js'
import { isLive, manifestOfLive } from '../sources/live-objects.js'
import { manifestsIn, setsIn } from '../sources/manifests.js'
import { nodesIn, numberedNodes } from '../sources/nodes.js'
import { readScenario, readStep, type ReadText } from '../sources/scenario.js'
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
    world.print(printed(planned, options, world))
    return planned.steps.some(({ outcome }) => outcome === 'refused' || outcome === 'stuck') ? 1 : 0
  } catch (error) {
    world.complain(`rollcast plan: ${complaintOf(error)}\n`)
    return 2
  }
}

function printed(planned: Plan, options: PlanOptions, world: CommandWorld): string {
  if (options.format === 'json') return `${JSON.stringify(planned, null, 1)}\n`
  if (options.format === 'markdown') return markdownReport(planned, { full: options.full === true })
  const width = options.width ?? Math.min(world.columns ?? 100, 100)
  return textReport(planned, { full: options.full === true, colours: world.colours, width: Math.max(width, 60) })
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
    return plan(
      scenario,
      steps.map((step) => preferring(step, options.prefer)),
      await targetAsked(options, { cwd: world.cwd, gatesOfScenario: scenario.gates }),
    )
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
  const { steps, hidden } = await stepsOf(manifests, options, read)
  const scenario: Scenario = { ...(nodes === undefined ? {} : { nodes }), steps: steps.map(({ step }) => step) }
  const planned = without(
    plan(
      scenario,
      steps.map((step) => preferring(step, options.prefer)),
      target,
      { patient: true },
    ),
    hidden,
  )
  const assumed =
    nodes === undefined && steps.some(({ objects }) => objects.some(({ kind }) => kind === 'DaemonSet'))
      ? [oneNode]
      : []
  return assumed.length === 0 ? planned : { ...planned, assumed }
}

const oneNode =
  'No nodes are given, so one is assumed: node-1. Say which there are with --nodes: a number, or a file (kubectl get nodes -o yaml).'

/** Each file is read once: standard input cannot be read again. */
function readerOf(world: CommandWorld): ReadText {
  const texts = new Map<string, Promise<string>>()
  return (file) => {
    const known = texts.get(file) ?? readSource(file, { cwd: world.cwd, stdin: world.stdin })
    texts.set(file, known)
    return known
  }
}

/** The steps of a command line, and how many of them only make what is there before. */
async function stepsOf(
  manifests: readonly string[],
  options: PlanOptions,
  read: ReadText,
): Promise<{ steps: ReadStep[]; hidden: number }> {
  const assumptions = (options.assume ?? []).map(assumptionOf)
  const before = options.from === undefined ? [] : [asThere(await applyStep(options.from, read))]
  const after = manifests.length === 0 ? [] : [await applyStep(manifests, read)]
  // What is assumed of pods holds before the change, where they are there already; else as soon as they are.
  const ofPods = assumptions.filter(({ kind }) => kind !== 'broken').map(asStep)
  const ofRevision = assumptions.some(({ kind }) => kind === 'broken')
    ? [{ step: { assumeBroken: true }, objects: [] }]
    : []
  const thens = await Promise.all((options.then ?? []).map((line) => thenStep(line, read)))
  const change = before.length > 0 ? [...ofPods, ...ofRevision, ...after] : [...ofRevision, ...after, ...ofPods]
  return { steps: [...before, ...change, ...thens], hidden: before.length }
}

async function applyStep(files: readonly string[], read: ReadText): Promise<ReadStep> {
  const texts = await Promise.all(files.map((file) => read(file)))
  const first = texts.length === 1 ? files[0] : undefined
  // One of several files may hold a Service alone; that all of them do is a mistake.
  const objects =
    files.length === 1
      ? setsIn(texts[0] ?? '', files[0] ?? '')
      : texts.flatMap((text, index) => manifestsIn(text, files[index] ?? ''))
  if (files.length > 1) setsIn(texts.join('\n---\n'), files.join(', '))
  const step: Step = {
    apply: texts.join('\n---\n'),
    ...(first === undefined || first === '-' ? {} : { applyFile: path.basename(first) }),
  }
  return { step, objects }
}

/**
 * What is in the cluster may be named as kubectl get -o yaml prints it: it is stored as it is, with the manifest that
 * it was applied from.
 */
function asThere(read: ReadStep): ReadStep {
  if (!read.objects.some(isLive)) return read
  return {
    step: { kubectl: ['create', '-f', read.step.applyFile ?? '-'] },
    objects: read.objects.map(manifestOfLive).filter((object) => object !== undefined),
  }
}

function asStep(assumption: Assumption): ReadStep {
  const step: Step =
    assumption.kind === 'failed'
      ? { failPod: assumption.pod }
      : assumption.kind === 'not ready'
        ? { unreadyPod: assumption.pod }
        : { assumeBroken: true }
  return { step, objects: [] }
}

async function thenStep(line: string, read: ReadText): Promise<ReadStep> {
  const words = expandBraces(parseArgsStringToArgv(line))
  if (words.length === 0)
    throw new CannotRun("--then needs a kubectl line, such as 'kubectl scale sts web --replicas=5'.")
  const shell = words.find((word) => ['&&', '||', '|', ';', '>', '<'].includes(word))
  if (shell !== undefined)
    throw new CannotRun(
      `--then takes one kubectl line, and no shell reads it: "${shell}" has no meaning there. Repeat --then for each line.`,
    )
  return readStep({ kubectl: words[0] === 'kubectl' ? words.slice(1) : words }, '--then', read)
}

function preferring(read: ReadStep, prefer: readonly string[] | undefined): ReadStep {
  return prefer === undefined || read.step.prefer !== undefined ? read : { ...read, step: { ...read.step, prefer } }
}

/**
 * The plan without its first steps; what they left stands in `before`. A step that is refused is shown all the same.
 */
function without(planned: Plan, hidden: number): Plan {
  const last = planned.steps[hidden - 1]
  if (last === undefined || planned.steps.slice(0, hidden).some(({ outcome }) => outcome === 'refused')) return planned
  return { ...planned, before: last.final, steps: planned.steps.slice(hidden) }
}
