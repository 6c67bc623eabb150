/**
 * How the API server writes a value that is no plain string or number into a message (V-1): from 1.34 on as JSON of its
 * internal struct, before that in Go's own notation (ErrorBody in k8s.io/apimachinery/pkg/util/validation/field).
 */
import { asObject, isObject, type JsonObject, type JsonValue } from '../kubernetes/json.js'
import { parseQuantity } from '../kubernetes/quantity.js'
import type { Target } from '../kubernetes/target.js'
import { atLeast } from '../kubernetes/versions.js'
import { quoteText, written, type Written } from './field.js'
import { goStructs, type GoStructField } from './go-structs.js'

/**
 * Writes a value as the server of that version does.
 * @param type the Go type: `string`, `int32`, `*bool`, `[]string`, `map[string]string`, or a struct of go-structs.ts.
 */
export function goValue(type: string, value: JsonValue | undefined, target: Target): Written {
  return { [written]: atLeast(target.version, 34) ? asJson(type, value, target) : asGo(type, value, target, 0) }
}

interface GoType {
  readonly kind: 'pointer' | 'list' | 'map' | 'struct' | 'plain'
  readonly of: string
}

function parseType(type: string): GoType {
  if (type.startsWith('*')) return { kind: 'pointer', of: type.slice(1) }
  if (type.startsWith('[]')) return { kind: 'list', of: type.slice(2) }
  if (type.startsWith('map[string]')) return { kind: 'map', of: type.slice('map[string]'.length) }
  // a ResourceList is a map with a name of its own; its keys and values are written as a map's are
  if (type === 'core.ResourceList') return { kind: 'map', of: 'resource.Quantity' }
  return { kind: goStructs[type] === undefined ? 'plain' : 'struct', of: type }
}

function fieldsOf(type: string, target: Target): GoStructField[] {
  return (goStructs[type]?.fields ?? []).filter(
    (field) => field.since === undefined || atLeast(target.version, field.since),
  )
}

const byBytes = (left: string, right: string): number => (left < right ? -1 : left > right ? 1 : 0)

/** JSON as Go writes it: keys of maps sorted, `<`, `>` and `&` escaped. */
function plainJson(value: JsonValue): string {
  return JSON.stringify(value).replace(
    /[<>&\u2028\u2029]/g,
    (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}

function asJson(type: string, value: JsonValue | undefined, target: Target): string {
  const { kind, of } = parseType(type)
  if (kind === 'pointer') return value === undefined || value === null ? 'null' : asJson(of, value, target)
  if (kind === 'list')
    return Array.isArray(value) ? `[${value.map((item) => asJson(of, item, target)).join(',')}]` : 'null'
  if (kind === 'map') {
    if (!isObject(value)) return 'null'
    return `{${Object.keys(value)
      .sort(byBytes)
      .map((key) => `${plainJson(key)}:${asJson(of, value[key], target)}`)
      .join(',')}}`
  }
  if (kind === 'struct') return `{${jsonFields(of, asObject(value), target).join(',')}}`
  return plainJson(value ?? zeroOf(type))
}

function jsonFields(type: string, value: JsonObject, target: Target): string[] {
  const parts: string[] = []
  for (const field of fieldsOf(type, target)) {
    if (field.embedded === true) {
      parts.push(...jsonFields(field.type, field.json === '' ? value : asObject(value[field.json]), target))
      continue
    }
    const own = value[field.json]
    if (field.omitEmpty === true && (field.type.startsWith('*') ? own === undefined || own === null : isEmpty(own)))
      continue
    parts.push(
      `${plainJson(goStructs[type]?.tagged === true ? field.json : field.name)}:${asJson(field.type, own, target)}`,
    )
  }
  return parts
}

function isEmpty(value: JsonValue | undefined): boolean {
  return (
    value === undefined ||
    value === null ||
    value === '' ||
    value === 0 ||
    value === false ||
    (Array.isArray(value) && value.length === 0) ||
    (isObject(value) && Object.keys(value).length === 0)
  )
}

function zeroOf(type: string): JsonValue {
  if (type === 'v1.Time') return null
  if (/^u?int|^float/.test(type)) return 0 // an IntOrString, too, is 0 where it is not set
  return type === 'bool' ? false : ''
}

/** Go's `%#v`. An address stands where a pointer inside of the value is set: it differs from answer to answer. */
function asGo(type: string, value: JsonValue | undefined, target: Target, depth: number): string {
  const { kind, of } = parseType(type)
  const unset = value === undefined || value === null
  if (kind === 'pointer') {
    if (depth === 0) return unset ? '"null"' : asGo(of, value, target, 0)
    return unset ? `(*${of})(nil)` : `(*${of})(0xc000000000)`
  }
  if (kind === 'list') {
    if (!Array.isArray(value)) return `${type}(nil)`
    return `${type}{${value.map((item) => asGo(of, item, target, depth + 1)).join(', ')}}`
  }
  if (kind === 'map') {
    if (!isObject(value)) return `${type}(nil)`
    return `${type}{${Object.keys(value)
      .sort(byBytes)
      .map((key) => `${quoteText(key)}:${asGo(of, value[key], target, depth + 1)}`)
      .join(', ')}}`
  }
  // types that say themselves how they are written
  if (type === 'core.ResourceName' && depth === 0 && typeof value === 'string') return value
  if (type === 'resource.Quantity') return quantityAsGo(value)
  if (type === 'v1.Time' && typeof value === 'string') return value.replace('T', ' ').replace('Z', ' +0000 UTC')
  if (type === 'intstr.IntOrString') {
    const isText = typeof value === 'string'
    return `${type}{Type:${isText ? 1 : 0}, IntVal:${isText ? 0 : JSON.stringify(value ?? 0)}, StrVal:${quoteText(isText ? value : '')}}`
  }
  if (kind === 'struct') {
    const object = asObject(value)
    const parts = fieldsOf(of, target).map((field) => {
      const own = field.json === '' ? object : object[field.json]
      return `${field.name}:${asGo(field.type, own, target, depth + 1)}`
    })
    return `${type}{${parts.join(', ')}}`
  }
  const plain = value ?? zeroOf(type)
  return typeof plain === 'string' ? quoteText(plain) : JSON.stringify(plain)
}

function quantityAsGo(value: JsonValue | undefined): string {
  const {
    value: amount,
    scale,
    isDecimal,
    format,
  } = parseQuantity(typeof value === 'string' || typeof value === 'number' ? value : 0)
  const [int, decimal] = isDecimal ? ['value:0, scale:0', '0xc000000000'] : [`value:${amount}, scale:${scale}`, 'nil']
  const [i, d] = [`resource.int64Amount{${int}}`, `resource.infDecAmount{Dec:(*inf.Dec)(${decimal})}`]
  return `resource.Quantity{i:${i}, d:${d}, s:${JSON.stringify(value ?? '')}, Format:"${format}"}`
}
