import { createRule } from '../../src/rule-kit/create-rule.js'
import { quoteScalar } from '../../src/rule-kit/text-edits.js'

export default createRule<'key'>({
  name: 'surprising-key',
  description: 'No key without quotes is read as another name than the one that stands there',
  presets: { recommended: 'warn', strict: 'error' },
  fixable: true,
  messages: {
    key: '{{object}}: the key {{source}} is read as "{{name}}" (YAML 1.1, which Kubernetes reads): the object gets a key of that name. Put {{source}} in quotes.',
  },
  check({ manifest, isRefused, report }) {
    const { document, base } = manifest
    for (const { path, source, range, isKey } of document.surprisingScalars) {
      const own = path.slice(base.length)
      if (!isKey || !base.every((key, index) => path[index] === key) || isRefused(own)) continue
      report({
        path: own,
        range,
        messageId: 'key',
        data: { source, name: String(own.at(-1)) },
        fix: [quoteScalar(range, source)],
      })
    }
  },
})
