import {
  column,
  fault,
  isBlank,
  isBlankOrEnd,
  isBreak,
  isBreakOrEnd,
  isDocumentIndicator,
  skipBlanks,
  skipComment,
  space,
  tab,
  takeBreak,
  token,
  hash,
  type Scanner,
  type Token,
} from './scanner-state.js'

/** How lines of a scalar that is no block are joined: one break becomes a space, further ones stay. */
interface Fold {
  readonly first: string
  readonly others: string
}

function folded({ first, others }: Fold): string {
  if (first !== '\n') return first + others
  return others === '' ? ' ' : others
}

const colon = 0x3a

/** Whether a character ends a plain scalar in `[…]` or `{…}`: , ? [ ] { } */
const endsInFlow = (code: number): boolean =>
  code === 0x2c || code === 0x3f || code === 0x5b || code === 0x5d || code === 0x7b || code === 0x7d

/** A scalar without quotes, over as many lines as are indented deeper than its parent. */
export function scanPlain(scanner: Scanner): Token {
  const { text } = scanner
  const indent = scanner.indent + 1
  const start = scanner.offset
  let end = start
  let value = ''
  let between = ''
  let fold: Fold | undefined
  while (!isDocumentIndicator(scanner) && text.charCodeAt(scanner.offset) !== hash) {
    const run = scanner.offset
    skipPlainRun(scanner)
    if (scanner.offset > run) {
      value += (fold === undefined ? between : folded(fold)) + text.slice(run, scanner.offset)
      end = scanner.offset
      fold = undefined
      between = ''
    }
    const next = text.charCodeAt(scanner.offset)
    if (!isBlank(next) && !isBreak(next)) break
    const blanks = scanner.offset
    skipBlanksOfPlain(scanner, indent, fold !== undefined)
    if (fold === undefined) between += text.slice(blanks, scanner.offset)
    while (isBreak(text.charCodeAt(scanner.offset))) {
      const lineBreak = takeBreak(scanner)
      fold =
        fold === undefined ? { first: lineBreak, others: '' } : { first: fold.first, others: fold.others + lineBreak }
      skipBlanksOfPlain(scanner, indent, true)
    }
    if (scanner.flowLevel === 0 && column(scanner) < indent) break
  }
  if (fold !== undefined) scanner.simpleKeyAllowed = true
  return token('scalar', start, end, value, true)
}

function skipPlainRun(scanner: Scanner): void {
  const { text, flowLevel } = scanner
  let here = scanner.offset
  for (let code = text.charCodeAt(here); !isBlankOrEnd(code); code = text.charCodeAt(here)) {
    if (code === colon && isBlankOrEnd(text.charCodeAt(here + 1))) break
    if (flowLevel > 0 && endsInFlow(code)) break
    here += 1
  }
  scanner.offset = here
}

function skipBlanksOfPlain(scanner: Scanner, indent: number, isNewLine: boolean): void {
  for (
    let code = scanner.text.charCodeAt(scanner.offset);
    isBlank(code);
    code = scanner.text.charCodeAt(scanner.offset)
  ) {
    if (isNewLine && code === tab && column(scanner) < indent) {
      throw fault(scanner, 'A tab stands where this line is indented. Use spaces.', scanner.offset)
    }
    scanner.offset += 1
  }
}

/** A scalar in single or double quotes; its lines may be indented as they like. */
export function scanQuoted(scanner: Scanner, isSingle: boolean): Token {
  const { text } = scanner
  const quote = isSingle ? 0x27 : 0x22
  const start = scanner.offset
  let value = ''
  scanner.offset += 1
  for (;;) {
    if (isDocumentIndicator(scanner) || text.charCodeAt(scanner.offset) === 0) throw notClosed(scanner, start)
    const run = isSingle ? takeSingleQuotedRun(scanner) : takeDoubleQuotedRun(scanner, start)
    value += run.text
    if (text.charCodeAt(scanner.offset) === quote) break
    value += takeQuotedGap(scanner, run.isLineEscaped)
  }
  scanner.offset += 1
  return token('scalar', start, scanner.offset, value)
}

function notClosed(scanner: Scanner, start: number): Error {
  return fault(
    scanner,
    `This text in quotes is not closed: the closing ${scanner.text.charAt(start)} is missing.`,
    start,
  )
}

interface QuotedRun {
  readonly text: string
  /** Whether it ends in a backslash at the end of the line, which takes the line break away. */
  readonly isLineEscaped: boolean
}

function takeSingleQuotedRun(scanner: Scanner): QuotedRun {
  const { text } = scanner
  const start = scanner.offset
  for (let code = text.charCodeAt(scanner.offset); !isBlankOrEnd(code); code = text.charCodeAt(scanner.offset)) {
    if (code === 0x27) {
      if (text.charCodeAt(scanner.offset + 1) !== 0x27) break
      scanner.offset += 1
    }
    scanner.offset += 1
  }
  return { text: text.slice(start, scanner.offset).replaceAll("''", "'"), isLineEscaped: false }
}

const backslash = 0x5c
const escapes: Readonly<Record<string, string>> = {
  '0': '\0',
  a: '\x07',
  b: '\b',
  t: '\t',
  '\t': '\t',
  n: '\n',
  v: '\v',
  f: '\f',
  r: '\r',
  e: '\x1b',
  ' ': ' ',
  '"': '"',
  "'": "'",
  '\\': '\\',
  N: '\x85',
  _: '\xa0',
  L: '\u2028',
  P: '\u2029',
}
const codeLengths: Readonly<Record<string, number>> = { x: 2, u: 4, U: 8 }

function takeDoubleQuotedRun(scanner: Scanner, start: number): QuotedRun {
  const { text } = scanner
  let value = ''
  let run = scanner.offset
  for (
    let code = text.charCodeAt(scanner.offset);
    !isBlankOrEnd(code) && code !== 0x22;
    code = text.charCodeAt(scanner.offset)
  ) {
    if (code !== backslash) {
      scanner.offset += 1
      continue
    }
    value += text.slice(run, scanner.offset)
    scanner.offset += 1
    if (isBreak(text.charCodeAt(scanner.offset))) {
      takeBreak(scanner)
      return { text: value, isLineEscaped: true }
    }
    value += takeEscape(scanner, start)
    run = scanner.offset
  }
  return { text: value + text.slice(run, scanner.offset), isLineEscaped: false }
}

function takeEscape(scanner: Scanner, start: number): string {
  const letter = scanner.text.charAt(scanner.offset)
  const at = scanner.offset - 1
  scanner.offset += 1
  const plain = escapes[letter]
  if (plain !== undefined) return plain
  const length = codeLengths[letter]
  if (length === undefined) {
    if (letter === '\0') throw notClosed(scanner, start)
    throw fault(
      scanner,
      `YAML knows no escape \\${letter} in double quotes. Write \\\\ for a backslash, or use single quotes.`,
      at,
    )
  }
  const digits = scanner.text.slice(scanner.offset, scanner.offset + length)
  const code = new RegExp(`^[0-9a-fA-F]{${length}}$`).test(digits) ? Number.parseInt(digits, 16) : NaN
  if (!(code <= 0x10ffff) || (code >= 0xd800 && code <= 0xdfff)) {
    throw fault(
      scanner,
      `The escape \\${letter} takes ${length} hexadecimal digits that are the number of a character.`,
      at,
    )
  }
  scanner.offset += length
  return String.fromCodePoint(code)
}

/** What stands between two words in quotes: blanks as they are, or line breaks folded. */
function takeQuotedGap(scanner: Scanner, isLineEscaped: boolean): string {
  const { text } = scanner
  const start = scanner.offset
  let fold: Fold | undefined = isLineEscaped ? { first: '', others: '' } : undefined
  skipBlanks(scanner)
  const blanks = text.slice(start, scanner.offset)
  while (isBreak(text.charCodeAt(scanner.offset))) {
    const lineBreak = takeBreak(scanner)
    fold =
      fold === undefined ? { first: lineBreak, others: '' } : { first: fold.first, others: fold.others + lineBreak }
    skipBlanks(scanner)
  }
  return fold === undefined ? blanks : folded(fold)
}

/** A block of lines behind `|` or `>`. */
export function scanBlock(scanner: Scanner, isLiteral: boolean): Token {
  const { text } = scanner
  const start = scanner.offset
  const { chomping, increment, headerEnd } = takeBlockHeader(scanner)
  const block = { indent: increment === 0 ? 0 : Math.max(scanner.indent, 0) + increment }
  let end = headerEnd
  let value = ''
  let lastBreak = ''
  let emptyLines = takeEmptyLines(scanner, block)
  let wasIndented = false
  while (column(scanner) === block.indent && text.charCodeAt(scanner.offset) !== 0) {
    const isIndented = isBlank(text.charCodeAt(scanner.offset))
    if (!isLiteral && !wasIndented && !isIndented && lastBreak === '\n') value += emptyLines === '' ? ' ' : emptyLines
    else value += lastBreak + emptyLines
    wasIndented = isIndented
    const lineStart = scanner.offset
    while (!isBreakOrEnd(text.charCodeAt(scanner.offset))) scanner.offset += 1
    value += text.slice(lineStart, scanner.offset)
    end = scanner.offset
    lastBreak = isBreak(text.charCodeAt(scanner.offset)) ? takeBreak(scanner) : ''
    emptyLines = takeEmptyLines(scanner, block)
  }
  if (chomping !== '-') value += lastBreak
  if (chomping === '+') value += emptyLines
  return token('scalar', start, end, value)
}

function takeBlockHeader(scanner: Scanner): { chomping: string; increment: number; headerEnd: number } {
  const { text } = scanner
  const start = scanner.offset
  const header = /^(?:([-+])([0-9]?)|([0-9])([-+]?))?/.exec(text.slice(start + 1, start + 3)) ?? []
  const digit = header[2] ?? header[3] ?? ''
  if (digit === '0') throw fault(scanner, 'The number of spaces behind "|" or ">" cannot be 0. Leave it out.', start)
  const headerEnd = start + 1 + (header[0] ?? '').length
  scanner.offset = headerEnd
  skipBlanks(scanner)
  skipComment(scanner)
  if (!isBreakOrEnd(text.charCodeAt(scanner.offset))) {
    throw fault(
      scanner,
      `Nothing but a comment may follow "${text.charAt(start)}" on its line. Put the text below it, or in quotes.`,
      start,
    )
  }
  if (isBreak(text.charCodeAt(scanner.offset))) takeBreak(scanner)
  return { chomping: header[1] ?? header[4] ?? '', increment: Number(digit), headerEnd }
}

/** Goes to the next line with content, and finds out how deep the block is indented if that is not yet known. */
function takeEmptyLines(scanner: Scanner, block: { indent: number }): string {
  const { text } = scanner
  let breaks = ''
  let deepest = 0
  for (;;) {
    while ((block.indent === 0 || column(scanner) < block.indent) && text.charCodeAt(scanner.offset) === space)
      scanner.offset += 1
    deepest = Math.max(deepest, column(scanner))
    const code = text.charCodeAt(scanner.offset)
    if (code === tab && (block.indent === 0 || column(scanner) < block.indent)) {
      throw fault(scanner, 'A tab stands where this line of a block text is indented. Use spaces.', scanner.offset)
    }
    if (!isBreak(code)) break
    breaks += takeBreak(scanner)
  }
  if (block.indent === 0) block.indent = Math.max(deepest, scanner.indent + 1, 1)
  return breaks
}
