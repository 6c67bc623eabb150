import { createRule } from '../../src/eslint/create-rule.js'
import { asSentence } from '../api-server/sentence.js'

export default createRule<'warned'>({
  name: 'api-server-warnings',
  description: 'The API server of the chosen version accepts the object without a warning',
  presets: { recommended: 'warn', api: 'warn', strict: 'error' },
  messages: { warned: '{{object}}: the API server warns: {{words}}' },
  check({ answer, report }) {
    for (const { message, path } of answer().warnings) report({ path, messageId: 'warned', data: { words: asSentence(message) } })
  },
})
