import { createRule, type ManifestLook } from '../../src/rule-kit/create-rule.js'
import { replaceValue } from '../../src/rule-kit/text-edits.js'
import { formatVersion } from '../../src/kubernetes/versions.js'
import type { Cause } from '../../src/validation/answer.js'
import { adviceFor } from './advice.js'
import { fixFor } from './fix.js'
import { asSentence } from './sentence.js'
import { servedVersionOf, unnamedSetsIn, wronglyNamedKind } from './unserved.js'

export type MessageId = 'refused' | 'notServed' | 'noApiVersion' | 'unknownKind' | 'change'
type Look = ManifestLook<MessageId, object>

export default createRule<MessageId>({
  name: 'api-server',
  description: 'The API server of the chosen version accepts the object, as a new one or as an update',
  presets: { recommended: 'error', api: 'error', strict: 'error' },
  fixable: true,
  hasSuggestions: true,
  messages: {
    refused: '{{object}}: {{field}}: {{words}}',
    notServed: '{{object}}: {{words}} Kubernetes {{version}} serves {{kind}} as {{served}} only.',
    noApiVersion:
      '{{object}}: the server could not find the requested resource: the manifest has no apiVersion. Write apiVersion: apps/v1.',
    unknownKind: '{{object}}: no matches for kind "{{kind}}" in version "{{version}}". Did you mean {{meant}}?',
    change: '{{change}}',
  },
  check(look) {
    const { manifest, answer, report } = look
    const meant = wronglyNamedKind(manifest)
    if (meant !== undefined) {
      const range = manifest.rangeOf(['kind'], 'value')
      report({
        path: ['kind'],
        messageId: 'unknownKind',
        data: { kind: manifest.kind, version: manifest.apiVersion, meant },
        fix: [{ range, text: meant }],
      })
      return
    }
    const { causes, decodeFaults } = answer()
    for (const fault of decodeFaults.filter(({ kind }) => kind === 'not-served')) {
      const served = servedVersionOf(manifest.kind)
      const data = {
        words: asSentence(fault.message),
        kind: manifest.kind,
        version: formatVersion(look.target.version),
        served,
      }
      const change = `Write ${served}, and look for fields that it does not have.`
      report({
        path: fault.path,
        messageId: 'notServed',
        data,
        suggest: [{ messageId: 'change', data: { change }, edits: [replaceValue(look, ['apiVersion'], served)] }],
      })
    }
    for (const cause of oncePerFault(causes)) reportCause(look, cause)
  },
  checkFile({ file, report }) {
    for (const { object, range, insertAt } of unnamedSetsIn(file)) {
      report({
        messageId: 'noApiVersion',
        object,
        path: 'apiVersion',
        range,
        fix: insertAt === undefined ? undefined : [{ range: insertAt, text: 'apiVersion: apps/v1\n' }],
      })
    }
  },
})

function reportCause(look: Look, cause: Cause): void {
  const words = asSentence(cause.message)
  const advice = adviceFor(look, cause)
  look.report({
    path: cause.path,
    messageId: 'refused',
    data: { field: cause.field, words: advice === '' ? words : `${words} ${advice}` },
    cause: { field: cause.field, reason: cause.reason },
    ...fixFor(look, cause),
  })
}

/**
 * The server may find several faults with one value, each with a text of its own: one message says all that have the
 * same field, place and reason.
 */
function oncePerFault(causes: readonly Cause[]): Cause[] {
  const found = new Map<string, Cause>()
  for (const cause of causes) {
    const key = JSON.stringify([cause.field, cause.path, cause.reason])
    const first = found.get(key)
    if (first === undefined) found.set(key, cause)
    else if (!first.message.includes(cause.message))
      found.set(key, { ...first, message: joined(first.message, cause.message) })
  }
  return [...found.values()]
}

/** Two of the server's texts on one value: what both begin with is said once. */
function joined(first: string, second: string): string {
  const start = /^[A-Z][a-z ]+: (?:"(?:[^"\\]|\\.)*"|[^:]*): /.exec(second)?.[0]
  return `${first}; ${start !== undefined && first.startsWith(start) ? second.slice(start.length) : second}`
}
