/**
 * What becomes of claims, and so of data: deleted, left behind, or taken up as they are (docs/semantics/statefulset.md,
 * section 9).
 */
import { asObject } from '../../kubernetes/json.js'
import { compareQuantities } from '../../kubernetes/quantity.js'
import { specOf, claimName } from '../objects/statefulset/spec.js'
import type { WorkloadSet } from '../cluster.js'
import type { Finding, PlanEvent } from '../plan.js'
import { counted } from '../../words/counted.js'
import { isOf, listed, one, setName, type FindingsOf } from './step-story.js'
import { keyOf, objectKey, shownObject } from '../objects/index.js'
import { setKeyOf } from '../plan-sets.js'

export const claimFindings: FindingsOf = (story) => {
  const events = story.rounds.flatMap((round) => round.controllers)
  const made = new Set(
    events.filter(({ kind, op }) => kind === 'PersistentVolumeClaim' && op === 'create').map(keyOfEvent),
  )
  const sets = [...story.cluster.objects.sets.values()].filter((set) => set.kind === 'StatefulSet')
  return [
    ...lost(events),
    ...sets.flatMap((set) => {
      const own = story.bySet
        .of(setName(set))
        .happenings.filter(({ event, by }) => by === 'controllers' && event.kind === 'Pod' && isOf(set, event))
        .map(({ event }) => event)
      return [...leftBehind(story, set, own), ...takenUp(story, set, own, made)]
    }),
  ]
}

function keyOfEvent({ name, namespace = 'default' }: PlanEvent): string {
  return objectKey(namespace, name)
}

/**
 * Claims that are deleted: the volume's own reclaim policy decides about the data, and Delete is what most classes
 * have.
 */
function lost(events: readonly PlanEvent[]): Finding[] {
  const groups = new Map<string | undefined, string[]>()
  for (const claim of events) {
    if (claim.kind !== 'PersistentVolumeClaim' || claim.op !== 'delete') continue
    const object = setKeyOf(claim)
    const names = groups.get(object)
    if (names === undefined) groups.set(object, [claim.name])
    else names.push(claim.name)
  }
  return [...groups].map(([object, names]) => ({
    id: 'claims-lost',
    severity: 'error',
    ...(object === undefined ? {} : { object }),
    message: `${counted(names.length, 'claim')} ${names.length === 1 ? 'is' : 'are'} deleted WITH ${names.length === 1 ? 'ITS' : 'THEIR'} DATA: ${listed(names)}.`,
  }))
}

/** S-87: claims whose pod is gone for good, and that stay. */
function leftBehind(story: Parameters<FindingsOf>[0], set: WorkloadSet, events: readonly PlanEvent[]): Finding[] {
  const spec = specOf(story.cluster, set)
  const gone = new Set(events.filter(({ op }) => op === 'delete').map(({ ordinal }) => ordinal))
  const names: string[] = []
  for (const ordinal of gone) {
    if (ordinal === undefined || (ordinal >= spec.start && ordinal <= spec.end)) continue
    for (const template of spec.claimTemplates) {
      const claim = story.cluster.objects.claims.get(`${set.metadata.namespace}/${claimName(set, template, ordinal)}`)
      if (claim !== undefined && claim.metadata.deletionTimestamp === undefined) names.push(claim.metadata.name)
    }
  }
  if (names.length === 0) return []
  return [
    {
      id: 'claims-left',
      severity: 'info',
      object: shownObject(set),
      message: `${counted(names.length, 'claim')} ${names.length === 1 ? 'is' : 'are'} left behind with ${names.length === 1 ? 'its' : 'their'} data, and used again when the set grows: ${listed(names)}.`,
    },
  ]
}

/** S-73: a claim that is there already is used as it is, whatever the template asks for. */
function takenUp(
  story: Parameters<FindingsOf>[0],
  set: WorkloadSet,
  events: readonly PlanEvent[],
  made: ReadonlySet<string>,
): Finding[] {
  const findings: Finding[] = []
  for (const template of specOf(story.cluster, set).claimTemplates) {
    const wanted = storageOf(template.spec)
    const other: string[] = []
    let held: string | undefined
    for (const event of events) {
      const ordinal = event.op === 'create' ? event.ordinal : undefined
      if (ordinal === undefined) continue
      const claim = story.cluster.objects.claims.get(`${set.metadata.namespace}/${claimName(set, template, ordinal)}`)
      const has = claim === undefined || made.has(keyOf(claim)) ? undefined : storageOf(claim.spec)
      if (has === undefined || wanted === undefined || claim === undefined || compareQuantities(has, wanted) === 0)
        continue
      other.push(claim.metadata.name)
      held = has
    }
    if (other.length === 0) continue
    const names = [...new Set(other)]
    findings.push({
      id: 'claims-not-resized',
      severity: 'warning',
      object: shownObject(set),
      message: `${listed(names)} ${one(names, 'is there already and used as it is', 'are there already and used as they are')} (${held}): claim template "${template.name}" asks for ${wanted}, but resizes nothing. ${one(names, 'Change the claim itself', 'Change the claims themselves')}.`,
    })
  }
  return findings
}

function storageOf(spec: Parameters<typeof asObject>[0]): string | undefined {
  const amount = asObject(asObject(asObject(spec)['resources'])['requests'])['storage']
  return typeof amount === 'string' ? amount : undefined
}
