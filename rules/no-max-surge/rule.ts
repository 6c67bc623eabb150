import { createRule, type ManifestLook } from '../../src/rule-kit/create-rule.js'
import { hostPortsOf } from '../../src/kubernetes/host-ports.js'
import { asObject } from '../../src/kubernetes/json.js'
import {
  isPositiveBudget,
  isZeroBudget,
  rollingUpdatePath,
  updateStrategyOf,
} from '../../src/objects/update-strategy.js'
import { withoutSurge } from './without-surge.js'

type MessageId = 'surge' | 'hangs'
type Look = ManifestLook<MessageId, object>

const maxSurge = [...rollingUpdatePath, 'maxSurge']

export default createRule<MessageId>({
  name: 'no-max-surge',
  description: 'A DaemonSet has no maxSurge, so that no node runs two of its pods at once',
  presets: { recommended: 'error', strict: 'error' },
  kinds: ['DaemonSet'],
  fixable: true,
  messages: {
    surge:
      '{{object}}: maxSurge is {{value}}: in an update a node runs the new pod beside the old one until the new one is available. Leave maxSurge out and set maxUnavailable to {{budget}}.',
    hangs:
      '{{object}}: maxSurge is {{value}} and the pod takes a port of its node ({{port}}): the new pod can never start beside the old one, and the update hangs. Leave maxSurge out and set maxUnavailable to {{budget}}.',
  },
  check(look) {
    const { manifest } = look
    const { type, rollingUpdate } = updateStrategyOf(manifest.object)
    const value = rollingUpdate?.maxSurge
    // With OnDelete the block is ignored (V-50): rule no-effect says so.
    if (value === undefined || value === null || isZeroBudget(value) || type === 'OnDelete' || look.isRefused(maxSurge))
      return
    const port = nodePortOf(look)
    look.report({
      path: maxSurge,
      messageId: port === undefined ? 'surge' : 'hangs',
      data: { value: String(value), budget: isPositiveBudget(value) ? String(value) : '1', port: port ?? '' },
      fix: isPositiveBudget(value) ? withoutSurge(look) : undefined,
    })
  },
})

/** A port of the node that the pods take, as people know it: only one pod on a node can have it (D-45). */
function nodePortOf({ manifest }: Look): string | undefined {
  const pod = asObject(asObject(asObject(manifest.object.spec).template).spec)
  const [first] = hostPortsOf(pod)
  if (first === undefined) return undefined
  return pod.hostNetwork === true ? `hostNetwork, port ${first.port}` : `hostPort ${first.port}`
}
