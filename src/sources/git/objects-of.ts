/** The objects of a file that may hold none: a repository's YAML is often something else. */
import type { JsonObject } from '../../kubernetes/json.js'
import { readManifestFile, readObjects, YamlError } from '../../manifest/index.js'
import { SourceError } from '../source-error.js'

/**
 * The Kubernetes objects of a text; none where it holds no manifest, or is a template that has to be rendered first.
 * @throws {SourceError} where it cannot be read, with the place.
 */
export function objectsOf(text: string, file: string): JsonObject[] {
  // What names no kind anywhere is no manifest, and need not be parsed to know it.
  if (!/kind["']?\s*:/.test(text)) return []
  try {
    return readObjects(text)
  } catch (error) {
    if (!(error instanceof YamlError)) throw error
    if (text.includes('{{') && readManifestFile(text, { fileName: file }).kind === 'template') return []
    throw new SourceError(`${file}:${error.line}:${error.column}: ${error.message}`, file)
  }
}
