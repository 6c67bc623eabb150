import type { JsonValue } from '../kubernetes/json.js'
import { YamlFault, type ScalarNode } from './node.js'

/**
 * What a scalar is, as go-yaml v2 (the reader behind sigs.k8s.io/yaml) decides it: YAML 1.1 without base 60 and without
 * timestamps, with the numbers of Go's strconv.
 */
export type ScalarType = 'null' | 'bool' | 'int' | 'float' | 'string'

export interface ResolvedScalar {
  readonly type: ScalarType
  readonly value: string | number | boolean | null
  /** A whole number above 2^63-1: Go holds it in a type of its own, which is no key and no !!float. */
  readonly unsigned?: true
}

const yamlTag = 'tag:yaml.org,2002:'
const string = (value: string): ResolvedScalar => ({ type: 'string', value })
const float = (value: number): ResolvedScalar => ({ type: 'float', value })

const words = new Map<string, ResolvedScalar>()
function addWords(type: ScalarType, value: boolean | number | null, list: string): void {
  for (const word of list.split(' ')) words.set(word, { type, value })
}
addWords('bool', true, 'y Y yes Yes YES true True TRUE on On ON')
addWords('bool', false, 'n N no No NO false False FALSE off Off OFF')
addWords('null', null, '~ null Null NULL')
addWords('float', NaN, '.nan .NaN .NAN')
addWords('float', Infinity, '.inf .Inf .INF +.inf +.Inf +.INF')
addWords('float', -Infinity, '-.inf -.Inf -.INF')
words.set('', { type: 'null', value: null })

const floatForm = /^[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?$/
const signedInteger = /^([-+]?)(0[xX][0-9a-fA-F]+|0[bB][01]+|0[oO]?[0-7]+|0|[1-9][0-9]*)$/
const largestUnsigned = 2n ** 64n - 1n
const largestSigned = 2n ** 63n - 1n

/** The meaning of a scalar of a document. */
export function resolveScalar(node: ScalarNode): ResolvedScalar {
  if (node.tag !== '') return resolveTagged(node)
  return node.plain ? resolvePlain(node.text) : string(node.text)
}

/** The meaning of a text without quotes and without a tag. */
export function resolvePlain(text: string): ResolvedScalar {
  const first = text.charCodeAt(0)
  if (!mayMeanMore(first)) return string(text)
  const word = words.get(text)
  if (word !== undefined) return word
  if (first === 0x2e) return floatOf(text, /^\.[0-9](_?[0-9])*([eE][-+]?[0-9](_?[0-9])*)?$/) ?? string(text)
  if (!isDigit(first) && first !== 0x2b && first !== 0x2d) return string(text)
  return numberOf(text) ?? string(text)
}

/** Only a text that starts with a digit, a sign, a dot, or the first letter of a word of the table can be no string. */
function mayMeanMore(first: number): boolean {
  return Number.isNaN(first) || isDigit(first) || '+-.yYnNtTfFoO~'.includes(String.fromCharCode(first))
}

const isDigit = (code: number): boolean => code >= 0x30 && code <= 0x39

/** Go drops the underscores first, wherever they stand. */
function numberOf(text: string): ResolvedScalar | undefined {
  const digits = text.replaceAll('_', '')
  return integerOf(digits) ?? floatOf(digits, floatForm)
}

/** strconv.ParseInt and ParseUint with base 0: 0x, 0b, 0o, and a leading 0 for octal. */
function integerOf(text: string): ResolvedScalar | undefined {
  const match = signedInteger.exec(text)
  if (match === null) return undefined
  const sign = match[1] ?? ''
  const digits = match[2] ?? ''
  const whole = BigInt(/^0[0-7]/.test(digits) ? `0o${digits.slice(1)}` : digits)
  if (whole <= largestSigned || (sign === '-' && whole === largestSigned + 1n)) {
    return { type: 'int', value: whole === 0n ? 0 : Number(sign === '-' ? -whole : whole) }
  }
  return sign === '' && whole <= largestUnsigned ? { type: 'int', value: Number(whole), unsigned: true } : undefined
}

/** strconv.ParseFloat refuses what lies beyond a double: such a text stays a string. */
function floatOf(text: string, form: RegExp): ResolvedScalar | undefined {
  if (!form.test(text)) return undefined
  const value = Number(text.replaceAll('_', ''))
  return Number.isFinite(value) ? float(value) : undefined
}

/** A tag of YAML's own must fit what the text looks like; any other tag makes a string. */
function resolveTagged(node: ScalarNode): ResolvedScalar {
  const name = node.tag.startsWith(yamlTag) ? node.tag.slice(yamlTag.length) : ''
  switch (name) {
    case 'null':
    case 'bool':
    case 'int':
    case 'float': {
      const resolved = resolvePlain(node.text)
      if (resolved.type === name) return resolved
      if (name === 'float' && resolved.type === 'int' && resolved.unsigned === undefined)
        return float(resolved.value as number)
      throw new YamlFault(
        `"${node.text}" is tagged !!${name}, but it is no ${name}. Remove the tag or correct the value.`,
        node.start,
      )
    }
    case 'timestamp':
      if (isTimestamp(node.text)) return string(node.text)
      throw new YamlFault(`"${node.text}" is tagged !!timestamp, but it is no date. Remove the tag.`, node.start)
    case 'binary':
      return string(decodeBase64(node))
    default:
      return string(node.text)
  }
}

const timestamp =
  /^(\d{4})-(\d{1,2})-(\d{1,2})(?:[Tt](\d{1,2}):(\d{1,2}):(\d{1,2})(?:[.,]\d+)?(?:Z|[-+](?:[01]\d|2[0-4]):[0-5]\d)| (\d{1,2}):(\d{1,2}):(\d{1,2})(?:[.,]\d+)?)?$/

function isTimestamp(text: string): boolean {
  const match = timestamp.exec(text)
  if (match === null) return false
  const [year, month, day, ...time] = match.slice(1).map((part) => (part === undefined ? 0 : Number(part))) as [
    number,
    number,
    number,
    ...number[],
  ]
  const [hour, minute, second] = match[4] === undefined ? time.slice(3) : time
  const daysInMonth = new Date(Date.UTC(year, month, 0)).getUTCDate()
  return (
    month >= 1 &&
    month <= 12 &&
    day >= 1 &&
    day <= daysInMonth &&
    (hour ?? 0) < 24 &&
    (minute ?? 0) < 60 &&
    (second ?? 0) < 60
  )
}

/** Binary data becomes a string: bytes that are no UTF-8 are replaced, as Go's JSON writer does. */
function decodeBase64(node: ScalarNode): string {
  const text = node.text.replace(/[\r\n]/g, '')
  if (!/^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/.test(text)) {
    throw new YamlFault(
      'The value is tagged !!binary, but it is no base64. Remove the tag, or encode the value.',
      node.start,
    )
  }
  return decodeUtf8(Uint8Array.from(atob(text), (character) => character.charCodeAt(0)))
}

/** Go replaces each byte that is no UTF-8 by a character of its own; a browser's decoder takes several together. */
function decodeUtf8(bytes: Uint8Array): string {
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
  let text = ''
  for (let index = 0; index < bytes.length;) {
    const first = bytes[index] ?? 0
    const length = first < 0x80 ? 1 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4
    try {
      text += decoder.decode(bytes.subarray(index, index + length))
      index += length
    } catch {
      text += '\ufffd'
      index += 1
    }
  }
  return text
}

/**
 * Whether YAML 1.1 reads something else here than the text looks like (and than YAML 1.2, which most editors show,
 * would read): `yes`, `0777`, `1_000`.
 */
export function isSurprising(text: string, resolved: ResolvedScalar): boolean {
  if (resolved.type === 'bool') return !/^(true|True|TRUE|false|False|FALSE)$/.test(text)
  if (resolved.type !== 'int' && resolved.type !== 'float') return false
  return /_/.test(text) || /^[-+]?0[bBXO]/.test(text) || /^[-+]0[xo]/.test(text) || /^[-+]?0[0-9]/.test(text)
}

/** A key as sigs.k8s.io/yaml writes it: JSON knows only strings. */
export function keyText(node: ScalarNode): string {
  const resolved = resolveScalar(node)
  switch (resolved.type) {
    case 'string':
      return resolved.value as string
    case 'bool':
      return String(resolved.value)
    case 'int':
      if (resolved.unsigned)
        throw new YamlFault(`The number ${node.text} is too large to be a key. Put it in quotes.`, node.start)
      return integerText(node.text)
    case 'float':
      return floatKey(resolved.value as number)
    case 'null':
      throw new YamlFault('A key is empty (null). Give it a name, or put it in quotes.', node.start)
  }
}

/** All digits of a whole number, beyond what a double holds. */
function integerText(text: string): string {
  const match = signedInteger.exec(text.replaceAll('_', ''))
  const digits = match?.[2] ?? '0'
  const whole = BigInt(/^0[0-7]/.test(digits) ? `0o${digits.slice(1)}` : digits)
  return String(match?.[1] === '-' ? -whole : whole)
}

/** strconv.FormatFloat(x, 'g', -1, 32): the shortest digits that give the same 32-bit float. */
function floatKey(value: number): string {
  if (Number.isNaN(value)) return '.nan'
  const single = Math.fround(value)
  if (!Number.isFinite(single)) return value > 0 ? '.inf' : '-.inf'
  if (single === 0) return Object.is(single, -0) ? '-0' : '0'
  let digits = 1
  while (digits < 9 && Math.fround(Number(single.toPrecision(digits))) !== single) digits += 1
  const [mantissa = '', exponent = ''] = single.toExponential(digits - 1).split('e')
  const power = Number(exponent)
  if (power >= -4 && power < 6) return String(Number(single.toPrecision(digits)))
  return `${mantissa}e${power < 0 ? '-' : '+'}${String(Math.abs(power)).padStart(2, '0')}`
}

/** A resolved scalar as JSON holds it. */
export function jsonScalar(node: ScalarNode, resolved: ResolvedScalar): JsonValue {
  if (resolved.type !== 'float') return resolved.value
  const value = resolved.value as number
  if (Number.isFinite(value)) return value === 0 ? 0 : value
  throw new YamlFault(
    `${node.text} is no number that Kubernetes can hold. Put it in quotes if a text is meant.`,
    node.start,
  )
}
