/**
 * What a person needs to know of a step before it is made: read from its rounds and from what is left, never from the
 * controllers.
 */
import type { Finding } from '../plan.js'
import { claimFindings } from './claims.js'
import { daemonSetFindings } from './daemonset.js'
import { statefulSetFindings } from './statefulset.js'
import type { FindingsOf, StepStory } from './step-story.js'

export type { StepStory } from './step-story.js'

const all: readonly FindingsOf[] = [statefulSetFindings, daemonSetFindings, claimFindings]

const severities: readonly Finding['severity'][] = ['error', 'warning', 'info']

/** The findings of a step, the gravest first. */
export function findingsOf(story: StepStory): Finding[] {
  const findings = all.flatMap((each) => each(story))
  return severities.flatMap((severity) => findings.filter((finding) => finding.severity === severity))
}
