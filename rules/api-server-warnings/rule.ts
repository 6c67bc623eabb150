import { createRule, type FieldPath } from '../../src/rule-kit/create-rule.js'
import { asSentence } from '../api-server/sentence.js'

export default createRule<'warned'>({
  name: 'api-server-warnings',
  description: 'The API server of the chosen version accepts the object without a warning',
  presets: { recommended: 'warn', api: 'warn', strict: 'error' },
  messages: { warned: '{{object}}: the API server warns: {{words}}' },
  check({ answer, podStart, isInUse, report }) {
    // What keeps the pods from starting is worse than the warning of it.
    const told = isInUse('pod-start') ? podStart() : []
    const warnings = answer().warnings.filter(({ path }) => !told.some((cause) => isOneWay(cause.path, path)))
    for (const { message, path } of warnings)
      report({ path, messageId: 'warned', data: { words: asSentence(message) } })
  },
})

/** Whether one path leads on from the other. */
function isOneWay(one: FieldPath, other: FieldPath): boolean {
  const [short, long] = one.length < other.length ? [one, other] : [other, one]
  return short.every((key, index) => long[index] === key)
}
