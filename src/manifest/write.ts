import { Document, visit } from 'yaml'
import type { JsonObject } from '../kubernetes/json.js'
import { resolvePlain } from './resolve-scalar.js'

/** Characters that Kubernetes' reader refuses, or takes for line breaks, where they are not escaped. */
const escaped = /[\u007f-\u009f\u2028\u2029\ufeff\ufffe\uffff]/g

/**
 * Writes an object as YAML that Kubernetes reads back as the same object: what YAML 1.1 would take for a boolean, a
 * number or a merge key stands in quotes.
 */
export function writeYaml(value: JsonObject): string {
  try {
    return escapeOdd(writeBlocks(value))
  } catch (error) {
    // What is nested hundreds of levels deep uses up the stack: it is written as JSON, which is YAML too.
    if (error instanceof RangeError) return escapeOdd(`${JSON.stringify(value)}\n`)
    throw error
  }
}

function writeBlocks(value: JsonObject): string {
  const document = new Document(value, { aliasDuplicateObjects: false })
  visit(document, {
    Scalar: (_, node) => {
      if (typeof node.value === 'string' && needsQuotes(node.value)) node.type = 'QUOTE_DOUBLE'
    },
  })
  return document.toString({ lineWidth: 0 })
}

function escapeOdd(text: string): string {
  return text.replace(escaped, (character) => `\\u${(character.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}`)
}

function needsQuotes(text: string): boolean {
  escaped.lastIndex = 0
  return text === '<<' || /^\s|\r/.test(text) || escaped.test(text) || resolvePlain(text).type !== 'string'
}
