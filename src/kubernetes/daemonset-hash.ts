/**
 * The hash in the name of a DaemonSet's ControllerRevision (D-61): FNV-1a over Go's dump of the pod template, not over
 * its JSON. So it depends on the Kubernetes version too: a field that a version adds to the Go struct changes the hash
 * of every template.
 */
import { goDump, UnknownDumpError } from './go-dump.js'
import { goTypes } from './go-types/index.js'
import type { JsonObject } from './json.js'

const template = { form: 'declared', name: 'core/v1.PodTemplateSpec' } as const

/** FNV-1a, 32 bits. */
function fnv32a(bytes: Uint8Array, start = 0x811c9dc5): number {
  let hash = start
  for (const byte of bytes) hash = Math.imul(hash ^ byte, 0x01000193)
  return hash >>> 0
}

/** apimachinery's SafeEncodeString: letters that spell no word. */
export function safeEncode(text: string): string {
  const alphabet = 'bcdfghjklmnpqrstvwxz2456789'
  return Array.from(new TextEncoder().encode(text), (byte) => alphabet[byte % alphabet.length]).join('')
}

/**
 * The hash of a stored pod template; undefined where the template holds something whose dump cannot be known.
 * @param minor the minor version of Kubernetes, whose Go structs are dumped.
 */
export function daemonSetHash(storedTemplate: JsonObject, minor: number, collisionCount?: number): string | undefined {
  let dump: string
  try {
    dump = goDump(storedTemplate, template, goTypes(minor))
  } catch (error) {
    if (error instanceof UnknownDumpError) return undefined
    throw error
  }
  let hash = fnv32a(new TextEncoder().encode(dump))
  if (collisionCount !== undefined) {
    const bytes = new Uint8Array(8)
    new DataView(bytes.buffer).setUint32(0, collisionCount, true)
    hash = fnv32a(bytes, hash)
  }
  return safeEncode(String(hash))
}
