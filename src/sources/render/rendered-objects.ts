/** The objects of a rendered text, each with the template that it was made from. */
import { manifestsOf, readManifestFile } from '../../manifest/index.js'
import type { PlacedObject } from '../git/index.js'
import { SourceError } from '../source-error.js'
import type { RenderCommand } from './render-entry.js'
import { sourceLines } from './source-lines.js'

/** What a command printed on both sides. */
export interface Rendered {
  readonly command: RenderCommand
  /** Undefined where the base has nothing that it could render. */
  readonly before?: string
  /** Undefined where there is nothing any more that it could render. */
  readonly after?: string
}

/** The objects of both sides; what a command printed bears its name. */
export function renderedObjects({ command: { name }, before, after }: Rendered): {
  readonly before: readonly PlacedObject[]
  readonly after: readonly PlacedObject[]
} {
  return { before: objectsIn(before, name, ' in the base'), after: objectsIn(after, name, '') }
}

/**
 * Reads what a command printed.
 * @throws {SourceError} where it is no YAML.
 */
export function objectsIn(text: string | undefined, name: string, where: string): PlacedObject[] {
  if (text === undefined) return []
  const file = readManifestFile(text)
  const broken = file.faults.find(({ id }) => id !== 'ignored-text')
  if (broken !== undefined) {
    const { line, column } = file.positionAt(broken.range.start)
    throw new SourceError(
      `What renders ${name}${where} prints no manifests: ${line}:${column}: ${broken.message}`,
      name,
    )
  }
  const sourceOf = sourceLines(text)
  return manifestsOf(file).map((manifest) => {
    const source = sourceOf(file.positionAt(manifest.rangeOf([]).start).line)
    return { file: name, object: manifest.object, ...(source === undefined ? {} : { source }) }
  })
}
