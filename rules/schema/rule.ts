import { createRule } from '../../src/rule-kit/create-rule.js'
import { formatFieldPath } from '../../src/kubernetes/field-path.js'
import type { DuplicateKey } from '../../src/manifest/types.js'
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
    const duplicates = duplicatesOf(look)
    for (const fault of decodeFaults) {
      if (fault.kind !== 'duplicate-field') reportFault(look, fault)
      else {
        // Several of one key are several faults of the server: all of them are told at the first one.
        reportDuplicates(look, duplicates.get(formatFieldPath(fault.path)) ?? [], fault)
        duplicates.delete(formatFieldPath(fault.path))
      }
    }
    // The server reads every kind strictly; the answer speaks of the kinds that it knows.
    if (decodeFaults.every(({ kind }) => kind !== 'duplicate-field'))
      for (const ofPath of duplicates.values()) reportDuplicates(look, ofPath)
  },
})

/** The double keys of an object by the field that they set. */
function duplicatesOf({ manifest }: Look): Map<string, DuplicateKey[]> {
  const { base, document } = manifest
  const duplicates = new Map<string, DuplicateKey[]>()
  for (const duplicate of document.duplicateKeys) {
    if (!base.every((key, index) => duplicate.path[index] === key)) continue
    const field = formatFieldPath(duplicate.path.slice(base.length))
    const known = duplicates.get(field)
    if (known === undefined) duplicates.set(field, [duplicate])
    else known.push(duplicate)
  }
  return duplicates
}

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
    case 'duplicate-field':
    case 'not-served':
      // Told apart from the others, and rule api-server's matter.
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

function reportDuplicates(look: Look, duplicates: readonly DuplicateKey[], fault?: DecodeFault): void {
  for (const { path, first, second } of duplicates) {
    const own = path.slice(look.manifest.base.length)
    const field = formatFieldPath(own)
    const words = wordsOf(
      fault ?? { kind: 'duplicate-field', message: `key "${String(own.at(-1))}" already set in map` },
    )
    look.report({
      path: own,
      range: second,
      messageId: 'duplicateKey',
      data: { field, line: String(look.lineAt(first.start)), words },
    })
  }
}
