import { YamlFault } from '../node.js'
import type { TextRange } from '../types.js'

/** What stands in a YAML text, in libyaml's terms. */
export type TokenType =
  | 'stream-end'
  | 'directive'
  | 'document-start'
  | 'document-end'
  | 'block-sequence-start'
  | 'block-mapping-start'
  | 'block-end'
  | 'flow-sequence-start'
  | 'flow-sequence-end'
  | 'flow-mapping-start'
  | 'flow-mapping-end'
  | 'block-entry'
  | 'flow-entry'
  | 'key'
  | 'value'
  | 'alias'
  | 'anchor'
  | 'tag'
  | 'scalar'

/** The offsets count from the start of the document. */
export interface Token {
  readonly type: TokenType
  readonly start: number
  readonly end: number
  /** What a scalar holds, an anchor's or alias's name, a whole tag. */
  readonly text: string
  /** Of a scalar: written without quotes and not as a block. */
  readonly plain: boolean
}

/** A place where a key may have begun that is not marked by `?`: whether it is one is known only at its `:`. */
export interface SimpleKey {
  possible: boolean
  /** Whether nothing but a key may stand there. */
  readonly required: boolean
  readonly tokenNumber: number
  readonly offset: number
  readonly line: number
  readonly column: number
}

export interface Scanner {
  /** The document's text, ending in a line break and a NUL, so that looking ahead needs no bounds. */
  readonly text: string
  /** Where the document begins in its file. */
  readonly base: number
  offset: number
  line: number
  lineStart: number
  flowLevel: number
  /** The column of the innermost block collection, -1 outside of all. */
  indent: number
  readonly indents: number[]
  readonly simpleKeys: SimpleKey[]
  simpleKeyAllowed: boolean
  /** What has been read, and not yet been taken: from `head` on. */
  tokens: Token[]
  head: number
  tokensTaken: number
  /** Where the last scalar, alias, anchor or tag begins. */
  lastContent: number
  /** Where the first `{{` stands outside of all scalars. */
  braces?: number
  /** Gathers the comments, if they are wanted. */
  readonly comments?: TextRange[]
}

/** Prepares to read the document that lies between two offsets of a text. */
export function createScanner(file: string, start: number, end: number, comments?: TextRange[]): Scanner {
  const document = file.slice(start, end)
  const first = document.startsWith('\uFEFF') ? 1 : 0
  return {
    text: `${document}${document.endsWith('\n') ? '' : '\n'}\0`,
    base: start,
    offset: first,
    line: 0,
    lineStart: first,
    flowLevel: 0,
    indent: -1,
    indents: [],
    simpleKeys: [noSimpleKey],
    simpleKeyAllowed: true,
    tokens: [],
    head: 0,
    tokensTaken: 0,
    lastContent: 0,
    comments,
  }
}

export const noSimpleKey: SimpleKey = {
  possible: false,
  required: false,
  tokenNumber: -1,
  offset: 0,
  line: 0,
  column: 0,
}

export function fault(scanner: Scanner, message: string, offset: number): YamlFault {
  return new YamlFault(
    message,
    scanner.base + offset,
    scanner.braces === undefined ? undefined : scanner.base + scanner.braces,
  )
}

export function token(type: TokenType, start: number, end: number, text = '', plain = false): Token {
  return { type, start, end, text, plain }
}

export const column = (scanner: Scanner): number => scanner.offset - scanner.lineStart

export const tab = 0x09
export const lineFeed = 0x0a
export const carriageReturn = 0x0d
export const space = 0x20
export const hash = 0x23

export const isBlank = (code: number): boolean => code === space || code === tab

/** YAML 1.1 has five line breaks: LF, CR, NEL, LS and PS. */
export const isBreak = (code: number): boolean =>
  code === lineFeed || code === carriageReturn || code === 0x85 || code === 0x2028 || code === 0x2029

export const isBreakOrEnd = (code: number): boolean => code === lineFeed || code === 0 || isBreak(code)

export const isBlankOrEnd = (code: number): boolean => code === space || isBreakOrEnd(code) || code === tab

/** Letters, digits, `_` and `-`: what names of anchors and handles of tags are made of. */
export const isNameCharacter = (code: number): boolean =>
  (code >= 0x61 && code <= 0x7a) ||
  (code >= 0x41 && code <= 0x5a) ||
  (code >= 0x30 && code <= 0x39) ||
  code === 0x5f ||
  code === 0x2d

/** Goes over one line break, and returns what it is in a scalar's text: LS and PS stay, all others become LF. */
export function takeBreak(scanner: Scanner): string {
  const code = scanner.text.charCodeAt(scanner.offset)
  const isPair = code === carriageReturn && scanner.text.charCodeAt(scanner.offset + 1) === lineFeed
  scanner.offset += isPair ? 2 : 1
  scanner.line += 1
  scanner.lineStart = scanner.offset
  return code === 0x2028 || code === 0x2029 ? String.fromCharCode(code) : '\n'
}

export function skipBlanks(scanner: Scanner): void {
  while (isBlank(scanner.text.charCodeAt(scanner.offset))) scanner.offset += 1
}

/** Goes to the end of the line if a comment begins here. */
export function skipComment(scanner: Scanner): void {
  if (scanner.text.charCodeAt(scanner.offset) !== hash) return
  const start = scanner.offset
  while (!isBreakOrEnd(scanner.text.charCodeAt(scanner.offset))) scanner.offset += 1
  scanner.comments?.push({ start: scanner.base + start, end: scanner.base + scanner.offset })
}

/** Whether `---` or `...` stands here, at the start of a line. */
export function isDocumentIndicator(scanner: Scanner): boolean {
  if (scanner.offset !== scanner.lineStart) return false
  return isMarker(scanner, '---') || isMarker(scanner, '...')
}

export function isMarker(scanner: Scanner, marker: '---' | '...'): boolean {
  return (
    scanner.offset === scanner.lineStart &&
    scanner.text.charCodeAt(scanner.offset) === marker.charCodeAt(0) &&
    scanner.text.startsWith(marker, scanner.offset) &&
    isBlankOrEnd(scanner.text.charCodeAt(scanner.offset + 3))
  )
}
