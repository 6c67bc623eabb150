/** What a person needs to know about the StatefulSets of a step. */
import type { Finding } from '../plan.js'
import {
  leastReady,
  orderOpen,
  replacedForMetadata,
  staysOld,
  stopsIfNotReady,
  waitsForMinReady,
  zeroCompletesUpdate,
} from './statefulset-rollout.js'
import { statefulSetStory, type StatefulSetStory } from './statefulset-story.js'
import { stuck } from './statefulset-stuck.js'
import type { FindingsOf } from './step-story.js'

const checks: readonly ((story: StatefulSetStory) => Finding[])[] = [
  stuck,
  replacedForMetadata,
  zeroCompletesUpdate,
  staysOld,
  leastReady,
  waitsForMinReady,
  orderOpen,
]

export const statefulSetFindings: FindingsOf = (story) =>
  [...story.cluster.objects.sets.values()]
    .filter((set) => set.kind === 'StatefulSet')
    .flatMap((set) => {
      const own = statefulSetStory(story, set)
      const findings = checks.flatMap((check) => check(own))
      // a rollout that has stopped says so: what would happen if it did needs no words then
      return findings.some((finding) => finding.id === 'stuck-rollout')
        ? findings
        : [...findings, ...stopsIfNotReady(own)]
    })
