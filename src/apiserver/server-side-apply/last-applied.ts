/** The annotation of client-side apply, as far as server-side apply minds it. */
import { goJson } from '../../kubernetes/revision-data.js'
import { asObject, asString, isObject, type JsonObject, type JsonValue } from '../../kubernetes/json.js'
import { compare } from './compare.js'
import { difference, type FieldSet } from './field-set.js'
import { fieldsOfValue } from './fields-of-value.js'
import type { Merging } from './updater.js'
import { typedFaults } from './validate.js'

/** Where kubectl keeps the manifest that it applied last (S-110). */
export const lastAppliedAnnotation = 'kubectl.kubernetes.io/last-applied-configuration'

function lastAppliedOf(object: JsonObject): string {
  return asString(asObject(asObject(object['metadata'])['annotations'])[lastAppliedAnnotation]) ?? ''
}

/**
 * The fields of the annotation that stand in the object as they were applied: those are kubectl's own, whoever the
 * managed fields name (lastAppliedManager).
 * @returns undefined where there is no such annotation or it says nothing of this object.
 */
export function allowedByLastApplied(live: JsonObject, { schema, apiVersion }: Merging): FieldSet | undefined {
  const text = lastAppliedOf(live)
  if (text === '') return undefined
  let applied: JsonValue
  try {
    applied = JSON.parse(text) as JsonValue
  } catch {
    return undefined
  }
  if (!isObject(applied) || applied['apiVersion'] !== apiVersion) return undefined
  if (typedFaults(live, schema, false).length > 0 || typedFaults(applied, schema, false).length > 0) return undefined
  const { added, modified, removed } = compare(applied, live, schema)
  return difference(difference(difference(fieldsOfValue(applied, schema), modified), added), removed)
}

/** No more than this may all annotations hold, in bytes. */
const mostAnnotations = 256 * 1024

/** lastAppliedUpdater: where the object has the annotation, it says what has been applied now. */
export function syncedLastApplied(object: JsonObject, configuration: JsonObject): JsonObject {
  if (lastAppliedOf(object) === '') return object
  const metadata = asObject(object['metadata'])
  const annotations: JsonObject = {
    ...asObject(metadata['annotations']),
    [lastAppliedAnnotation]: written(configuration),
  }
  if (sizeOf(annotations) > mostAnnotations) Reflect.deleteProperty(annotations, lastAppliedAnnotation)
  return { ...object, metadata: { ...metadata, annotations } }
}

function written(configuration: JsonObject): string {
  const metadata = { ...asObject(configuration['metadata']) }
  if (isObject(metadata['annotations'])) {
    const annotations = { ...metadata['annotations'] }
    Reflect.deleteProperty(annotations, lastAppliedAnnotation)
    metadata['annotations'] = annotations
  }
  return `${goJson({ ...configuration, metadata })}\n`
}

function sizeOf(annotations: JsonObject): number {
  const bytes = (text: string): number => new TextEncoder().encode(text).length
  return Object.entries(annotations).reduce((sum, [key, value]) => sum + bytes(key) + bytes(asString(value) ?? ''), 0)
}
