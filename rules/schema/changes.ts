/** Changes that make a manifest decode: another name for an unknown field, quotes for a string, none for a number. */
import type { Report } from '../../src/rule-kit/create-rule.js'
import { quoteScalar, removeField, renameField, type TextEdit } from '../../src/rule-kit/text-edits.js'
import type { FieldPath } from '../../src/kubernetes/field-path.js'
import { isObject, valueAt, type JsonObject, type JsonValue } from '../../src/kubernetes/json.js'
import type { DecodeFault } from '../../src/validation/answer.js'
import { decodeFaults } from '../../src/validation/decode.js'
import type { Look } from './messages.js'

/** The field's right name: a fix where the value decodes under that name and the name is free, else a suggestion. */
export function otherName(look: Look, { path, suggestion }: DecodeFault): Pick<Report<'change'>, 'fix' | 'suggest'> {
  if (suggestion === undefined)
    return {
      suggest: [{ messageId: 'change', data: { change: 'Leave the field out.' }, edits: [removeField(look, path)] }],
    }
  const edits = [renameField(look, path, suggestion)]
  if (isSure(look, path, suggestion)) return { fix: edits }
  const isFree = valueAt(look.manifest.object, [...path.slice(0, -1), suggestion]) === undefined
  return isFree ? { suggest: [{ messageId: 'change', data: { change: `Rename it to ${suggestion}.` }, edits }] } : {}
}

function isSure(look: Look, path: FieldPath, name: string): boolean {
  const { object } = look.manifest
  const renamed = [...path.slice(0, -1), name]
  if (valueAt(object, renamed) !== undefined) return false
  const { value: after } = { value: withRenamed(object, path, name) }
  const below = (fault: DecodeFault) => renamed.every((key, index) => fault.path[index] === key)
  return isObject(after) && !decodeFaults(after, [], look.target).some(below)
}

function withRenamed(value: JsonValue | undefined, [key, ...rest]: FieldPath, name: string): JsonValue | undefined {
  if (Array.isArray(value))
    return value.map((item, index) => (index === key ? (withRenamed(item, rest, name) ?? null) : item))
  if (!isObject(value)) return value
  const entries = Object.entries(value).map(([own, child]): [string, JsonValue | undefined] => {
    if (own !== key) return [own, child]
    return rest.length === 0 ? [name, child] : [own, withRenamed(child, rest, name)]
  })
  return Object.fromEntries(entries) as JsonObject
}

export interface OtherSpelling {
  readonly advice: string
  readonly fix?: readonly TextEdit[]
  /** Set where the value does not look like what YAML 1.1 makes of it. */
  readonly surprise?: { readonly source: string; readonly type: string; readonly value: string }
}

/** A value of the wrong type whose other spelling is of the right one. */
export function otherSpelling(look: Look, { path, message }: DecodeFault): OtherSpelling {
  const { manifest, text } = look
  const value = valueAt(manifest.object, path)
  const range = manifest.rangeOf(path, 'value')
  const source = text.slice(range.start, range.end)
  const wanted = /of type (\S+)$/.exec(message)?.[1] ?? ''
  const isPlain = typeof value === 'boolean' || typeof value === 'number'
  if (wanted === 'string' && isPlain && source !== '' && !/[\s"'&*!]/.test(source)) {
    const fix = [quoteScalar(range, source)]
    const surprising = manifest.document.surprisingScalars.find(
      ({ isKey, range: at }) => !isKey && at.start === range.start,
    )
    if (surprising !== undefined)
      return { advice: '', fix, surprise: { source, type: typeof value, value: String(value) } }
    return { advice: 'A string is wanted: quote it.', fix }
  }
  if (/^(?:int|uint)\d*$/.test(wanted) && typeof value === 'string' && /^-?(?:0|[1-9]\d{0,8})$/.test(value)) {
    return {
      advice: 'A number is wanted: write it without quotes.',
      fix: /^["']/.test(source) ? [{ range, text: value }] : undefined,
    }
  }
  if (wanted === 'bool' && (value === 'true' || value === 'false')) {
    return {
      advice: 'true or false is wanted: write it without quotes.',
      fix: /^["']/.test(source) ? [{ range, text: value }] : undefined,
    }
  }
  return { advice: wantedAdvice(wanted, value) }
}

/** Go's name of a type in plain words. */
function wantedAdvice(wanted: string, value: unknown): string {
  if (wanted.startsWith('[]')) return Array.isArray(value) ? '' : 'A list is wanted here.'
  if (wanted === 'string') return 'A string is wanted here.'
  if (/^(?:int|uint)\d*$/.test(wanted)) return 'A whole number is wanted here.'
  if (wanted === 'bool') return 'true or false is wanted here.'
  if (wanted.startsWith('map[') || /^[a-z]+\d*\.[A-Z]/.test(wanted))
    return isObject(value) ? '' : 'A mapping (key: value) is wanted here.'
  return ''
}
