import type { BrokenDocument, ReadDocument } from './read-documents.js'
import { startOfLine } from './text-positions.js'
import type { FileFault } from './types.js'

/** Names of files that are no manifests yet: Helm's helpers, Jinja, Go templates, envsubst and make. */
const templateFile = /\.(?:tpl|tmpl|gotmpl|template|j2|jinja2?|in)$/

/**
 * Tells an unrendered template, which is no manifest and whose faults are not worth a message each. A `{{` may well
 * stand in a manifest, inside of a string that is a template itself (an alert, a script, a configuration): then
 * Kubernetes can read the document. Where it cannot, and a `{{` is what it stumbles over, the file is a template.
 */
export function findTemplate(text: string, documents: readonly ReadDocument[], fileName = ''): FileFault | undefined {
  const first = text.indexOf('{{')
  if (first === -1) return undefined
  for (const [document, read] of documents.entries()) {
    const place = 'fault' in read ? bracesBehindFault(text, read) : undefined
    if (place !== undefined) return templateFault(text, place, document)
  }
  if (!templateFile.test(fileName)) return undefined
  const document = documents.findIndex(({ end }) => end > first)
  return templateFault(text, first, Math.max(document, 0))
}

function bracesBehindFault(text: string, { fault }: BrokenDocument): number | undefined {
  if (fault.braces !== undefined) return fault.braces
  const line = startOfLine(text, fault.offset)
  const inLine = /^[^\r\n]*/.exec(text.slice(line, line + 10_000))?.[0].indexOf('{{') ?? -1
  return inLine === -1 ? undefined : line + inLine
}

function templateFault(text: string, start: number, document: number): FileFault {
  const closing = text.indexOf('}}', start)
  const end = closing === -1 || closing > start + 200 ? start + 2 : closing + 2
  const message = 'This is an unrendered template, not a manifest. Render it first: helm template … | rollcast lint -'
  return { id: 'template', message, range: { start, end }, document }
}
