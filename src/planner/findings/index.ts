/**
 * What a person needs to know of a step before it is made: read from its rounds and from what is left, never from the
 * controllers.
 */
import { finalSets } from '../final-state.js'
import type { Finding, FinalState, TouchedObject } from '../plan.js'
import { claimFindings } from './claims.js'
import { drainFindings } from './drain.js'
import { daemonSetFindings } from './daemonset.js'
import { statefulSetFindings } from './statefulset.js'
import type { FindingsOf, StepStory } from './step-story.js'
import { stepBySet } from '../by-set.js'

const all: readonly FindingsOf[] = [drainFindings, statefulSetFindings, daemonSetFindings, claimFindings]

const severities: readonly Finding['severity'][] = ['error', 'warning', 'info']

/** A step as it has been played. */
export interface StepPlayed extends Omit<StepStory, 'bySet' | 'podsDeletedByKubectl' | 'nodesTouchedByKubectl'> {
  /** What its kubectl touched. */
  readonly touchedByKubectl: readonly TouchedObject[]
}

/** The findings of a step, the gravest first. */
export function findingsOf({ touchedByKubectl, ...played }: StepPlayed): Finding[] {
  const story: StepStory = {
    ...played,
    ...touched(touchedByKubectl),
    bySet: stepBySet(played.rounds, played.before?.pods ?? []),
  }
  const sets = { ...story.before?.sets, ...finalSets(story.cluster) }
  const findings = all.flatMap((each) => each(story)).map((finding) => ({ ...finding, ...identity(sets, finding) }))
  return severities.flatMap((severity) => findings.filter((finding) => finding.severity === severity))
}

function touched(objects: readonly TouchedObject[]): Pick<StepStory, 'podsDeletedByKubectl' | 'nodesTouchedByKubectl'> {
  const pods = new Map<string, string[]>()
  const nodes: string[] = []
  for (const { group, kind, namespace = 'default', name, verb } of objects) {
    if (group === '' && kind === 'Node') nodes.push(name)
    if (group !== '' || kind !== 'Pod' || verb !== 'deleted') continue
    const known = pods.get(namespace)
    if (known === undefined) pods.set(namespace, [name])
    else known.push(name)
  }
  return { podsDeletedByKubectl: pods, nodesTouchedByKubectl: nodes }
}

/** The set that a finding is about, in parts. */
function identity(sets: FinalState['sets'], { object }: Finding): Pick<Finding, 'kind' | 'name' | 'namespace'> {
  const set = object === undefined ? undefined : sets[object]
  if (set === undefined) return {}
  const { kind, name, namespace } = set
  return { kind, name, ...(namespace === undefined ? {} : { namespace }) }
}
