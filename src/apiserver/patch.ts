/** The three kinds of patch that `kubectl patch --type` knows, applied to an object. */
import { entryOf, equalJson, isObject, setEntry, type JsonObject, type JsonValue } from '../kubernetes/json.js'
import { mergeRulesOf } from './merge-rules.js'
import { applyStrategicPatch, PatchError } from './strategic-merge.js'

export { PatchError } from './strategic-merge.js'

export type PatchType = 'strategic' | 'merge' | 'json'

/**
 * Applies a patch.
 * @param patch the patch, read: an object, for `json` a list of operations.
 * @throws {PatchError} where it cannot be applied.
 */
export function applyPatch(type: PatchType, kind: string, object: JsonObject, patch: JsonValue): JsonObject {
  if (type === 'json') {
    if (!Array.isArray(patch))
      throw new PatchError('error decoding patch: json: cannot unmarshal object into Go value of type jsonpatch.Patch')
    return applyJsonPatch(object, patch)
  }
  if (!isObject(patch))
    throw new PatchError(
      'error decoding patch: json: cannot unmarshal array into Go value of type map[string]interface {}',
    )
  return type === 'merge'
    ? (mergePatch(object, patch) as JsonObject)
    : applyStrategicPatch(object, patch, mergeRulesOf(kind))
}

/** A JSON merge patch (RFC 7386): null removes, maps are merged, everything else is replaced. */
function mergePatch(target: JsonValue | undefined, patch: JsonValue): JsonValue {
  if (!isObject(patch)) return patch
  const result: JsonObject = isObject(target) ? { ...target } : {}
  for (const [key, value] of Object.entries(patch)) {
    if (value === null || value === undefined) Reflect.deleteProperty(result, key)
    else setEntry(result, key, mergePatch(entryOf(result, key), value))
  }
  return result
}

/** A JSON patch (RFC 6902). */
function applyJsonPatch(object: JsonObject, operations: readonly JsonValue[]): JsonObject {
  let result: JsonValue = object
  for (const operation of operations) {
    if (!isObject(operation)) throw new PatchError('error decoding patch: an operation is not an object')
    result = applyOperation(result, operation)
  }
  return result as JsonObject
}

function applyOperation(document: JsonValue, operation: JsonObject): JsonValue {
  const { op, path, from } = operation
  if (typeof path !== 'string') throw new PatchError('error decoding patch: missing path')
  const value = operation['value'] ?? null
  switch (op) {
    case 'add':
      return addAt(document, segments(path), value, path)
    case 'remove':
      return removeAt(document, segments(path), path)
    case 'replace':
      return replaceAt(document, segments(path), value, path)
    case 'move':
    case 'copy': {
      if (typeof from !== 'string') throw new PatchError(`error decoding patch: ${op} operation without from`)
      const moved = readAt(document, segments(from), from)
      return addAt(op === 'move' ? removeAt(document, segments(from), from) : document, segments(path), moved, path)
    }
    case 'test':
      if (equalJson(findAt(document, segments(path)) ?? null, value)) return document
      throw new PatchError(`testing value ${path} failed: test failed`)
    default:
      throw new PatchError(`Unexpected kind: ${String(op)}`)
  }
}

/** The keys of a JSON pointer. */
function segments(pointer: string): string[] {
  if (pointer === '') return []
  if (!pointer.startsWith('/'))
    throw new PatchError(`the path ${JSON.stringify(pointer)} of a patch has to begin with "/"`)
  return pointer
    .slice(1)
    .split('/')
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'))
}

function findAt(document: JsonValue | undefined, keys: readonly string[]): JsonValue | undefined {
  let here = document
  for (const key of keys) {
    if (Array.isArray(here)) here = here[Number(key)]
    else if (isObject(here)) here = entryOf(here, key)
    else return undefined
  }
  return here
}

function readAt(document: JsonValue, keys: readonly string[], path: string): JsonValue {
  const found = findAt(document, keys)
  if (found === undefined) throw missing('copy', path)
  return found
}

/** Changes the container at the end of a path, copying what leads there. */
function change(
  document: JsonValue,
  keys: readonly string[],
  op: string,
  path: string,
  edit: (parent: JsonValue, key: string) => JsonValue,
): JsonValue {
  const [key, ...rest] = keys
  if (key === undefined) throw missing(op, path)
  if (rest.length === 0) return edit(document, key)
  if (Array.isArray(document)) {
    const at = indexOf(document, key, document.length - 1, op, path)
    return document.with(at, change(document[at] as JsonValue, rest, op, path, edit))
  }
  const child = isObject(document) ? entryOf(document, key) : undefined
  if (!isObject(document) || child === undefined || child === null) throw missing(op, path)
  return { ...document, [key]: change(child, rest, op, path, edit) }
}

function addAt(document: JsonValue, keys: readonly string[], value: JsonValue, path: string): JsonValue {
  if (keys.length === 0) return value
  return change(document, keys, 'add', path, (parent, key) => {
    if (Array.isArray(parent))
      return parent.toSpliced(key === '-' ? parent.length : indexOf(parent, key, parent.length, 'add', path), 0, value)
    if (isObject(parent)) return { ...parent, [key]: value }
    throw missing('add', path)
  })
}

function removeAt(document: JsonValue, keys: readonly string[], path: string): JsonValue {
  return change(document, keys, 'remove', path, (parent, key) => {
    if (Array.isArray(parent)) return parent.toSpliced(indexOf(parent, key, parent.length - 1, 'remove', path), 1)
    if (!isObject(parent) || entryOf(parent, key) === undefined)
      throw new PatchError(`Unable to remove nonexistent key: ${key}: missing value`)
    const copy = { ...parent }
    Reflect.deleteProperty(copy, key)
    return copy
  })
}

function replaceAt(document: JsonValue, keys: readonly string[], value: JsonValue, path: string): JsonValue {
  if (keys.length === 0) return value
  return change(document, keys, 'replace', path, (parent, key) => {
    if (Array.isArray(parent)) return parent.with(indexOf(parent, key, parent.length - 1, 'replace', path), value)
    // The server's library replaces a key that is not there, too (evanphx/json-patch v4).
    if (isObject(parent)) return { ...parent, [key]: value }
    throw missing('replace', path)
  })
}

function indexOf(list: readonly JsonValue[], key: string, last: number, op: string, path: string): number {
  const index = /^-?\d+$/.test(key) ? Number(key) : NaN
  const at = index < 0 ? list.length + index : index
  if (Number.isNaN(at) || at < 0 || at > last) throw missing(op, path)
  return at
}

function missing(op: string, path: string): PatchError {
  return new PatchError(`${op} operation does not apply: doc is missing path: ${JSON.stringify(path)}: missing value`)
}
