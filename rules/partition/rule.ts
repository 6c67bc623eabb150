import { createRule } from '../../src/rule-kit/create-rule.js'
import { replaceValue } from '../../src/rule-kit/text-edits.js'
import { asNumber, asObject } from '../../src/kubernetes/json.js'
import { counted } from '../../src/words/counted.js'
import { replicasOf, rollingUpdatePath, updateStrategyOf } from '../../src/objects/update-strategy.js'

type MessageId = 'beyond' | 'staged' | 'lower' | 'zero'

interface Options {
  /** Whether a manifest may hold back some of the pods; a partition beyond the replicas holds back all of them. */
  readonly staged: boolean
}

const partitionPath = [...rollingUpdatePath, 'partition']

export default createRule<MessageId, Options>({
  name: 'partition',
  description: 'A partition lies within the replicas, so that an update changes at least one pod',
  presets: { recommended: 'error', strict: ['error', { staged: false }] },
  kinds: ['StatefulSet'],
  hasSuggestions: true,
  options: { schema: { staged: { type: 'boolean' } }, defaults: { staged: true } },
  messages: {
    beyond:
      '{{object}}: partition {{partition}} lies beyond the {{replicas}}: an update would change no pod at all. {{advice}}',
    staged:
      '{{object}}: partition {{partition}} keeps {{kept}} of {{replicas}} at the old template, and a pod lost among them comes back with it. Leave the partition out when the rollout is through.',
    lower: 'Lower the partition to {{lower}}: an update then changes {{changed}}.',
    zero: 'Set the partition to 0: an update then changes every pod.',
  },
  check(look) {
    const { object } = look.manifest
    const { type, rollingUpdate } = updateStrategyOf(object)
    const partition = rollingUpdate?.partition
    if (type !== 'RollingUpdate' || typeof partition !== 'number' || partition <= 0 || look.isRefused(partitionPath))
      return
    const replicas = replicasOf(object)
    const count =
      asNumber(asObject(object.spec).replicas) === undefined
        ? 'single replica (replicas is not set, so it is 1)'
        : counted(replicas, 'replica')
    const zero = { messageId: 'zero' as const, edits: [replaceValue(look, partitionPath, '0')] }
    // The partition counts from ordinals.start, not from 0 (S-39), so the start plays no part.
    if (partition >= replicas) {
      const lower = replicas - 1
      const advice = lower > 0 ? `Lower it to ${lower} or less, or leave it out.` : 'Leave it out.'
      const changed = `the last pod, ${ordinalName(look.manifest.name, object, lower)}`
      const lowered =
        lower > 0
          ? [
              {
                messageId: 'lower' as const,
                data: { lower: String(lower), changed },
                edits: [replaceValue(look, partitionPath, String(lower))],
              },
            ]
          : []
      look.report({
        path: partitionPath,
        messageId: 'beyond',
        data: { partition: String(partition), replicas: count, advice },
        suggest: [...lowered, zero],
      })
    } else if (!look.options.staged) {
      look.report({
        path: partitionPath,
        messageId: 'staged',
        data: { partition: String(partition), kept: String(partition), replicas: counted(replicas, 'pod') },
        suggest: [zero],
      })
    }
  },
})

function ordinalName(name: string, object: Parameters<typeof replicasOf>[0], index: number): string {
  const start = asNumber(asObject(asObject(object.spec).ordinals).start) ?? 0
  return `${name}-${start + index}`
}
