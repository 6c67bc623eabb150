/**
 * Go values as go-spew writes them for a hash (k8s.io/utils/dump.ForHash): `%#v` with types, pointers followed, maps
 * sorted. The value is the stored JSON; what it becomes in Go follows from the tables in go-types, and from the way
 * through protobuf that it takes to the controllers: there an empty list or map is a nil one.
 */
import { dumpQuantity } from './go-dump-quantity.js'
import { goTypeText, type GoField, type GoType, type GoTypes } from './go-types/index.js'
import { isObject, type JsonObject, type JsonValue } from './json.js'

/** A value that cannot be told from the manifest alone. */
export class UnknownDumpError extends Error {
  override readonly name = 'UnknownDumpError'
}

/** Writes a JSON value as the Go value of a type, with its type in front. */
export function goDump(value: JsonValue | undefined, type: GoType, types: GoTypes): string {
  if (type.form !== 'pointer') return `(${goTypeText(type)})${dumpBare(value, type, types)}`
  const absent = value === undefined || value === null
  return `(${goTypeText(type)})${absent ? '<nil>' : dumpBare(value, type.element, types)}`
}

/** Without the type: how spew writes the elements of lists and maps, and what a pointer leads to. */
function dumpBare(value: JsonValue | undefined, type: GoType, types: GoTypes): string {
  switch (type.form) {
    case 'pointer':
      return value === undefined || value === null ? '<nil>' : `<*>${dumpBare(value, type.element, types)}`
    case 'slice':
      if (!Array.isArray(value) || value.length === 0) return '<nil>'
      return `[${value.map((item) => dumpBare(item, type.element, types)).join(' ')}]`
    case 'map': {
      if (!isObject(value)) return '<nil>'
      const keys = Object.keys(value).sort()
      if (keys.length === 0) return '<nil>'
      return `map[${keys.map((key) => `${key}:${dumpBare(value[key], type.element, types)}`).join(' ')}]`
    }
    case 'scalar':
      return dumpScalar(value, type.name)
    case 'declared':
      return dumpDeclared(value, type.name, types)
  }
}

function dumpScalar(value: JsonValue | undefined, name: string): string {
  switch (name) {
    case 'string':
      return typeof value === 'string' ? value : ''
    case 'bool':
      return value === true ? 'true' : 'false'
    case 'int':
    case 'int32':
    case 'int64':
      return typeof value === 'number' ? String(value) : '0'
    default:
      throw new UnknownDumpError(`a Go ${name} is not expected in a pod template`)
  }
}

const zeroTime = '{Time:(time.Time){wall:(uint64)0 ext:(int64)0 loc:(*time.Location)<nil>}}'

function dumpDeclared(value: JsonValue | undefined, name: string, types: GoTypes): string {
  switch (name) {
    case 'resource.Quantity':
      return dumpQuantity(typeof value === 'number' ? String(value) : typeof value === 'string' ? value : undefined)
    case 'intstr.IntOrString':
      return typeof value === 'string'
        ? `{Type:(intstr.Type)1 IntVal:(int32)0 StrVal:(string)${value}}`
        : `{Type:(intstr.Type)0 IntVal:(int32)${typeof value === 'number' ? value : 0} StrVal:(string)}`
    case 'meta/v1.Time':
      if (value === undefined || value === null) return zeroTime
      // A time's dump holds the controller's time zone.
      throw new UnknownDumpError('a time in a pod template')
    default: {
      const declaration = types.find(name)
      if (declaration === undefined) throw new UnknownDumpError(`the Go type ${name} is not known`)
      if (declaration.form === 'named') return dumpBare(value, declaration.underlying, types)
      const object = isObject(value) ? value : {}
      return `{${declaration.fields.map((field) => `${field.goName}:${dumpField(object, field, types)}`).join(' ')}}`
    }
  }
}

function dumpField(object: JsonObject, field: GoField, types: GoTypes): string {
  if (field.inline) return goDump(object, field.type, types)
  return goDump(field.hidden ? undefined : object[field.jsonName], field.type, types)
}
