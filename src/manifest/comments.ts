import { YamlFault } from './node.js'
import { splitDocuments } from './split.js'
import type { TextRange } from './types.js'
import { peekToken, skipToken } from './second-opinion/scanner.js'
import { createScanner } from './second-opinion/scanner-state.js'

/** A `#` comment of a YAML text. */
export interface TextComment {
  readonly range: TextRange
  /** Its text without the `#`. */
  readonly value: string
}

/** All comments of a YAML text; those of a broken document up to the place where it breaks. */
export function commentsOf(text: string): TextComment[] {
  const ranges: TextRange[] = []
  let last = 0
  for (const { start, end } of splitDocuments(text)) {
    addSeparatorComment(text, last, start, ranges)
    addComments(text, start, end, ranges)
    last = end
  }
  addSeparatorComment(text, last, text.length, ranges)
  return ranges.map((range) => ({ range, value: text.slice(range.start + 1, range.end) }))
}

/** A line `---` between two documents belongs to neither, and may hold a comment. */
function addSeparatorComment(text: string, start: number, end: number, ranges: TextRange[]): void {
  const match = /^---[ \t]*(#[^\r\n]*)/.exec(text.slice(start, end))
  if (match?.[1] === undefined) return
  const commentEnd = start + match[0].length
  ranges.push({ start: commentEnd - match[1].length, end: commentEnd })
}

function addComments(text: string, start: number, end: number, ranges: TextRange[]): void {
  const scanner = createScanner(text, start, end, ranges)
  try {
    while (peekToken(scanner).type !== 'stream-end') skipToken(scanner)
  } catch (error) {
    if (!(error instanceof YamlFault)) throw error
  }
}
