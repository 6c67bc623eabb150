import type { FieldPath } from '../kubernetes/field-path.js'
import type { ManifestDocument, ManifestFile } from './types.js'

/**
 * The keys that stand twice in a document, with the line (from 1) that Kubernetes names: that of the later value, counted from the
 * start of the text that was sent. A list or a mapping begins with its first item, which may stand on a line of its own.
 */
export function duplicateKeyLines(file: ManifestFile, document: ManifestDocument): { readonly path: FieldPath; readonly line: number }[] {
  return document.duplicateKeys.map(({ path }) => ({ path, line: file.positionAt(document.rangeOf(path, 'value').start).line }))
}
