/**
 * Paths and causes as the API server makes them (k8s.io/apimachinery/pkg/util/validation/field): the words for a kind
 * of fault, and how a value is quoted in a message (V-1).
 */
import type { FieldPath } from '../kubernetes/field-path.js'
import type { Cause, CauseReason } from './answer.js'

/**
 * A field: the path as the server writes it, and where it stands in the manifest. They differ in a few places (V-25,
 * V-30).
 */
export interface Field {
  readonly field: string
  readonly path: FieldPath
}

/** The field of a name at the root. */
export function rootField(name: string): Field {
  return { field: name, path: [name] }
}

/** A field below another: `child(spec, 'template')`; a number stands for a list's index. */
export function child(parent: Field, ...names: (string | number)[]): Field {
  let { field } = parent
  for (const name of names) field += typeof name === 'number' ? `[${name}]` : `.${name}`
  return { field, path: [...parent.path, ...names] }
}

/** A map's entry: `spec.resources.requests[storage]`. */
export function keyed(parent: Field, key: string): Field {
  return { field: `${parent.field}[${key}]`, path: [...parent.path, key] }
}

/** The server's name for a field of which the manifest's own place is another. */
export function standingAt(field: string, path: FieldPath): Field {
  return { field, path }
}

/** Marks a value that go-value.ts has written already: a struct, a map or a list. */
export const written = Symbol('written as the server writes it')
export interface Written {
  readonly [written]: string
}

function isWritten(value: unknown): value is Written {
  return typeof value === 'object' && value !== null && written in value
}

/**
 * Quotes a value as the server does in `Invalid value: …`: strings quoted, numbers and booleans plain, the rest as
 * JSON.
 */
function quoteValue(value: unknown): string {
  if (value === undefined || value === null) return 'null'
  if (isWritten(value)) return value[written]
  return typeof value === 'string' ? quoteText(value) : JSON.stringify(value)
}

/** Go's `%q`: what cannot be printed is written as `\x07`, `\u00a0` or `\U000e0001`. */
export function quoteText(text: string): string {
  const short: Readonly<Record<string, string>> = {
    '"': '\\"',
    '\\': '\\\\',
    '\n': '\\n',
    '\r': '\\r',
    '\t': '\\t',
    '\b': '\\b',
    '\f': '\\f',
    '\v': '\\v',
    '\u0007': '\\a',
  }
  const quoted = text.replace(/["\\]|(?! )[\p{C}\p{Z}]/gu, (char) => {
    const code = char.codePointAt(0) ?? 0
    if (short[char] !== undefined) return short[char]
    if (code < 0x80) return `\\x${code.toString(16).padStart(2, '0')}`
    return code > 0xffff ? `\\U${code.toString(16).padStart(8, '0')}` : `\\u${code.toString(16).padStart(4, '0')}`
  })
  return `"${quoted}"`
}

function cause(at: Field, reason: CauseReason, message: string): Cause {
  return { reason, field: at.field, message, path: at.path }
}

export function required(at: Field, detail: string): Cause {
  return cause(at, 'FieldValueRequired', detail === '' ? 'Required value' : `Required value: ${detail}`)
}

export function invalid(at: Field, value: unknown, detail: string): Cause {
  return cause(at, 'FieldValueInvalid', `Invalid value: ${quoteValue(value)}${detail === '' ? '' : `: ${detail}`}`)
}

export function notSupported(at: Field, value: unknown, supported: readonly string[]): Cause {
  const list = supported.map((name) => JSON.stringify(name)).join(', ')
  return cause(at, 'FieldValueNotSupported', `Unsupported value: ${quoteValue(value)}: supported values: ${list}`)
}

export function forbidden(at: Field, detail: string): Cause {
  return cause(at, 'FieldValueForbidden', detail === '' ? 'Forbidden' : `Forbidden: ${detail}`)
}

export function notFound(at: Field, value: unknown): Cause {
  return cause(at, 'FieldValueNotFound', `Not found: ${quoteValue(value)}`)
}

export function duplicate(at: Field, value: unknown): Cause {
  return cause(at, 'FieldValueDuplicate', `Duplicate value: ${quoteValue(value)}`)
}

export function tooLong(at: Field, detail: string): Cause {
  return cause(at, 'FieldValueTooLong', `Too long: ${detail}`)
}

export function tooMany(at: Field, detail: string): Cause {
  return cause(at, 'FieldValueTooMany', `Too many: ${detail}`)
}
