import type { FileProblem, ManifestDocument } from './types.js'

export function findTemplate(text: string, documents: readonly ManifestDocument[], isBroken: boolean): FileProblem | undefined {
  const start = text.indexOf('{{')
  if (start === -1 || !isBroken) return undefined
  void documents
  return {
    id: 'template',
    message: 'This is an unrendered template, no manifest. Render it first: helm template … | rollcast lint -',
    range: { start, end: start + 2 },
    document: 0,
  }
}
