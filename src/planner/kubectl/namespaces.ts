import { asObject, asString, type JsonObject } from '../../kubernetes/json.js'
import { KubectlError } from './command-line.js'

/**
 * The namespace into which a manifest goes: its own, else the line's `-n`, else `default`.
 * @throws {KubectlError} where both are given and differ.
 */
export function namespaceOf(object: JsonObject, asked: string | undefined): string {
  const own = asString(asObject(object['metadata'])['namespace']) ?? ''
  if (own === '') return asked ?? 'default'
  if (asked !== undefined && own !== asked) {
    throw new KubectlError(
      `the namespace from the provided object ${JSON.stringify(own)} does not match the namespace ${JSON.stringify(asked)}. You must pass '--namespace=${own}' to perform this operation.`,
    )
  }
  return own
}
