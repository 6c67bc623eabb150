/**
 * Whether a manifest decodes into the Go types of a version. Ajv's precompiled functions, one a definition, say where a
 * value has the wrong type and which fields are unknown; the walk from object to object and the words follow the Go
 * types.
 */
import type { FieldPath } from '../../kubernetes/field-path.js'
import { goTypes, type GoField, type GoType, type GoTypes } from '../../kubernetes/go-types/index.js'
import { asObject, isObject, valueAt, type JsonObject, type JsonValue } from '../../kubernetes/json.js'
import { nearestName } from '../../kubernetes/nearest-name.js'
import { parseQuantity, QuantityError } from '../../kubernetes/quantity.js'
import type { DecodeFault } from '../answer.js'
import { validators, variants } from './generated/validators.js'
import { cannotUnmarshal, elementType, withoutPointers, type GoPlace } from './go-words.js'
import { timeFault } from './time.js'

/**
 * A fault, and whether the server stops decoding at it. Of the other wrong types it names the first one, at the end.
 */
export interface ShapeFault extends DecodeFault {
  readonly stops: boolean
}

interface Walk {
  readonly types: GoTypes
  readonly faults: ShapeFault[]
}

/** The faults of an object that is to become a struct, in the order in which the server's decoder meets them. */
export function shapeFaults(object: JsonObject, struct: string, minor: number): ShapeFault[] {
  const walk: Walk = { types: goTypes(minor), faults: [] }
  visitStruct(object, struct, [], [], walk)
  return walk.faults
}

function visitStruct(object: JsonObject, name: string, path: FieldPath, fields: readonly string[], walk: Walk): void {
  const known = walk.types.struct(name).jsonFields
  const { unknown, misfits } = askAjv(object, name, walk.types.minor)
  // the server turns YAML into JSON first, and so sorts the keys
  for (const key of Object.keys(object).sort()) {
    const field = known.get(key)
    if (field === undefined || unknown.has(key)) {
      const suggestion = nearestName(key, known.keys())
      const fault: ShapeFault = {
        kind: 'unknown-field',
        message: `unknown field ${JSON.stringify(strictPath([...path, key]))}`,
        path: [...path, key],
        stops: false,
      }
      walk.faults.push(suggestion === undefined ? fault : { ...fault, suggestion })
      continue
    }
    const place = {
      struct: name,
      fields: [...fields, ...(walk.types.minor >= 35 ? (field.inlinedFrom ?? []) : []), field.jsonName],
    }
    const ways = misfits.get(key) ?? []
    // a list goes item by item, each with what is wrong inside it
    for (const way of ways)
      if (way[1] === undefined || !Array.isArray(object[key])) wrongType(object, way, field, path, place, walk)
    visitValue(object[key], field.type, [...path, key], place, walk, (index) => {
      for (const way of ways) if (way[1] === String(index)) wrongType(object, way, field, path, place, walk)
    })
  }
}

/**
 * What the definition's own Ajv function says: unknown fields, and the ways to values of the wrong type by the field
 * they are in.
 */
function askAjv(
  object: JsonObject,
  name: string,
  minor: number,
): { unknown: ReadonlySet<string>; misfits: ReadonlyMap<string, string[][]> } {
  const unknown = new Set<string>()
  const misfits = new Map<string, string[][]>()
  const variant = variants[minor]?.[name]
  const validate = variant === undefined ? undefined : validators[`${name} ${variant}`]
  if (validate === undefined || validate(object)) return { unknown, misfits }
  for (const { keyword, params, instancePath } of validate.errors ?? []) {
    const way = instancePath
      .split('/')
      .slice(1)
      .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'))
    const [field] = way
    if (keyword === 'additionalProperties')
      unknown.add(String((params as { additionalProperty: string }).additionalProperty))
    else if (field !== undefined) misfits.set(field, [...(misfits.get(field) ?? []), way])
  }
  for (const ways of misfits.values())
    ways.sort(([, a = ''], [, b = '']) =>
      /^\d+$/.test(a) && /^\d+$/.test(b) ? Number(a) - Number(b) : a < b ? -1 : a > b ? 1 : 0,
    )
  return { unknown, misfits }
}

function wrongType(
  object: JsonObject,
  way: string[],
  field: GoField,
  path: FieldPath,
  place: GoPlace,
  walk: Walk,
): void {
  let type: GoType | undefined = field.type
  const inside: (string | number)[] = [way[0] ?? '']
  for (const key of way.slice(1)) {
    const here = valueAt(object, inside)
    inside.push(Array.isArray(here) ? Number(key) : key)
    if (type !== undefined) type = elementType(type, walk.types)
  }
  const value = valueAt(object, inside)
  if (type === undefined || value === undefined) return
  walk.faults.push({
    kind: 'wrong-type',
    message: cannotUnmarshal(value, type, place, walk.types),
    path: [...path, ...inside],
    stops: false,
  })
}

/**
 * Goes on below a field: to structs, and to the types that read JSON by themselves.
 * @param beforeItem told of each item of a list before it is looked at.
 */
function visitValue(
  value: JsonValue | undefined,
  type: GoType,
  path: FieldPath,
  place: GoPlace,
  walk: Walk,
  beforeItem?: (index: number) => void,
): void {
  if (value === undefined || value === null) return
  const plain = withoutPointers(type)
  if (plain.form === 'slice' && Array.isArray(value)) {
    value.forEach((item, index) => {
      beforeItem?.(index)
      visitValue(item, plain.element, [...path, index], place, walk)
    })
  } else if (plain.form === 'map' && isObject(value)) {
    for (const key of Object.keys(value).sort()) visitValue(value[key], plain.element, [...path, key], place, walk)
  } else if (plain.form === 'declared') {
    visitDeclared(value, plain.name, path, place, walk)
  }
}

function visitDeclared(value: JsonValue, name: string, path: FieldPath, place: GoPlace, walk: Walk): void {
  const own = ownReaders[name]
  if (own !== undefined) {
    const message = own(value, place, walk.types)
    if (message !== undefined)
      walk.faults.push({ kind: message.startsWith('json: ') ? 'wrong-type' : 'bad-value', message, path, stops: true })
    return
  }
  const declaration = walk.types.find(name)
  if (declaration?.form === 'named') visitValue(value, declaration.underlying, path, place, walk)
  else if (declaration?.form === 'struct' && isObject(value))
    visitStruct(asObject(value), name, path, place.fields, walk)
}

const int32: GoType = { form: 'scalar', name: 'int32' }
const text: GoType = { form: 'scalar', name: 'string' }

/** The types with an UnmarshalJSON of their own: what they say against a value. */
const ownReaders: Readonly<Record<string, (value: JsonValue, place: GoPlace, types: GoTypes) => string | undefined>> = {
  'resource.Quantity': (value) => {
    try {
      parseQuantity(typeof value === 'string' || typeof value === 'number' ? value : JSON.stringify(value))
      return undefined
    } catch (error) {
      if (error instanceof QuantityError) return error.message
      throw error
    }
  },
  'intstr.IntOrString': (value, place, types) => {
    if (
      typeof value === 'string' ||
      (typeof value === 'number' && Number.isInteger(value) && Math.abs(value + 0.5) <= 2 ** 31)
    )
      return undefined
    return cannotUnmarshal(value, int32, place, types)
  },
  'meta/v1.Time': (value, place, types) =>
    typeof value === 'string' ? timeFault(value) : cannotUnmarshal(value, text, place, types),
  'meta/v1.FieldsV1': () => undefined,
}

/** A path as the strict decoder writes it: map keys stand in it like fields. */
export function strictPath(path: FieldPath): string {
  return path.map((key, index) => (typeof key === 'number' ? `[${key}]` : index === 0 ? key : `.${key}`)).join('')
}
