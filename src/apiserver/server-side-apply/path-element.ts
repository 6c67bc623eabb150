/** One step of a path in an object, as managed fields know it (structured-merge-diff, fieldpath). */
import { isObject, type JsonValue } from '../../kubernetes/json.js'
import { quoteText } from '../../validation/field.js'

/** A key field of a list's item, with its value: `name` is `nginx`. */
export interface KeyField {
  readonly name: string
  readonly value: JsonValue
}

export type PathElement =
  /** A field of a struct or an entry of a map. */
  | { readonly type: 'field'; readonly name: string }
  /** The item of a list of structs that has these keys; sorted by name. */
  | { readonly type: 'key'; readonly fields: readonly KeyField[] }
  /** The item of a set that is this value. */
  | { readonly type: 'value'; readonly value: JsonValue }
  /** The item at this place of a list. */
  | { readonly type: 'index'; readonly index: number }

export type FieldPath = readonly PathElement[]

export function fieldElement(name: string): PathElement {
  return { type: 'field', name }
}

export function keyElement(fields: readonly KeyField[]): PathElement {
  return { type: 'key', fields: [...fields].sort((a, b) => compareText(a.name, b.name)) }
}

/** A path of field names: `fieldPath('spec', 'replicas')`. */
export function fieldPath(...names: string[]): FieldPath {
  return names.map(fieldElement)
}

const ranks = { field: 0, key: 1, value: 2, index: 3 } as const

/** The order in which the API server lists fields. */
export function compareElements(one: PathElement, other: PathElement): number {
  if (one.type === 'field' && other.type === 'field') return compareText(one.name, other.name)
  if (one.type === 'key' && other.type === 'key') return compareKeys(one.fields, other.fields)
  if (one.type === 'value' && other.type === 'value') return compareValues(one.value, other.value)
  if (one.type === 'index' && other.type === 'index') return one.index - other.index
  return ranks[one.type] - ranks[other.type]
}

function compareKeys(one: readonly KeyField[], other: readonly KeyField[]): number {
  for (let at = 0; ; at++) {
    const [left, right] = [one[at], other[at]]
    if (left === undefined || right === undefined) return one.length - other.length
    const difference = compareText(left.name, right.name) || compareValues(left.value, right.value)
    if (difference !== 0) return difference
  }
}

/** Numbers come first, then strings, booleans, lists, maps and null. */
function compareValues(one: JsonValue, other: JsonValue): number {
  const rank = (value: JsonValue): number =>
    typeof value === 'number'
      ? 0
      : typeof value === 'string'
        ? 1
        : typeof value === 'boolean'
          ? 2
          : Array.isArray(value)
            ? 3
            : value === null
              ? 5
              : 4
  if (rank(one) !== rank(other)) return rank(one) - rank(other)
  if (typeof one === 'number' && typeof other === 'number') return one - other
  if (typeof one === 'boolean' && typeof other === 'boolean') return Number(one) - Number(other)
  if (typeof one === 'string' && typeof other === 'string') return compareText(one, other)
  return compareText(JSON.stringify(one), JSON.stringify(other))
}

/** Strings in the order of their UTF-8 bytes, which is that of their code points. */
function compareText(one: string, other: string): number {
  if (one === other) return 0
  for (const [left, right] of zip(one, other)) {
    const difference = left - right
    if (difference !== 0) return difference
  }
  return one.length - other.length
}

function* zip(one: string, other: string): Generator<[number, number]> {
  const [left, right] = [one[Symbol.iterator](), other[Symbol.iterator]()]
  for (;;) {
    const [a, b] = [left.next(), right.next()]
    if (a.done === true || b.done === true) return
    yield [a.value.codePointAt(0) ?? 0, b.value.codePointAt(0) ?? 0]
  }
}

/** As the API server writes it in a message: `.image`, `[name="nginx"]`, `[="finalizer"]`, `[0]`. */
export function elementText(element: PathElement): string {
  switch (element.type) {
    case 'field':
      return `.${element.name}`
    case 'key':
      return `[${element.fields.map(({ name, value }) => `${name}=${valueText(value)}`).join(',')}]`
    case 'value':
      return `[=${valueText(element.value)}]`
    case 'index':
      return `[${element.index}]`
  }
}

/** A path as the API server writes it: `.spec.template.spec.containers[name="nginx"].image`. */
export function pathText(path: FieldPath): string {
  return path.map(elementText).join('')
}

function valueText(value: JsonValue): string {
  if (typeof value === 'string') return quoteText(value)
  if (Array.isArray(value)) return `[${value.map(valueText).join(',')}]`
  if (isObject(value))
    return Object.entries(value)
      .map(([name, item]) => `${name}=${valueText(item ?? null)}`)
      .join('')
  return String(value)
}

/** As managed fields store it: `f:image`, `k:{"name":"nginx"}`, `v:"finalizer"`, `i:0`. */
export function serializeElement(element: PathElement): string {
  switch (element.type) {
    case 'field':
      return `f:${element.name}`
    case 'key':
      return `k:{${element.fields.map(({ name, value }) => `${JSON.stringify(name)}:${JSON.stringify(value)}`).join(',')}}`
    case 'value':
      return `v:${JSON.stringify(element.value)}`
    case 'index':
      return `i:${element.index}`
  }
}

/**
 * Reads what managed fields store.
 * @returns undefined for a kind of step that this version does not know: the server leaves such a one out.
 * @throws {SyntaxError} where it is none.
 */
export function parseElement(text: string): PathElement | undefined {
  if (text[1] !== ':') throw new SyntaxError(`${JSON.stringify(text)} is not a managed field`)
  const rest = text.slice(2)
  switch (text[0]) {
    case 'f':
      return fieldElement(rest)
    case 'v':
      return { type: 'value', value: JSON.parse(rest) as JsonValue }
    case 'k': {
      const keys: unknown = JSON.parse(rest)
      if (!isObject(keys)) throw new SyntaxError(`${JSON.stringify(text)} holds no keys`)
      return keyElement(Object.entries(keys).map(([name, value]) => ({ name, value: value ?? null })))
    }
    case 'i':
      if (!/^-?\d+$/.test(rest)) throw new SyntaxError(`${JSON.stringify(text)} holds no index`)
      return { type: 'index', index: Number(rest) }
    default:
      return undefined
  }
}
