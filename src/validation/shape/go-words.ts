/** How Go's JSON decoder words a value of the wrong type (sigs.k8s.io/json, UnmarshalTypeError). */
import { goTypeText, type GoType, type GoTypes } from '../../kubernetes/go-types/index.js'
import { isObject, type JsonValue } from '../../kubernetes/json.js'

/**
 * Where the decoder stands: the struct whose field it fills, and the JSON names on the way there (no indexes, no map
 * keys).
 */
export interface GoPlace {
  readonly struct: string
  readonly fields: readonly string[]
}

/** `json: cannot unmarshal number into Go struct field ObjectMeta.metadata.labels of type string` */
export function cannotUnmarshal(value: JsonValue, type: GoType, place: GoPlace, types: GoTypes): string {
  const wanted = withoutPointers(type)
  const field = `${place.struct.slice(place.struct.lastIndexOf('.') + 1)}.${place.fields.join('.')}`
  return `json: cannot unmarshal ${valueText(value, isInteger(wanted, types))} into Go struct field ${field} of type ${goTypeText(wanted)}`
}

function valueText(value: JsonValue, forInteger: boolean): string {
  if (Array.isArray(value)) return 'array'
  if (isObject(value)) return 'object'
  if (typeof value === 'boolean') return 'bool'
  if (typeof value === 'string') return 'string'
  return forInteger ? `number ${String(value)}` : 'number'
}

function isInteger(type: GoType, types: GoTypes): boolean {
  if (type.form === 'scalar') return /^u?int\d*$/.test(type.name)
  const declaration = type.form === 'declared' ? types.find(type.name) : undefined
  return declaration?.form === 'named' && isInteger(declaration.underlying, types)
}

export function withoutPointers(type: GoType): GoType {
  return type.form === 'pointer' ? withoutPointers(type.element) : type
}

/** The type of the elements of a list or map, through pointers and names. */
export function elementType(type: GoType, types: GoTypes): GoType | undefined {
  const plain = withoutPointers(type)
  if (plain.form === 'slice' || plain.form === 'map') return plain.element
  const declaration = plain.form === 'declared' ? types.find(plain.name) : undefined
  return declaration?.form === 'named' ? elementType(declaration.underlying, types) : undefined
}
