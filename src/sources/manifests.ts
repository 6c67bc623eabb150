/** Manifests as a plan needs them: their values, or a word on what is wrong with the text and where. */
import { asString, type JsonObject, type JsonValue } from '../kubernetes/json.js'
import { isSet } from '../kubernetes/kinds.js'
import { parseYamlValue, readObjects, YamlError, type ReadingLimits } from '../manifest/index.js'
import { SourceError } from './source-error.js'

/** How a file is called in a message. */
export function shownFile(file: string): string {
  return file === '-' ? 'standard input' : file
}

/** The Kubernetes objects of a text; at least one. */
export function manifestsIn(text: string, file: string, limits: ReadingLimits = {}): JsonObject[] {
  const objects = withPlace(text, file, () => readObjects(text, limits))
  if (objects.length === 0)
    throw new SourceError(
      `${shownFile(file)} holds no Kubernetes manifest: a document with apiVersion and kind is expected.`,
      file,
    )
  return objects
}

/** The Kubernetes objects of a text that may hold something else: a values file, a list of patches. */
export function objectsIfAny(text: string, file: string, limits: ReadingLimits = {}): JsonObject[] {
  return withPlace(text, file, () => readObjects(text, limits))
}

/**
 * At least one of the objects of a text has to be a StatefulSet or a DaemonSet, for nothing else can be planned.
 * @throws {SourceError} where none is.
 */
export function requireSets(objects: readonly JsonObject[], text: string, file: string): void {
  // That a version is not served any more is for the plan to say.
  if (objects.some(isSet)) return
  const kinds = [...new Set(objects.map((object) => asString(object['kind']) ?? ''))]
  const first = objects[0]
  const apiVersion = asString(first?.['apiVersion']) ?? ''
  const found =
    kinds.length === 1
      ? `a ${kinds[0] ?? ''} (${apiVersion})`
      : `${kinds.slice(0, -1).join(', ')} and ${kinds.at(-1) ?? ''}`
  throw new SourceError(
    `${shownFile(file)}${placeOfKind(text, kinds[0] ?? '', file)}: there is ${found}. Rollcast plans StatefulSets and DaemonSets (apps/v1); name a file that holds one.`,
    file,
  )
}

function placeOfKind(text: string, kind: string, file: string): string {
  const line = text.split('\n').findIndex((each) => each.includes('kind') && each.includes(kind))
  return line < 0 || file === '-' ? '' : `:${line + 1}:1`
}

/** The value of a text of one document. */
export function yamlValue(text: string, file: string): JsonValue {
  return withPlace(text, file, () => parseYamlValue(text))
}

function withPlace<T>(text: string, file: string, read: () => T): T {
  try {
    return read()
  } catch (error) {
    if (!(error instanceof YamlError)) throw error
    const place = `${shownFile(file)}:${error.line}:${error.column}`
    if (text.includes('{{'))
      throw new SourceError(
        `${place}: this is a Helm template that has not been rendered. Render it first: helm template … | rollcast plan -`,
        file,
      )
    throw new SourceError(`${place}: ${error.message}`, file)
  }
}
