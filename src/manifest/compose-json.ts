import { YamlFault, type Composed, type MappingEntry, type YamlNode } from './node.js'

/** A value, and the offset behind it. */
interface ComposedJson {
  readonly node: YamlNode
  readonly end: number
}

/** Whether kubectl tries a text as JSON first (apimachinery's IsJSONBuffer). */
export function looksLikeJson(text: string): boolean {
  return /^\s*\{/.test(text) && !text.startsWith('\uFEFF')
}

/**
 * Reads one JSON value with the places of its parts, as Go's encoding/json does; throws a YamlFault where that refuses
 * it.
 */
export function composeJson(text: string, offset: number): Composed {
  return { root: composeValue(text, skipBlanks(text, offset), 0).node, end: text.length }
}

/** The offset of the next character that is no white space of JSON. */
export function skipBlanks(text: string, offset: number): number {
  let here = offset
  while (here < text.length && ' \t\r\n'.includes(text.charAt(here))) here += 1
  return here
}

const deepest = 10_000
const literal = /true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][-+]?\d+)?/y
const quoted = /"(?:[^"\\]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/y

function composeValue(text: string, start: number, depth: number): ComposedJson {
  if (depth > deepest)
    throw new YamlFault('This is nested too deeply: Kubernetes refuses more than 10000 levels.', start)
  switch (text.charAt(start)) {
    case '{':
      return composeObject(text, start, depth)
    case '[':
      return composeArray(text, start, depth)
    case '"':
      return composeString(text, start)
    default: {
      const source = matchAt(literal, text, start)
      if (source === undefined || source === '') throw unexpected(text, start, 'a value')
      if (Math.abs(Number(source)) === Infinity)
        throw new YamlFault(`${source} is no number that Kubernetes can hold.`, start)
      const end = start + source.length
      return { node: { kind: 'scalar', start, end, text: source, plain: true, tag: '' }, end }
    }
  }
}

function composeObject(text: string, start: number, depth: number): ComposedJson {
  const entries: MappingEntry[] = []
  let here = skipBlanks(text, start + 1)
  while (text.charAt(here) !== '}' || entries.length > 0) {
    if (text.charAt(here) !== '"') throw unexpected(text, here, 'a key in double quotes')
    const key = composeString(text, here)
    here = skipBlanks(text, key.end)
    if (text.charAt(here) !== ':') throw unexpected(text, here, 'a ":" after the key')
    const value = composeValue(text, skipBlanks(text, here + 1), depth + 1)
    entries.push({ key: key.node, value: value.node })
    here = skipBlanks(text, value.end)
    if (text.charAt(here) === '}') break
    if (text.charAt(here) !== ',') throw unexpected(text, here, 'a "," or the closing "}"')
    here = skipBlanks(text, here + 1)
  }
  return { node: { kind: 'mapping', flow: true, start, end: here + 1, entries }, end: here + 1 }
}

function composeArray(text: string, start: number, depth: number): ComposedJson {
  const items: YamlNode[] = []
  let here = skipBlanks(text, start + 1)
  while (text.charAt(here) !== ']' || items.length > 0) {
    const item = composeValue(text, here, depth + 1)
    items.push(item.node)
    here = skipBlanks(text, item.end)
    if (text.charAt(here) === ']') break
    if (text.charAt(here) !== ',') throw unexpected(text, here, 'a "," or the closing "]"')
    here = skipBlanks(text, here + 1)
  }
  return { node: { kind: 'sequence', flow: true, start, end: here + 1, items }, end: here + 1 }
}

function composeString(text: string, start: number): ComposedJson {
  const source = matchAt(quoted, text, start)
  if (source === undefined || holdsControlCharacter(source))
    throw new YamlFault('This string is not closed, or holds a line break or an escape that JSON does not know.', start)
  const end = start + source.length
  const value = withoutLoneSurrogates(JSON.parse(source) as string)
  return { node: { kind: 'scalar', start, end, text: value, plain: false, tag: '' }, end }
}

function holdsControlCharacter(text: string): boolean {
  for (let index = 0; index < text.length; index += 1) if (text.charCodeAt(index) < 0x20) return true
  return false
}

/** Go replaces half of a surrogate pair, which UTF-8 cannot hold. */
function withoutLoneSurrogates(text: string): string {
  return text.replace(/[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g, '\ufffd')
}

function matchAt(pattern: RegExp, text: string, offset: number): string | undefined {
  pattern.lastIndex = offset
  return pattern.exec(text)?.[0]
}

function unexpected(text: string, offset: number, wanted: string): YamlFault {
  const character = text.charAt(offset)
  const found =
    character === '' ? 'the text ends' : character === '"' ? 'a text in quotes follows' : `there is "${character}"`
  return new YamlFault(`This is no JSON: ${wanted} is expected here, but ${found}.`, offset)
}
