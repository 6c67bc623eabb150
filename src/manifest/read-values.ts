import type { JsonObject, JsonValue } from '../kubernetes/json.js'
import type { ReadingLimits } from './limits.js'
import { objectsIn } from './manifests.js'
import { readDocuments, type ReadDocument } from './read-documents.js'
import { positionsIn } from './text-positions.js'

/** A text that is no YAML, and where. */
export class YamlError extends Error {
  override readonly name = 'YamlError'
  constructor(
    message: string,
    readonly line: number,
    readonly column: number,
  ) {
    super(message)
  }
}

/**
 * The Kubernetes objects of a text without their places: what a planner's step applies. Throws a YamlError where one is
 * broken.
 */
export function readObjects(text: string, limits: ReadingLimits = {}): JsonObject[] {
  return readDocuments(text, limits).documents.flatMap((document) =>
    objectsIn(valueOf(document, text)).map(({ object }) => object),
  )
}

/**
 * The value of a text of one document (a scenario, a list of nodes, a configuration). Throws a YamlError where it is
 * broken.
 */
export function parseYamlValue(text: string): JsonValue {
  const { documents } = readDocuments(text)
  const values = documents
    .map((document) => ({ document, value: valueOf(document, text) }))
    .filter(({ value }) => value !== null)
  const second = values[1]
  if (second === undefined) return values[0]?.value ?? null
  const { line } = positionsIn(text)(second.document.start)
  throw new YamlError(
    'One document is expected here, but a second one follows. Remove the line "---" and what comes after it.',
    line,
    1,
  )
}

function valueOf(document: ReadDocument, text: string): JsonValue {
  if (!('fault' in document)) return document.value
  const { line, column } = positionsIn(text)(document.fault.offset)
  throw new YamlError(document.fault.message, line, column)
}
