import { createRule } from '../../src/rule-kit/create-rule.js'
import { formatFieldPath } from '../../src/kubernetes/field-path.js'
import type { DecodeFault } from '../../src/validation/answer.js'
import { asSentence } from '../api-server/sentence.js'
import { adviceForField } from './advice.js'
import { otherName, otherSpelling } from './changes.js'
import type { Look, MessageId } from './messages.js'

export default createRule<MessageId>({
  name: 'schema',
  description: 'Every field exists, stands once and holds a value of its type, as the API server decodes it',
  presets: { recommended: 'error', api: 'error', strict: 'error' },
  fixable: true,
  hasSuggestions: true,
  messages: {
    unknownField: '{{object}}: {{words}} {{advice}}',
    duplicateKey: '{{object}}: "{{field}}" is set twice, first in line {{line}}: {{words}} Keep one of them.',
    wrongType: '{{object}}: {{field}}: {{words}} {{advice}}',
    surprise:
      '{{object}}: {{field}} is {{source}} without quotes, which Kubernetes reads as the {{type}} {{value}}: {{words}} Quote it.',
    badValue: '{{object}}: {{field}}: {{words}}',
    change: '{{change}}',
  },
  check(look) {
    const { decodeFaults } = look.answer()
    for (const fault of decodeFaults) reportFault(look, fault)
    // The server reads every kind strictly; the answer speaks of the kinds that it knows.
    if (decodeFaults.every(({ kind }) => kind !== 'duplicate-field')) reportDuplicates(look)
  },
})

function reportFault(look: Look, fault: DecodeFault): void {
  const { path } = fault
  const words = wordsOf(fault)
  const field = formatFieldPath(path)
  switch (fault.kind) {
    case 'unknown-field': {
      const advice = adviceForField(look.manifest.kind, fault)
      look.report({ path, part: 'key', messageId: 'unknownField', data: { words, advice }, ...otherName(look, fault) })
      break
    }
    case 'duplicate-field':
      reportDuplicates(look, fault)
      break
    case 'wrong-type': {
      const spelling = otherSpelling(look, fault)
      if (spelling.surprise !== undefined)
        look.report({ path, messageId: 'surprise', data: { field, words, ...spelling.surprise }, fix: spelling.fix })
      else
        look.report({
          path,
          messageId: 'wrongType',
          data: { field, words, advice: spelling.advice },
          fix: spelling.fix,
        })
      break
    }
    case 'bad-value':
      look.report({ path, messageId: 'badValue', data: { field, words } })
      break
    case 'not-served':
      // Rule api-server's matter.
      break
  }
}

/**
 * The server's words; it counts a double key's line from the start of its document, and our own message names the
 * lines.
 */
function wordsOf({ kind, message }: Pick<DecodeFault, 'kind' | 'message'>): string {
  const isStrict = kind === 'unknown-field' || kind === 'duplicate-field'
  return asSentence(`${isStrict ? 'strict decoding error: ' : ''}${message.replace(/^line \d+: /, '')}`)
}

function reportDuplicates(look: Look, fault?: DecodeFault): void {
  const { manifest } = look
  for (const { path, first, second } of manifest.document.duplicateKeys) {
    const own = path.slice(manifest.base.length)
    if (!manifest.base.every((key, index) => path[index] === key)) continue
    if (fault !== undefined && formatFieldPath(fault.path) !== formatFieldPath(own)) continue
    const field = formatFieldPath(own)
    const words = wordsOf(
      fault ?? { kind: 'duplicate-field', message: `key "${String(own.at(-1))}" already set in map` },
    )
    look.report({
      path: own,
      range: second,
      messageId: 'duplicateKey',
      data: { field, line: String(lineOf(look.text, first.start)), words },
    })
  }
}

function lineOf(text: string, offset: number): number {
  let line = 1
  for (let at = text.indexOf('\n'); at !== -1 && at < offset; at = text.indexOf('\n', at + 1)) line++
  return line
}
