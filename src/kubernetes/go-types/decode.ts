/**
 * JSON into a Go value and back, as the API server does it: unknown fields are lost, null is unset, amounts take their
 * canonical form, and encoding writes or leaves out what Go's tags say. A Go value is kept as a JSON object that holds
 * its set fields only.
 */
import { isObject, setEntry, type JsonObject, type JsonValue } from '../json.js'
import { formatQuantity, parseQuantity } from '../quantity.js'
import type { GoField, GoType, GoTypes } from './index.js'

/** Decodes a JSON object into a struct. It assumes that the object decodes (src/validation/decode.ts asks). */
export function decodeStruct(source: JsonObject, name: string, types: GoTypes): JsonObject {
  const value: JsonObject = {}
  for (const [jsonName, field] of types.struct(name).jsonFields) {
    if (!Object.hasOwn(source, jsonName)) continue
    const decoded = decodeValue(source[jsonName], field.type, types)
    if (decoded !== undefined) value[jsonName] = decoded
  }
  return value
}

/** Undefined stands for the type's zero value where that is as good as unset: nil, "", 0, false. */
function decodeValue(source: JsonValue | undefined, type: GoType, types: GoTypes): JsonValue | undefined {
  if (source === undefined || source === null) return undefined
  switch (type.form) {
    case 'pointer':
      return decodeValue(source, type.element, types) ?? zeroValue(type.element, types)
    case 'slice':
      if (!Array.isArray(source)) return source === '' ? undefined : source
      return source.map((item) => decodeValue(item, type.element, types) ?? zeroValue(type.element, types))
    case 'map': {
      if (!isObject(source)) return source
      const value: JsonObject = {}
      for (const [key, item] of Object.entries(source))
        setEntry(value, key, decodeValue(item, type.element, types) ?? zeroValue(type.element, types))
      return value
    }
    case 'declared':
      return decodeDeclared(source, type.name, types)
    case 'scalar':
      return source === '' || source === 0 || source === false ? undefined : source
  }
}

function decodeDeclared(source: JsonValue, name: string, types: GoTypes): JsonValue | undefined {
  if (name === 'resource.Quantity')
    return typeof source === 'string' || typeof source === 'number' ? formatQuantity(parseQuantity(source)) : source
  if (name === 'intstr.IntOrString' || name === 'meta/v1.FieldsV1') return source
  if (name === 'meta/v1.Time') return typeof source === 'string' ? storedTime(source) : source
  const declaration = types.find(name)
  if (declaration?.form === 'named') return decodeValue(source, declaration.underlying, types)
  if (declaration?.form === 'struct' && isObject(source)) return decodeStruct(source, name, types)
  return source
}

/** A time as metav1.Time writes it: in UTC, to the second. Go's zero time is no time. */
function storedTime(text: string): string | undefined {
  const time = new Date(text)
  if (Number.isNaN(time.getTime())) return text
  const stored = time.toISOString().replace(/\.\d+Z$/, 'Z')
  return stored === '0001-01-01T00:00:00Z' ? undefined : stored
}

/** What an unset value of a type is in JSON: `null` for a nil list, `"0"` for an amount. */
function zeroValue(type: GoType, types: GoTypes): JsonValue {
  switch (type.form) {
    case 'pointer':
    case 'slice':
    case 'map':
      return null
    case 'scalar':
      return type.name === 'string' ? '' : type.name === 'bool' ? false : type.name === 'interface{}' ? null : 0
    case 'declared': {
      if (type.name === 'resource.Quantity') return '0'
      if (type.name === 'intstr.IntOrString') return 0
      if (type.name === 'meta/v1.Time' || type.name === 'meta/v1.FieldsV1') return null
      const declaration = types.find(type.name)
      return declaration?.form === 'named' ? zeroValue(declaration.underlying, types) : {}
    }
  }
}

/** Encodes a struct as Go's encoder does: its fields in Go's order, the empty ones left out where their tags say so. */
export function encodeStruct(value: JsonObject, name: string, types: GoTypes): JsonObject {
  const written: JsonObject = {}
  for (const [jsonName, field] of types.struct(name).jsonFields) {
    const encoded = encodeField(value[jsonName], field, types)
    if (encoded !== undefined) written[jsonName] = encoded
  }
  return written
}

function encodeField(value: JsonValue | undefined, field: GoField, types: GoTypes): JsonValue | undefined {
  // decoding leaves a null for one thing only: a pointer to Go's zero time
  if (value === null) return null
  // the store (protobuf) knows no empty list: it comes back as nil
  const unset = value === undefined || (Array.isArray(value) && value.length === 0)
  if (unset && (field.omit === 'zero' || (field.omit === 'empty' && isOmittedWhenUnset(field.type, types))))
    return undefined
  if (field.omit === 'empty' && isEmpty(value, field.type)) return undefined
  return encodeValue(unset ? zeroValue(field.type, types) : value, field.type, types)
}

/** `omitempty` leaves out nothing that is a struct. */
function isOmittedWhenUnset(type: GoType, types: GoTypes): boolean {
  if (type.form !== 'declared') return true
  const declaration = types.find(type.name)
  return declaration?.form === 'named'
}

function isEmpty(value: JsonValue | undefined, type: GoType): boolean {
  if (type.form === 'pointer' || isIntOrString(type)) return false
  if (Array.isArray(value)) return value.length === 0
  return (
    value === '' ||
    value === false ||
    value === 0 ||
    (isObject(value) && isMap(type) && Object.keys(value).length === 0)
  )
}

function isIntOrString(type: GoType): boolean {
  return type.form === 'declared' && type.name === 'intstr.IntOrString'
}

/** The one declared map among the types is core/v1.ResourceList. */
function isMap(type: GoType): boolean {
  return type.form === 'map' || (type.form === 'declared' && type.name === 'core/v1.ResourceList')
}

function encodeValue(value: JsonValue, type: GoType, types: GoTypes): JsonValue {
  if (value === null) return value
  switch (type.form) {
    case 'pointer':
      return encodeValue(value, type.element, types)
    case 'slice':
      // what was an empty list is none any more once it has been stored (in protobuf, which cannot tell them apart)
      return Array.isArray(value)
        ? value.length === 0
          ? null
          : value.map((item) => encodeValue(item, type.element, types))
        : value
    case 'map': {
      if (!isObject(value)) return value
      const written: JsonObject = {}
      for (const key of Object.keys(value).sort())
        setEntry(written, key, encodeValue(value[key] ?? null, type.element, types))
      return written
    }
    case 'declared': {
      if (!isObject(value)) return value
      const declaration = types.find(type.name)
      if (declaration?.form === 'named') return encodeValue(value, declaration.underlying, types)
      return declaration?.form === 'struct' && type.name !== 'meta/v1.FieldsV1'
        ? encodeStruct(value, type.name, types)
        : value
    }
    case 'scalar':
      return value
  }
}
