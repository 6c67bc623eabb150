import { createRule, type ManifestLook } from '../../src/rule-kit/create-rule.js'
import { replaceValue } from '../../src/rule-kit/text-edits.js'
import { parseIntOrPercent, scaleIntOrPercent } from '../../src/kubernetes/int-or-percent.js'
import { isZeroBudget, replicasOf, rollingUpdatePath, updateStrategyOf } from '../../src/objects/update-strategy.js'

type MessageId = 'zeroDaemonSet' | 'zeroStatefulSet' | 'fixedNumber' | 'roundsToZero'

interface Options {
  /** Also asks a DaemonSet for a percentage, and a StatefulSet for one that makes at least one pod. */
  readonly percentage: boolean
}

type Look = ManifestLook<MessageId, Options>

const maxUnavailable = [...rollingUpdatePath, 'maxUnavailable']

export default createRule<MessageId, Options>({
  name: 'max-unavailable',
  description: 'maxUnavailable is at least 1, so that an update can replace pods at all',
  presets: { recommended: 'error', strict: ['error', { percentage: true }] },
  kinds: ['DaemonSet', 'StatefulSet'],
  fixable: true,
  options: { schema: { percentage: { type: 'boolean' } }, defaults: { percentage: false } },
  messages: {
    zeroDaemonSet:
      '{{object}}: maxUnavailable is {{value}} and so is maxSurge: no pod could ever be replaced, and the API server refuses it. Set maxUnavailable to 1 or more.',
    zeroStatefulSet:
      '{{object}}: maxUnavailable is {{value}}: no pod could ever be replaced, and the API server refuses it. Set maxUnavailable to 1 or more.',
    fixedNumber:
      '{{object}}: maxUnavailable is {{value}} on however many nodes there are: an update of 100 nodes takes {{waves}} waves. Write a percentage, such as 10%, so that it grows with the cluster.',
    roundsToZero:
      '{{object}}: maxUnavailable {{value}} of {{replicas}} replicas is less than one pod: it counts as 1, and pods are replaced one at a time. Write 1, or at least {{least}}%.',
  },
  check(look) {
    const { type } = updateStrategyOf(look.manifest.object)
    if (type !== 'RollingUpdate' || look.isRefused(maxUnavailable)) return
    if (look.manifest.kind === 'DaemonSet') checkDaemonSet(look)
    else checkStatefulSet(look)
  },
})

function checkDaemonSet(look: Look): void {
  const { rollingUpdate } = updateStrategyOf(look.manifest.object)
  const value = rollingUpdate?.maxUnavailable
  if (isZeroBudget(value)) {
    // With a maxSurge the zero is right (V-52); whether there may be one, and whether it is one, are other rules'
    // questions.
    const { maxSurge = 0 } = rollingUpdate ?? {}
    if (maxSurge !== null && !isZeroBudget(maxSurge)) return
    look.report({
      path: maxUnavailable,
      messageId: 'zeroDaemonSet',
      data: { value: String(value) },
      fix: [replaceValue(look, maxUnavailable, '1')],
    })
  } else if (look.options.percentage && typeof value === 'number' && value > 0) {
    look.report({
      path: maxUnavailable,
      messageId: 'fixedNumber',
      data: { value: String(value), waves: String(Math.ceil(100 / value)) },
    })
  }
}

function checkStatefulSet(look: Look): void {
  // The server drops the field while the gate is off (S-54): rule no-effect says so.
  if (look.target.gates.MaxUnavailableStatefulSet !== true) return
  const { rollingUpdate } = updateStrategyOf(look.manifest.object)
  const value = rollingUpdate?.maxUnavailable
  const replicas = replicasOf(look.manifest.object)
  if (isZeroBudget(value)) {
    look.report({
      path: maxUnavailable,
      messageId: 'zeroStatefulSet',
      data: { value: String(value) },
      fix: [replaceValue(look, maxUnavailable, '1')],
    })
  } else if (
    look.options.percentage &&
    parseIntOrPercent(value)?.form === 'percent' &&
    replicas > 0 &&
    scaleIntOrPercent(value, replicas, 'down') === 0
  ) {
    // A share is rounded down here, and up in a DaemonSet (S-59, D-26).
    const least = Math.ceil(100 / replicas)
    look.report({
      path: maxUnavailable,
      messageId: 'roundsToZero',
      data: { value: String(value), replicas: String(replicas), least: String(least) },
    })
  }
}
