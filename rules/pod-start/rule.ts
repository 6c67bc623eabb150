import { createRule } from '../../src/rule-kit/create-rule.js'
import { asSentence } from '../api-server/sentence.js'

export default createRule<'neverStarts'>({
  name: 'pod-start',
  description: 'What the API server accepts can also start: no pod or claim of the set is refused later',
  presets: { recommended: 'error', strict: 'error' },
  versions: 'all; most of it matters up to 1.33, which does not look into the pod template of a StatefulSet',
  kinds: ['StatefulSet'],
  messages: {
    neverStarts: '{{object}}: the API server accepts this, and no pod will ever start: {{field}}: {{words}}',
  },
  check({ podStart, report }) {
    for (const { path, field, reason, message } of podStart()) {
      report({ path, messageId: 'neverStarts', data: { field, words: asSentence(message) }, cause: { field, reason } })
    }
  },
})
