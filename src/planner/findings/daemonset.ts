/** What a person needs to know about the DaemonSets of a step. */
import type { Finding } from '../plan.js'
import { nodesLeft, nodesWithoutPod, notBroughtBack } from './daemonset-nodes.js'
import { stuck, waves, worstMoment } from './daemonset-rollout.js'
import { daemonSetStory, type DaemonSetStory } from './daemonset-story.js'
import {
  adoptedNotReplaced,
  mayMissAvailability,
  replacedOutsideBudget,
  surgeWithHostPorts,
  waitsForDeletion,
} from './daemonset-traps.js'
import type { FindingsOf } from './step-story.js'

const checks: readonly ((story: DaemonSetStory) => Finding[])[] = [
  stuck,
  nodesLeft,
  notBroughtBack,
  surgeWithHostPorts,
  mayMissAvailability,
  adoptedNotReplaced,
  waves,
  replacedOutsideBudget,
  worstMoment,
  waitsForDeletion,
  nodesWithoutPod,
]

export const daemonSetFindings: FindingsOf = (story) =>
  [...story.cluster.objects.sets.values()]
    .filter((set) => set.kind === 'DaemonSet')
    .flatMap((set) => {
      const own = daemonSetStory(story, set)
      const findings = checks.flatMap((check) => check(own))
      // a rollout that has stopped makes no more waves
      return findings.some(({ id }) => id === 'stuck-rollout')
        ? findings.filter(({ id }) => id !== 'rollout-waves')
        : findings
    })
