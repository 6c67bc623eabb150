/** `-n`, as kubectl has it: where what names no namespace goes. */
import { asObject, asString, type JsonObject } from '../kubernetes/json.js'
import { kindOf } from '../kubernetes/kinds.js'
import { CannotRun } from './cannot-run.js'

/**
 * The objects with the namespace that they go into.
 * @throws {CannotRun} where one names another namespace, in kubectl's words.
 */
export function inNamespace(objects: readonly JsonObject[], namespace: string | undefined): readonly JsonObject[] {
  if (namespace === undefined) return objects
  return objects.map((object) => {
    const metadata = asObject(object['metadata'])
    const own = asString(metadata['namespace']) ?? ''
    if (own !== '' && own !== namespace)
      throw new CannotRun(
        `the namespace from the provided object ${JSON.stringify(own)} does not match the namespace ${JSON.stringify(namespace)}. You must pass '--namespace=${own}' to perform this operation.`,
      )
    const kind = kindOf(asString(object['apiVersion']) ?? '', asString(object['kind']) ?? '')
    return own !== '' || kind?.namespaced === false ? object : { ...object, metadata: { ...metadata, namespace } }
  })
}

/** The words of a kubectl line, with `-n` where they name no namespace themselves. */
export function lineInNamespace(words: readonly string[], namespace: string | undefined): readonly string[] {
  const names = words.some((word) => /^(?:-n|--namespace|-A|--all-namespaces)(?:=|$)/.test(word) || /^-n\w/.test(word))
  return namespace === undefined || names ? words : [...words, '-n', namespace]
}
