/** What `plan` is told to do, as the planner's steps. */
import path from 'node:path'
import { parseArgsStringToArgv } from 'string-argv'
import type { ApplyAct, Before, NodeDescription, Step } from '../planner/index.js'
import { isLive } from '../sources/live-objects.js'
import { manifestsIn, objectsIfAny, requireSets } from '../sources/manifests.js'
import { nodesIn, numberedNodes } from '../sources/nodes.js'
import { kubectlAct, type ReadText } from '../sources/scenario.js'
import { assumptionOf, type Assumption } from './assume.js'
import { CannotRun } from './cannot-run.js'
import { expandBraces } from './expand-braces.js'
import { inNamespace, lineInNamespace } from './namespace.js'
import type { PlanOptions } from './options.js'

/** The nodes of `--nodes`: a number, or a file. */
export async function nodesAsked({ nodes }: PlanOptions, read: ReadText): Promise<NodeDescription[] | undefined> {
  return nodes === undefined ? undefined : (numberedNodes(nodes) ?? nodesIn(await read(nodes), nodes))
}

/**
 * The steps of a command line around its change.
 * @param isThere whether something is in the cluster before the change.
 */
export async function stepsAround(
  change: readonly Step[],
  isThere: boolean,
  options: PlanOptions,
  read: ReadText,
): Promise<Step[]> {
  const assumptions = (options.assume ?? []).map(assumptionOf)
  // What is assumed of pods holds before the change, where they are there already; else as soon as they are.
  const ofPods = assumptions.flatMap((each) => (each.kind === 'broken' ? [] : [actOf(each)]))
  const ofRevision = assumptions.flatMap((each): Step[] =>
    each.kind === 'broken' ? [{ do: 'assumeBroken', broken: each.name ?? true }] : [],
  )
  const thens = await Promise.all((options.then ?? []).map((line) => thenStep(line, options.namespace, read)))
  return isThere ? [...ofPods, ...ofRevision, ...change, ...thens] : [...ofRevision, ...change, ...ofPods, ...thens]
}

/**
 * What is in the cluster: manifests that were applied, or what kubectl get -o yaml prints of them, which is stored as it
 * is, with the manifest that it was applied from.
 */
export async function beforeOf(files: readonly string[], reading: ApplyReading): Promise<Before> {
  const { do: _, ...applied } = await applyAct(files, reading)
  if (!applied.objects.some(isLive)) return { as: 'applied', ...applied }
  const { objects, file } = applied
  return { as: 'created', objects, ...(file === undefined ? {} : { file }) }
}

/** How the files of an apply are read. */
export interface ApplyReading {
  readonly namespace: string | undefined
  readonly read: ReadText
  /** Whether a file was found in a folder, and not named: it may hold something else. */
  readonly isFound: (file: string) => boolean
}

/** `kubectl apply -f` of all files together. */
export async function applyAct(
  files: readonly string[],
  { namespace, read, isFound }: ApplyReading,
): Promise<ApplyAct> {
  const texts = await Promise.all(files.map((file) => read(file)))
  const objects = texts.flatMap((text, index) => {
    const file = files[index] ?? ''
    return (isFound(file) ? objectsIfAny : manifestsIn)(text, file, read.limits)
  })
  const first = texts.length === 1 ? files[0] : undefined
  // One of several files may hold a Service alone; that all of them do is a mistake.
  requireSets(objects, texts.join('\n---\n'), files.join(', '))
  return {
    do: 'apply',
    objects: inNamespace(objects, namespace),
    text: texts.join('\n---\n'),
    ...(first === undefined || first === '-' ? {} : { file: path.basename(first) }),
  }
}

function actOf({ kind, pod }: Exclude<Assumption, { kind: 'broken' }>): Step {
  return { do: kind === 'failed' ? 'failPod' : 'unreadyPod', pod }
}

async function thenStep(line: string, namespace: string | undefined, read: ReadText): Promise<Step> {
  const words = expandBraces(parseArgsStringToArgv(line))
  if (words.length === 0)
    throw new CannotRun("--then needs a kubectl line, such as 'kubectl scale sts web --replicas=5'.")
  const shell = words.find((word) => ['&&', '||', '|', ';', '>', '<'].includes(word))
  if (shell !== undefined)
    throw new CannotRun(
      `--then takes one kubectl line, and no shell reads it: "${shell}" has no meaning there. Repeat --then for each line.`,
    )
  return kubectlAct(lineInNamespace(words, namespace), '--then', read)
}

/** What the command line answers where Kubernetes leaves something open. */
export function choices({ prefer, place }: PlanOptions): Pick<PlanOptions, 'prefer' | 'place'> {
  return { ...(prefer === undefined ? {} : { prefer }), ...(place === undefined ? {} : { place }) }
}
