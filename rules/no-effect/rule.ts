import { createRule } from '../../src/rule-kit/create-rule.js'
import { isObject } from '../../src/kubernetes/json.js'
import { formatVersion } from '../../src/kubernetes/versions.js'
import { rollingUpdatePath, updateStrategyOf } from '../../src/objects/update-strategy.js'

type MessageId = 'gateOff' | 'onDelete' | 'ignoredText'

const maxUnavailable = [...rollingUpdatePath, 'maxUnavailable']

export default createRule<MessageId>({
  name: 'no-effect',
  type: 'suggestion',
  description: 'Nothing is written that Kubernetes drops or ignores without a word',
  presets: { recommended: 'warn', strict: 'error' },
  kinds: ['DaemonSet', 'StatefulSet'],
  messages: {
    gateOff:
      "{{object}}: maxUnavailable is {{value}}, but Kubernetes {{version}} drops the field (feature gate MaxUnavailableStatefulSet is off): pods are replaced one at a time. Leave it out, or switch the gate on in the cluster and in Rollcast's settings.",
    ignoredText: '{{fault}}',
    onDelete:
      '{{object}}: rollingUpdate is set, but with type OnDelete it is ignored: pods change only when somebody deletes them. Leave it out, or set type to RollingUpdate.',
  },
  checkFile({ file, report }) {
    const named = file.documents
      .filter(({ value }) => isObject(value) && value.kind !== undefined)
      .map(({ index }) => index)
    for (const { id, message, range, document } of file.faults) {
      if (id === 'ignored-text' && named.includes(document))
        report({ messageId: 'ignoredText', data: { fault: message }, range })
    }
  },
  check(look) {
    const { kind, object } = look.manifest
    const { type, rollingUpdate } = updateStrategyOf(object)
    if (rollingUpdate === undefined || look.isRefused(rollingUpdatePath)) return
    if (kind === 'DaemonSet' && type === 'OnDelete' && Object.keys(rollingUpdate).length > 0)
      look.report({ path: rollingUpdatePath, messageId: 'onDelete' })
    const { maxUnavailable: value } = rollingUpdate
    if (
      kind === 'StatefulSet' &&
      type === 'RollingUpdate' &&
      value !== undefined &&
      value !== null &&
      look.target.gates.MaxUnavailableStatefulSet !== true &&
      !look.isRefused(maxUnavailable)
    ) {
      look.report({
        path: maxUnavailable,
        messageId: 'gateOff',
        data: { value: String(value), version: formatVersion(look.target.version) },
      })
    }
  },
})
