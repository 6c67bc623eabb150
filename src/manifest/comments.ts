import { Lexer } from 'yaml'
import type { TextRange } from './types.js'

/** A `#` comment of a YAML text. */
export interface TextComment {
  readonly range: TextRange
  /** Its text without the `#`. */
  readonly value: string
}

/** The lexer's marks, which stand for no character of the text: start of a document, of a scalar's text, end of a broken flow. */
const marks = new Set(['\x02', '\x1f', '\x18'])

/** All comments of a YAML text. The lexer knows them apart from a `#` inside of a string or a block scalar. */
export function commentsOf(text: string): TextComment[] {
  const comments: TextComment[] = []
  let offset = 0
  let isScalarText = false
  for (const token of new Lexer().lex(text)) {
    if (marks.has(token)) {
      isScalarText = token === '\x1f'
      continue
    }
    if (token.startsWith('#') && !isScalarText) {
      const value = token.replace(/\r?\n?$/, '')
      comments.push({ range: { start: offset, end: offset + value.length }, value: value.slice(1) })
    }
    isScalarText = false
    offset += token.length
  }
  return comments
}
