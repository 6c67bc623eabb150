import { createRule } from '../../src/rule-kit/create-rule.js'
import { asList, asObject, asString } from '../../src/kubernetes/json.js'

export default createRule<'controlled'>({
  name: 'no-controlled-set',
  description: 'No controller owns the set, so that what is applied stays',
  presets: { recommended: 'warn', strict: 'error' },
  kinds: ['DaemonSet', 'StatefulSet'],
  messages: {
    controlled:
      '{{object}}: {{owner}} controls this set: its operator takes back what is changed here, or rolls it out once more. Change {{owner}} instead; if this file was read from a cluster, leave ownerReferences out.',
  },
  check(look) {
    const owners = asList(asObject(look.manifest.object.metadata).ownerReferences)
    const index = owners.findIndex((owner) => asObject(owner).controller === true)
    if (index === -1) return
    const { kind, name } = asObject(owners[index])
    const path = ['metadata', 'ownerReferences', index]
    if (!look.isRefused(path))
      look.report({
        path,
        messageId: 'controlled',
        data: { owner: `${asString(kind) ?? ''}/${asString(name) ?? ''}` },
      })
  },
})
