/** Where a rendered text comes from: helm writes `# Source: shop/templates/web.yaml` above each document. */

const mark = '# Source: '

/**
 * Reads a rendered text's source lines. The answer gives, for a line (from 1), the template that its document was made
 * from; undefined where none is named.
 */
export function sourceLines(text: string): (line: number) => string | undefined {
  const sources: { from: number; source: string | undefined }[] = []
  text.split('\n').forEach((content, index) => {
    if (/^---(?:\s|$)/.test(content)) sources.push({ from: index + 1, source: undefined })
    const source = content.startsWith(mark) ? content.slice(mark.length).trim() : ''
    if (source !== '') sources.push({ from: index + 1, source })
  })
  return (line) => sources.findLast(({ from }) => from <= line)?.source
}
