import type { TextPosition, TextRange } from './types.js'

/** Makes the look-up from offsets to lines and columns; the lines are counted at its first use, once. */
export function positionsIn(text: string): (offset: number) => TextPosition {
  let lineStarts: number[] | undefined
  return (offset) => {
    lineStarts ??= findLineStarts(text)
    let low = 0
    let high = lineStarts.length - 1
    while (low < high) {
      const middle = (low + high + 1) >> 1
      if ((lineStarts[middle] ?? 0) <= offset) low = middle
      else high = middle - 1
    }
    return { line: low + 1, column: offset - (lineStarts[low] ?? 0) + 1 }
  }
}

function findLineStarts(text: string): number[] {
  const starts = [0]
  for (const match of text.matchAll(/\r\n|\n|\r/g)) starts.push(match.index + match[0].length)
  return starts
}

/** The offset at which the line of a place begins. */
export function startOfLine(text: string, offset: number): number {
  let start = offset
  while (start > 0 && text[start - 1] !== '\n' && text[start - 1] !== '\r') start -= 1
  return start
}

/** From a place to the end of what is written on its line: what is shown of a fault that has a start only. */
export function restOfLine(text: string, offset: number): TextRange {
  const start = Math.min(offset, text.length)
  const line = /^[^\r\n]*/.exec(text.slice(start, start + 200))?.[0] ?? ''
  return { start, end: start + line.trimEnd().length }
}
