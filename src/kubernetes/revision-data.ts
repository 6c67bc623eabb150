/** A StatefulSet's ControllerRevision: its bytes and its name (S-96, S-97). */
import { safeEncode } from './daemonset-hash.js'
import { decodeStruct, encodeStruct } from './go-types/decode.js'
import { goTypes } from './go-types/index.js'
import { isObject, type JsonObject, type JsonValue } from './json.js'
import type { Target } from './target.js'

/**
 * The raw data of the revision of a stored pod template (S-96): the template as the server of that version writes it,
 * keys in alphabetical order, as a patch that replaces the template.
 */
export function revisionData(template: JsonObject, target: Target): string {
  const types = goTypes(target.version.minor)
  const written = encodeStruct(
    decodeStruct(template, 'core/v1.PodTemplateSpec', types),
    'core/v1.PodTemplateSpec',
    types,
  )
  return goJson({ spec: { template: { ...written, $patch: 'replace' } } })
}

/** The hash of a revision: over its data and the set's collision count (S-97, S-100). */
export function revisionHash(data: string, collisionCount = 0): string {
  return safeEncode(String(fnv32(new TextEncoder().encode(data + String(collisionCount)))))
}

/** The name of the revision of a set: `web-7b66f59d4c`. */
export function revisionName(setName: string, hash: string): string {
  return `${setName.slice(0, 223)}-${hash}`
}

/** FNV-1, 32 bits: multiply, then mix (a DaemonSet's hash is FNV-1a). */
function fnv32(bytes: Uint8Array): number {
  let hash = 0x811c9dc5
  for (const byte of bytes) hash = Math.imul(hash, 0x01000193) ^ byte
  return hash >>> 0
}

/** JSON as Go's encoder writes a map: keys sorted by their bytes, and the characters that HTML minds as \\u escapes. */
export function goJson(value: JsonValue | undefined): string {
  if (Array.isArray(value)) return `[${value.map(goJson).join(',')}]`
  if (isObject(value)) {
    const entries = Object.entries(value).filter(([, item]) => item !== undefined)
    entries.sort(([a], [b]) => compareBytes(a, b))
    return `{${entries.map(([key, item]) => `${goString(key)}:${goJson(item)}`).join(',')}}`
  }
  if (typeof value === 'string') return goString(value)
  return JSON.stringify(value ?? null)
}

/** JavaScript escapes what Go does, but for these. */
function goString(text: string): string {
  return JSON.stringify(text).replace(
    /[<>&\u2028\u2029]/g,
    (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}

/** Sorts as Go compares strings, by UTF-8 bytes: like code points, not like UTF-16 units. */
function compareBytes(a: string, b: string): number {
  if (/^[\0-\x7f]*$/.test(a) && /^[\0-\x7f]*$/.test(b)) return a < b ? -1 : a > b ? 1 : 0
  const [left, right] = [Array.from(a), Array.from(b)]
  for (let index = 0; index < Math.min(left.length, right.length); index++) {
    const difference = (left[index]?.codePointAt(0) ?? 0) - (right[index]?.codePointAt(0) ?? 0)
    if (difference !== 0) return difference
  }
  return left.length - right.length
}
