/** What is wrong with a value where the API server merges it: the words of structured-merge-diff. */
import { goPrint } from '../go-print.js'
import { quoteText } from '../../validation/field.js'
import { isObject, type JsonValue } from '../../kubernetes/json.js'
import type { ScalarType } from './schema.js'

/** A fault, and where it is: `.spec.replicas`. */
export interface TypedFault {
  readonly path: string
  readonly message: string
}

/** Faults as the server joins them. */
export function faultsText(faults: readonly TypedFault[]): string {
  const texts = faults.map(({ path, message }) => (path === '' ? message : `${path}: ${message}`))
  return texts.length === 1 ? (texts[0] ?? '') : ['errors:', ...texts.map((text) => `  ${text}`)].join('\n')
}

/** The fault of a value that has to be a scalar; undefined where it is one of that type. */
export function scalarFault(type: ScalarType, value: JsonValue): string | undefined {
  if (value === null) return undefined
  const given = typeof value
  switch (type) {
    case 'numeric':
      return given === 'number' ? undefined : `expected numeric (int or float), got ${goTypeName(value)}`
    case 'string':
      return given === 'string' ? undefined : `expected string, got &value.valueUnstructured{Value:${goSyntax(value)}}`
    case 'boolean':
      return given === 'boolean' ? undefined : `expected boolean, got ${shown(value)}`
    case 'untyped':
      return given === 'object' ? `expected any scalar, got ${shown(value)}` : undefined
  }
}

export function listFault(value: JsonValue): string {
  return `expected list, got ${shown(value)}`
}

export function mapFault(value: JsonValue): string {
  return `expected map, got ${shown(value)}`
}

/** Go's `%v` of a value that the server has wrapped. */
function shown(value: JsonValue): string {
  return `&{${goPrint(value)}}`
}

function goTypeName(value: JsonValue): string {
  if (typeof value === 'string') return 'string'
  if (typeof value === 'boolean') return 'bool'
  if (typeof value === 'number') return Number.isInteger(value) ? 'int64' : 'float64'
  return Array.isArray(value) ? '[]interface {}' : 'map[string]interface {}'
}

/** Go's `%#v`. */
function goSyntax(value: JsonValue): string {
  if (value === null) return 'interface {}(nil)'
  if (typeof value === 'string') return quoteText(value)
  if (Array.isArray(value)) return `[]interface {}{${value.map(goSyntax).join(', ')}}`
  if (isObject(value)) {
    const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))
    return `map[string]interface {}{${entries.map(([key, item]) => `${quoteText(key)}:${goSyntax(item ?? null)}`).join(', ')}}`
  }
  return String(value)
}
