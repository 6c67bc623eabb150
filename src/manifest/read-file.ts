import type { ReadingLimits } from './limits.js'
import { locate } from './locate.js'
import { readDocuments, type BrokenDocument, type GoodDocument } from './read-documents.js'
import { findTemplate } from './template.js'
import { positionsIn, restOfLine } from './text-positions.js'
import type { FileFault, ManifestDocument, ManifestFile } from './types.js'

export interface ReadFileOptions extends ReadingLimits {
  /** Its ending says what is meant where the text does not: JSON, a template. */
  readonly fileName?: string
}

/**
 * Reads a file's text as Kubernetes does, with the place of each field. Never throws: a document that cannot be read
 * becomes a fault, the others are there all the same; an unrendered template has one fault and no documents.
 */
export function readManifestFile(text: string, options: ReadFileOptions = {}): ManifestFile {
  const positionAt = positionsIn(text)
  const { fileName } = options
  const { kind, documents: read } = readDocuments(text, { ...options, isJsonFile: fileName?.endsWith('.json') })
  const template = findTemplate(text, read, fileName)
  if (template !== undefined) return { kind: 'template', text, documents: [], faults: [template], positionAt }
  const documents: ManifestDocument[] = []
  const faults: FileFault[] = []
  read.forEach((document, index) => {
    if ('fault' in document) faults.push(brokenYaml(text, document, index))
    else {
      documents.push(manifestDocument(document, index))
      if (document.ignored !== undefined) faults.push(ignoredText(text, document.ignored, index))
    }
  })
  return { kind, text, documents, faults, positionAt }
}

function manifestDocument(document: GoodDocument, index: number): ManifestDocument {
  const { value, duplicateKeys, surprisingScalars, root, start, end } = document
  return {
    index,
    value,
    range: { start, end },
    duplicateKeys,
    surprisingScalars,
    rangeOf: (path, part) => (root === undefined ? { start, end: start } : locate(root, path, part)),
  }
}

function brokenYaml(text: string, { fault }: BrokenDocument, document: number): FileFault {
  return { id: 'broken-yaml', message: fault.message, range: restOfLine(text, fault.offset), document }
}

/** What Kubernetes leaves out without a word may well be half of the object. */
function ignoredText(text: string, offset: number, document: number): FileFault {
  const message =
    'Kubernetes reads this document only up to here, and takes no notice of the rest. Check the indentation of this line, or put "---" before it.'
  return { id: 'ignored-text', message, range: restOfLine(text, offset), document }
}
