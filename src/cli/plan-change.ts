/** `rollcast plan --base`: what a branch changes, planned from the base to what is there now. */
import path from 'node:path'
import { asObject, asString, type JsonObject } from '../kubernetes/json.js'
import { isSet, kindOf } from '../kubernetes/kinds.js'
import { plan, type Step } from '../planner/index.js'
import { changeFormat, type ChangePlan, type ObjectChange, type PlacedPlan } from '../report/change-plan.js'
import { isChanged, plannedTogether, type ObjectPair, type PlannedTogether } from '../sources/git/index.js'
import { kubectlAct, type ReadText } from '../sources/scenario.js'
import { CannotRun } from './cannot-run.js'
import { readChangedInput } from './changed-input.js'
import { inNamespace } from './namespace.js'
import type { PlanOptions } from './options.js'
import { withAssumed } from './plan-assumed.js'
import { choices, nodesAsked, stepsAround } from './plan-steps.js'
import { targetAsked, warnOf } from './target-asked.js'
import type { CommandWorld } from './world.js'

/**
 * Plans a change.
 * @throws {SourceError} where there is no base, or something cannot be read.
 */
export async function planChange(
  manifests: readonly string[],
  options: PlanOptions,
  read: ReadText,
  world: CommandWorld,
): Promise<ChangePlan> {
  for (const [option, given] of Object.entries({ '--from': options.from, '--scenario': options.scenario }))
    if (given !== undefined)
      throw new CannotRun(`--base says what is there before, and so does ${option}. Leave one of them out.`)
  const input = await readChangedInput([...(options.filename ?? []), ...manifests], options, world)
  const groups = plannedTogether(input.pairs)
  const plans: PlacedPlan[] = []
  const others: ObjectPair[] = []
  // Said once, however many plans there are.
  const warn = warnOf(world)
  for (const group of groups) {
    const changed = group.pairs.filter(isChanged)
    if (changed.length > 0 && group.pairs.some(holdsSet))
      plans.push(await planTogether(group, options, read, { world, warn }))
    else others.push(...changed)
  }
  const left = options.prune === true ? [] : plans.flatMap(({ objects }) => objects.flatMap(leftNote))
  return {
    format: changeFormat,
    base: input.change.base,
    plans,
    notes: [...left, ...otherNote(others), ...input.notes],
  }
}

async function planTogether(
  { place, pairs }: PlannedTogether,
  options: PlanOptions,
  read: ReadText,
  { world, warn }: { readonly world: CommandWorld; readonly warn: (text: string) => void },
): Promise<PlacedPlan> {
  const { namespace } = options
  const before = inNamespace(objectsOf(pairs, 'before'), namespace)
  const after = inNamespace(objectsOf(pairs, 'after'), namespace)
  const files = new Set(pairs.flatMap((pair) => (pair.after === undefined ? [] : [pair.after.file])))
  const [file] = files
  const change: Step[] = []
  if (after.length > 0)
    change.push({ do: 'apply', objects: after, ...(files.size === 1 ? { file: path.basename(file ?? '') } : {}) })
  if (options.prune === true)
    for (const { before: gone, after: kept } of pairs)
      if (gone !== undefined && kept === undefined) change.push(...(await deletions(gone.object, namespace, read)))
  const nodes = await nodesAsked(options, read)
  const planned = plan({
    target: await targetAsked(options, { cwd: world.cwd, file: path.resolve(world.cwd, file ?? ''), warn }),
    ...(before.length === 0 ? {} : { before: { as: 'applied', objects: before } }),
    ...(nodes === undefined ? {} : { scheduler: true, nodes }),
    ...choices(options),
    steps: await stepsAround(change, before.length > 0, options, read),
    patient: true,
  })
  return { place, objects: pairs.map(changeOf), plan: withAssumed(planned, nodes, [...before, ...after]) }
}

function objectsOf(pairs: readonly ObjectPair[], side: 'before' | 'after'): JsonObject[] {
  return pairs.map((pair) => pair[side]?.object).filter((object) => object !== undefined)
}

/** What left, deleted as whoever prunes deletes it; of kinds that are not Kubernetes' own no pod here depends. */
async function deletions(object: JsonObject, namespace: string | undefined, read: ReadText): Promise<Step[]> {
  const { kind, name, namespace: own = namespace } = namesOf(object)
  const known = kindOf(asString(object['apiVersion']) ?? '', kind)
  if (known === undefined) return []
  const words = ['delete', known.kind.toLowerCase(), name]
  return [await kubectlAct(own === undefined || !known.namespaced ? words : [...words, '-n', own], '--prune', read)]
}

function holdsSet({ before, after }: ObjectPair): boolean {
  const placed = after ?? before
  return placed !== undefined && isSet(placed.object)
}

function namesOf(object: JsonObject): { kind: string; namespace?: string; name: string } {
  const metadata = asObject(object['metadata'])
  const namespace = asString(metadata['namespace'])
  return {
    kind: asString(object['kind']) ?? '',
    ...(namespace === undefined ? {} : { namespace }),
    name: asString(metadata['name']) ?? '',
  }
}

function changeOf(pair: ObjectPair): ObjectChange {
  const { before, after } = pair
  const object = (after ?? before)?.object ?? {}
  return {
    ...namesOf(object),
    change: before === undefined ? 'new' : after === undefined ? 'left' : isChanged(pair) ? 'changed' : 'same',
    ...(before === undefined ? {} : { before: before.file }),
    ...(after === undefined ? {} : { after: after.file }),
  }
}

function leftNote({ change, kind, namespace, name, before }: ObjectChange): string[] {
  if (change !== 'left') return []
  const shown = `${kind} ${namespace === undefined ? '' : `${namespace}/`}${name}`
  return [
    `${shown} is in no manifest any more (it was in ${before ?? ''}). It stays in the cluster, unless what applies the repository prunes: --prune plans that.`,
  ]
}

/** What changes and no plan speaks of, counted. */
function otherNote(pairs: readonly ObjectPair[]): string[] {
  if (pairs.length === 0) return []
  const counts = new Map<string, number>()
  for (const { before, after } of pairs) {
    const { kind } = namesOf((after ?? before)?.object ?? {})
    counts.set(kind, (counts.get(kind) ?? 0) + 1)
  }
  const list = [...counts].map(([kind, count]) => (count === 1 ? kind : `${count} ${kind}s`))
  return [`Other objects change, which bear on no pod of a StatefulSet or DaemonSet here: ${list.join(', ')}.`]
}
