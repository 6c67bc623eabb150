import { YamlFault } from './node.js'

/** A stretch of a file that is one document; with a fault where it cannot even be told where the document begins. */
export interface Chunk {
  readonly start: number
  readonly end: number
  readonly fault?: YamlFault
}

/**
 * Cuts a file into documents as kubectl does (apimachinery's YAMLReader): at each line that begins with `---`, before
 * anything is parsed. So a broken document hides none of the others, and nothing but a comment may follow the dashes.
 */
export function splitDocuments(text: string, from = 0): Chunk[] {
  const chunks: Chunk[] = []
  let start = from
  let fault: YamlFault | undefined
  const cut = (end: number): void => {
    if (end > start || fault !== undefined) chunks.push(fault === undefined ? { start, end } : { start, end, fault })
  }
  for (let line = from; line < text.length; line = endOfLine(text, line)) {
    if (!text.startsWith('---', line)) continue
    const next = endOfLine(text, line)
    const isSeparator = blankOrComment.test(text.slice(line + 3, next))
    // The first line of a document may be its own separator: it is left to the parser, as kubectl leaves it.
    if (isSeparator && line === start && fault === undefined) continue
    cut(line)
    start = next
    fault = isSeparator ? undefined : separatorFault(line)
  }
  cut(text.length)
  return chunks
}

/** What Go takes for white space: no byte order mark, but NEL. */
const blankOrComment = /^(?:(?!\uFEFF)[\s\u0085])*(?:#|$)/

/** The offset behind the line break: kubectl knows only \n (and \r\n) here. */
function endOfLine(text: string, offset: number): number {
  const lineBreak = text.indexOf('\n', offset)
  return lineBreak === -1 ? text.length : lineBreak + 1
}

function separatorFault(offset: number): YamlFault {
  return new YamlFault(
    'A line that begins with "---" separates two documents: nothing but a comment may follow the three dashes. Put the rest on a line of its own.',
    offset,
  )
}
