/**
 * An object of JSON values into a Go struct, as the API server converts the outcome of an apply or of a strategic merge
 * patch (runtime.FromUnstructured): it does not decode text, so other words and other numbers come of it.
 */
import { goTypes, type GoType, type GoTypes } from '../kubernetes/go-types/index.js'
import { isObject, type JsonObject, type JsonValue } from '../kubernetes/json.js'
import { parseQuantity, QuantityError } from '../kubernetes/quantity.js'
import { timeFault } from '../validation/shape/time.js'

/** A value that does not fit its type: the message is the converter's. */
export class ConversionError extends Error {
  override readonly name = 'ConversionError'
}

/**
 * The object with its numbers as the struct holds them: one that is too large for its type is cut off to its lowest bits.
 * @param root the struct of its kind: `apps/v1.StatefulSet`.
 * @throws {ConversionError} where a value does not fit.
 */
export function fromUnstructured(object: JsonObject, root: string, minor: number): JsonObject {
  return struct(object, root, goTypes(minor))
}

function convert(value: JsonValue, type: GoType, types: GoTypes): JsonValue {
  if (value === null) return null
  switch (type.form) {
    case 'pointer':
      return convert(value, type.element, types)
    case 'scalar':
      return scalar(value, type.name)
    case 'slice':
      if (type.element.form === 'scalar' && type.element.name === 'byte' && typeof value === 'string') return value
      if (!Array.isArray(value)) throw new ConversionError(`cannot restore slice from ${kindOf(value)}`)
      return value.map((item) => convert(item, type.element, types))
    case 'map':
      if (!isObject(value)) throw new ConversionError(`cannot restore map from ${kindOf(value)}`)
      return mapped(value, (item) => convert(item, type.element, types))
    case 'declared':
      return declared(value, type.name, types)
  }
}

function declared(value: JsonValue, name: string, types: GoTypes): JsonValue {
  if (name === 'resource.Quantity') return quantity(value)
  if (name === 'intstr.IntOrString') return intOrString(value)
  if (name === 'meta/v1.Time') return time(value)
  const declaration = types.find(name)
  if (declaration === undefined) return value
  if (declaration.form === 'named') return convert(value, declaration.underlying, types)
  if (!isObject(value)) throw new ConversionError(`cannot restore struct from: ${kindOf(value)}`)
  return struct(value, name, types)
}

function struct(value: JsonObject, name: string, types: GoTypes): JsonObject {
  const { jsonFields } = types.struct(name)
  const result = { ...value }
  for (const [jsonName, field] of jsonFields) {
    const item = value[jsonName]
    if (item !== undefined) result[jsonName] = convert(item, field.type, types)
  }
  return result
}

function mapped(value: JsonObject, change: (item: JsonValue) => JsonValue): JsonObject {
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, change(item ?? null)]))
}

const bits: Readonly<Record<string, number>> = { int32: 32, int64: 64, uint8: 8, byte: 8, int: 64 }

function scalar(value: JsonValue, type: string): JsonValue {
  const size = bits[type]
  if (type === 'string' || type === 'bool') {
    if (typeof value === (type === 'bool' ? 'boolean' : 'string')) return value
    throw new ConversionError(`unrecognized type: ${type}`)
  }
  if (size === undefined) return value
  if (typeof value !== 'number') throw new ConversionError(`unrecognized type: ${type}`)
  if (!Number.isInteger(value)) throw new ConversionError(`cannot convert float64 to ${type}`)
  return Number(lowestBits(value, size))
}

/** What fits in no int64 was read as a float: Go gives the smallest number for it. */
function lowestBits(value: number, size: number): bigint {
  const whole = BigInt(value)
  return BigInt.asIntN(size, whole === BigInt.asIntN(64, whole) ? whole : -(2n ** 63n))
}

/** A type with a decoder of its own gets the value as JSON. */
function quantity(value: JsonValue): JsonValue {
  if (typeof value !== 'string' && typeof value !== 'number')
    throw new ConversionError(cannotUnmarshal(value, 'string'))
  try {
    parseQuantity(value)
  } catch (error) {
    throw error instanceof QuantityError ? new ConversionError(error.message) : error
  }
  return value
}

function intOrString(value: JsonValue): JsonValue {
  if (typeof value === 'string') return value
  if (typeof value === 'number' && Number.isInteger(value) && BigInt.asIntN(32, BigInt(value)) === BigInt(value))
    return value
  throw new ConversionError(cannotUnmarshal(value, 'int32'))
}

function time(value: JsonValue): JsonValue {
  if (typeof value !== 'string') throw new ConversionError(cannotUnmarshal(value, 'string'))
  const fault = timeFault(value)
  if (fault !== undefined) throw new ConversionError(fault)
  return value
}

function cannotUnmarshal(value: JsonValue, type: string): string {
  const given =
    typeof value === 'number'
      ? type === 'string'
        ? 'number'
        : `number ${String(value)}`
      : typeof value === 'boolean'
        ? 'bool'
        : Array.isArray(value)
          ? 'array'
          : typeof value
  return `json: cannot unmarshal ${given} into Go value of type ${type}`
}

/** Go's kind of a value. */
function kindOf(value: JsonValue): string {
  if (typeof value === 'number') return Number.isInteger(value) ? 'int64' : 'float64'
  if (typeof value === 'boolean') return 'bool'
  return Array.isArray(value) ? 'slice' : typeof value === 'string' ? 'string' : 'map'
}
