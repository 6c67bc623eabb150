/** What a person needs to know about the StatefulSets of a step. */
import { ordinalOf } from '../controllers/statefulset-spec.js'
import { shownObject } from '../final-state.js'
import type { Finding } from '../plan.js'
import { leastReady, replacedForMetadata, staysOld, stopsIfNotReady, waitsForMinReady, zeroCompletesUpdate } from './statefulset-rollout.js'
import { statefulSetStory, type StatefulSetStory } from './statefulset-story.js'
import { stuck } from './statefulset-stuck.js'
import type { FindingsOf, StepStory } from './step-story.js'

const checks: readonly ((story: StatefulSetStory) => Finding[])[] = [stuck, replacedForMetadata, zeroCompletesUpdate, staysOld, leastReady, waitsForMinReady]

export const statefulSetFindings: FindingsOf = (story) => [...endsInNoOrder(story), ...ofEachSet(story)]

const ofEachSet: FindingsOf = (story) =>
  [...story.cluster.sets.values()]
    .filter((set) => set.kind === 'StatefulSet')
    .flatMap((set) => {
      const own = statefulSetStory(story, set)
      const findings = checks.flatMap((check) => check(own))
      // a rollout that has stopped says so: what would happen if it did needs no words then
      return findings.some((finding) => finding.id === 'stuck-rollout') ? findings : [...findings, ...stopsIfNotReady(own)]
    })

/** S-84: the garbage collector deletes the pods of a set that is gone, and keeps no order. */
function endsInNoOrder({ before, cluster, rounds }: StepStory): Finding[] {
  const here = new Set([...cluster.sets.values()].map(shownObject))
  const ends = new Set(rounds.flatMap((round) => round.controllers).filter((event) => event.kind === 'Pod' && event.op === 'delete').map((event) => event.name))
  return Object.keys(before?.sets ?? {}).flatMap((object) => {
    const name = object.split('/').at(-1) ?? ''
    const pods = [...ends].filter((pod) => ordinalOf(name, pod) !== undefined)
    if (!object.startsWith('StatefulSet/') || here.has(object) || pods.length < 2) return []
    return [{ id: 'ends-in-no-order', severity: 'info' as const, object, message: `The ${pods.length} pods are deleted all at once, in no order. For an ordered end scale the set to 0 first.` }]
  })
}
