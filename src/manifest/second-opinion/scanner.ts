import { scanAnchor, scanTag } from './scan-properties.js'
import { startOfLine } from '../text-positions.js'
import { scanBlock, scanPlain, scanQuoted } from './scan-scalar.js'
import {
  column,
  fault,
  isBlankOrEnd,
  isBreak,
  isMarker,
  noSimpleKey,
  skipComment,
  space,
  tab,
  takeBreak,
  token,
  type Scanner,
  type SimpleKey,
  type Token,
  type TokenType,
} from './scanner-state.js'

/**
 * Cuts a document into tokens by libyaml's rules, which go-yaml follows: where Kubernetes' reader refuses a text, so
 * does this. A key without `?` is known only when its `:` comes; until then its tokens wait in the queue.
 */
export function peekToken(scanner: Scanner): Token {
  while (scanner.head === scanner.tokens.length || mayHeadBeKey(scanner)) fetchToken(scanner)
  return scanner.tokens[scanner.head] as Token
}

/** Takes the token that was peeked at. */
export function skipToken(scanner: Scanner): void {
  scanner.head += 1
  scanner.tokensTaken += 1
  if (scanner.head === scanner.tokens.length) {
    scanner.tokens = []
    scanner.head = 0
  }
}

const deepest = 10_000

function mayHeadBeKey(scanner: Scanner): boolean {
  for (let level = scanner.simpleKeys.length - 1; level >= 0; level -= 1) {
    const key = scanner.simpleKeys[level]
    if (key?.possible === true && key.tokenNumber === scanner.tokensTaken) return isStillPossible(scanner, key)
  }
  return false
}

/** A key without `?` lies on one line, and is no longer than 1024 characters. */
function isStillPossible(scanner: Scanner, key: SimpleKey): boolean {
  if (!key.possible) return false
  if (key.line === scanner.line && key.offset + 1024 >= scanner.offset) return true
  if (key.required) throw missingColon(scanner, key)
  key.possible = false
  return false
}

const colonMissing =
  'A "key: value" is expected here, but there is no ":" behind the key. Check the indentation, or put the text in quotes.'

function missingColon(scanner: Scanner, key: SimpleKey): Error {
  return fault(scanner, colonMissing, key.offset)
}

function saveSimpleKey(scanner: Scanner): void {
  if (!scanner.simpleKeyAllowed) return
  removeSimpleKey(scanner)
  scanner.simpleKeys[scanner.simpleKeys.length - 1] = {
    possible: true,
    required: scanner.flowLevel === 0 && scanner.indent === column(scanner),
    tokenNumber: scanner.tokensTaken + scanner.tokens.length - scanner.head,
    offset: scanner.offset,
    line: scanner.line,
    column: column(scanner),
  }
}

function removeSimpleKey(scanner: Scanner): void {
  const key = scanner.simpleKeys.at(-1)
  if (key?.possible !== true) return
  if (key.required) throw missingColon(scanner, key)
  key.possible = false
}

/** Opens a block collection where a line is indented deeper than the last one. */
function rollIndent(scanner: Scanner, to: number, type: TokenType, offset: number, tokenNumber?: number): void {
  if (scanner.flowLevel > 0 || scanner.indent >= to) return
  scanner.indents.push(scanner.indent)
  scanner.indent = to
  if (scanner.indents.length > deepest)
    throw fault(scanner, 'This is nested too deeply: Kubernetes refuses more than 10000 levels.', offset)
  const start = token(type, offset, offset)
  if (tokenNumber === undefined) scanner.tokens.push(start)
  else insertToken(scanner, tokenNumber, start)
}

/** Closes the block collections that are indented deeper than this. */
function unrollIndent(scanner: Scanner, to: number): void {
  if (scanner.flowLevel > 0) return
  while (scanner.indent > to) {
    scanner.tokens.push(token('block-end', scanner.offset, scanner.offset))
    scanner.indent = scanner.indents.pop() ?? -1
  }
}

function insertToken(scanner: Scanner, tokenNumber: number, inserted: Token): void {
  scanner.tokens.splice(scanner.head + tokenNumber - scanner.tokensTaken, 0, inserted)
}

function fetchToken(scanner: Scanner): void {
  skipToToken(scanner)
  unrollIndent(scanner, column(scanner))
  const { text, offset } = scanner
  const code = text.charCodeAt(offset)
  if (code === 0) {
    endBlocks(scanner)
    scanner.tokens.push(token('stream-end', offset, offset))
    return
  }
  if (offset === scanner.lineStart) {
    if (code === 0x25) return fetchDirective(scanner)
    if (isMarker(scanner, '---')) return fetchMarker(scanner, 'document-start')
    if (isMarker(scanner, '...')) return fetchMarker(scanner, 'document-end')
  }
  const isBeforeBlank = isBlankOrEnd(text.charCodeAt(offset + 1))
  const isFlow = scanner.flowLevel > 0
  switch (text.charAt(offset)) {
    case '[':
      return fetchFlowStart(scanner, 'flow-sequence-start')
    case '{':
      if (text.charAt(offset + 1) === '{') scanner.braces ??= offset
      return fetchFlowStart(scanner, 'flow-mapping-start')
    case ']':
      return fetchFlowEnd(scanner, 'flow-sequence-end')
    case '}':
      return fetchFlowEnd(scanner, 'flow-mapping-end')
    case ',':
      removeSimpleKey(scanner)
      scanner.simpleKeyAllowed = true
      return fetchIndicator(scanner, 'flow-entry')
    case '-':
      if (isBeforeBlank) return fetchBlockEntry(scanner)
      break
    case '?':
      if (isFlow || isBeforeBlank) return fetchKey(scanner)
      break
    case ':':
      if (isFlow || isBeforeBlank) return fetchValue(scanner)
      break
    case '*':
      return fetchContent(scanner, () => scanAnchor(scanner, 'alias'))
    case '&':
      return fetchContent(scanner, () => scanAnchor(scanner, 'anchor'))
    case '!':
      return fetchContent(scanner, () => scanTag(scanner))
    case '|':
      if (!isFlow) return fetchBlockScalar(scanner, true)
      throw cannotStart(scanner)
    case '>':
      if (!isFlow) return fetchBlockScalar(scanner, false)
      throw cannotStart(scanner)
    case "'":
      return fetchContent(scanner, () => scanQuoted(scanner, true))
    case '"':
      return fetchContent(scanner, () => scanQuoted(scanner, false))
    case '%':
    case '@':
    case '`':
    case '\t':
      throw cannotStart(scanner)
  }
  return fetchContent(scanner, () => scanPlain(scanner))
}

function cannotStart(scanner: Scanner): Error {
  const character = scanner.text.charAt(scanner.offset)
  if (character === '\t')
    return fault(scanner, 'A tab stands where spaces are needed. YAML is indented with spaces only.', scanner.offset)
  return fault(scanner, `A value cannot start with "${character}". Put it in quotes.`, scanner.offset)
}

/** Goes over blanks, comments and line breaks. In a block, no tab may stand where a key could begin. */
function skipToToken(scanner: Scanner): void {
  const { text } = scanner
  for (;;) {
    let code = text.charCodeAt(scanner.offset)
    while (code === space || (code === tab && (scanner.flowLevel > 0 || !scanner.simpleKeyAllowed))) {
      scanner.offset += 1
      code = text.charCodeAt(scanner.offset)
    }
    skipComment(scanner)
    if (!isBreak(text.charCodeAt(scanner.offset))) return
    takeBreak(scanner)
    if (scanner.flowLevel === 0) scanner.simpleKeyAllowed = true
  }
}

function endBlocks(scanner: Scanner): void {
  unrollIndent(scanner, -1)
  removeSimpleKey(scanner)
  scanner.simpleKeyAllowed = false
}

const directive = /%(?:YAML[ \t]+\d{1,2}\.\d{1,2}[ \t]*(?:#.*)?|TAG[ \t]+!(?:[-\w]*!)?[ \t]+\S+(?:[ \t]+(?:#.*)?)?)$/my

function fetchDirective(scanner: Scanner): void {
  endBlocks(scanner)
  directive.lastIndex = scanner.offset
  const source = directive.exec(scanner.text)?.[0]
  if (source === undefined) throw cannotStart(scanner)
  scanner.tokens.push(token('directive', scanner.offset, scanner.offset + source.length))
  scanner.offset += source.length
}

function fetchMarker(scanner: Scanner, type: TokenType): void {
  endBlocks(scanner)
  scanner.tokens.push(token(type, scanner.offset, scanner.offset + 3))
  scanner.offset += 3
}

function fetchIndicator(scanner: Scanner, type: TokenType): void {
  scanner.tokens.push(token(type, scanner.offset, scanner.offset + 1))
  scanner.offset += 1
}

function fetchFlowStart(scanner: Scanner, type: TokenType): void {
  saveSimpleKey(scanner)
  scanner.simpleKeys.push(noSimpleKey)
  scanner.flowLevel += 1
  if (scanner.flowLevel > deepest)
    throw fault(scanner, 'This is nested too deeply: Kubernetes refuses more than 10000 levels.', scanner.offset)
  scanner.simpleKeyAllowed = true
  fetchIndicator(scanner, type)
}

function fetchFlowEnd(scanner: Scanner, type: TokenType): void {
  removeSimpleKey(scanner)
  if (scanner.flowLevel > 0) {
    scanner.flowLevel -= 1
    scanner.simpleKeys.pop()
  }
  scanner.simpleKeyAllowed = false
  fetchIndicator(scanner, type)
}

function fetchBlockEntry(scanner: Scanner): void {
  if (scanner.flowLevel === 0) {
    if (!scanner.simpleKeyAllowed)
      throw fault(
        scanner,
        'A list item ("- ") cannot begin here. Put it on a line of its own, or put the text in quotes.',
        scanner.offset,
      )
    rollIndent(scanner, column(scanner), 'block-sequence-start', scanner.offset)
  }
  removeSimpleKey(scanner)
  scanner.simpleKeyAllowed = true
  fetchIndicator(scanner, 'block-entry')
}

function fetchKey(scanner: Scanner): void {
  if (scanner.flowLevel === 0) {
    if (!scanner.simpleKeyAllowed)
      throw fault(scanner, 'A key ("? ") cannot begin here. Put the text in quotes.', scanner.offset)
    rollIndent(scanner, column(scanner), 'block-mapping-start', scanner.offset)
  }
  removeSimpleKey(scanner)
  scanner.simpleKeyAllowed = scanner.flowLevel === 0
  fetchIndicator(scanner, 'key')
}

function fetchValue(scanner: Scanner): void {
  const key = scanner.simpleKeys.at(-1) ?? noSimpleKey
  if (isStillPossible(scanner, key)) {
    insertToken(scanner, key.tokenNumber, token('key', key.offset, key.offset))
    rollIndent(scanner, key.column, 'block-mapping-start', key.offset, key.tokenNumber)
    key.possible = false
    scanner.simpleKeyAllowed = false
  } else {
    if (scanner.flowLevel === 0) {
      if (!scanner.simpleKeyAllowed) {
        throw unexpectedColon(scanner)
      }
      rollIndent(scanner, column(scanner), 'block-mapping-start', scanner.offset)
    }
    scanner.simpleKeyAllowed = scanner.flowLevel === 0
  }
  fetchIndicator(scanner, 'value')
}

/**
 * A ":" that belongs to nothing: mostly a key that the scalar above has swallowed, since it may go on over several
 * lines.
 */
function unexpectedColon(scanner: Scanner): Error {
  const { text, offset, lineStart, lastContent } = scanner
  if (lastContent >= lineStart) {
    return fault(
      scanner,
      'A second ":" stands on this line. Put a text that holds ": " in quotes, or put the inner key on a line of its own.',
      offset,
    )
  }
  const key = text.slice(lineStart, offset).trimStart()
  const lineAbove = startOfLine(text, lastContent)
  if (lastContent - lineAbove === offset - key.length - lineStart) return fault(scanner, colonMissing, lastContent)
  return fault(
    scanner,
    `"${key}:" is indented deeper than the key above, so that it is read as a part of that value. Align the two.`,
    offset - key.length,
  )
}

/** What may be a key, or be a part of one: scalars, aliases, anchors and tags. */
function fetchContent(scanner: Scanner, scan: () => Token): void {
  saveSimpleKey(scanner)
  scanner.simpleKeyAllowed = false
  scanner.lastContent = scanner.offset
  scanner.tokens.push(scan())
}

function fetchBlockScalar(scanner: Scanner, isLiteral: boolean): void {
  removeSimpleKey(scanner)
  scanner.simpleKeyAllowed = true
  scanner.tokens.push(scanBlock(scanner, isLiteral))
}
