/**
 * The rules for the files of Secrets, ConfigMaps and the downward API in a volume (validateKeyToPath,
 * validateDownwardAPIVolumeFile).
 */
import type { JsonObject } from '../../kubernetes/json.js'
import { idFaults } from '../../kubernetes/names.js'
import type { Cause } from '../answer.js'
import { child, invalid, required, type Field } from '../field.js'
import type { PodContext } from './context.js'
import { validateFieldReference, validateResourceReference, volumeFieldPaths } from './downward-api.js'
import { validateHostIPs } from './env.js'
import { invalidEach, validateNonReservedPath, validateRequired, writtenAs } from './fields.js'
import { isSet, number, objectAt, text } from './read.js'

/** What a volume's rules need to know; the volumes themselves are not known yet. */
export type SourceContext = Pick<PodContext, 'target' | 'options'>
export type SourceRule = (source: JsonObject, at: Field, context: SourceContext) => Cause[]

/** The permissions of a file. */
export function validateFileMode(source: JsonObject, key: string, at: Field): Cause[] {
  const mode = number(source, key)
  if (!isSet(source, key) || (mode >= 0 && mode <= 0o777)) return []
  return [invalid(child(at, key), mode, 'must be a number between 0 and 0777 (octal), both inclusive')]
}

/** The owner of a file: from 1.37 on, gate AtomicWriteVolumeUserFields. */
export function validateUser(source: JsonObject, key: string, at: Field): Cause[] {
  return isSet(source, key) ? invalidEach(child(at, key), number(source, key), idFaults(number(source, key))) : []
}

/** A key of a Secret or ConfigMap, and the file that it becomes (validateKeyToPath). */
export function validateKeyToPath(item: JsonObject, at: Field): Cause[] {
  return [
    ...validateRequired(item, ['key', 'path'], at),
    ...validateNonReservedPath(text(item, 'path'), child(at, 'path')),
    ...validateFileMode(item, 'mode', at),
    ...validateUser(item, 'user', at),
  ]
}

/**
 * A file that tells something about the pod; `written` is the place as the server names it, which leaves the item out.
 */
export function validateDownwardApiFile(
  file: JsonObject,
  place: Field,
  written: Field,
  context: SourceContext,
): Cause[] {
  const part = (key: string): Field => writtenAs(child(place, key), child(written, key))
  const here = writtenAs(place, written)
  const path = text(file, 'path')
  const causes = path === '' ? [required(part('path'), '')] : []
  causes.push(...validateNonReservedPath(path, part('path')))
  const [fieldRef, resourceRef] = [objectAt(file, 'fieldRef'), objectAt(file, 'resourceFieldRef')]
  if (fieldRef !== undefined) {
    causes.push(...validateFieldReference(fieldRef, volumeFieldPaths, part('fieldRef'), context.target))
    if (resourceRef !== undefined)
      causes.push(invalid(here, 'resource', 'fieldRef and resourceFieldRef can not be specified simultaneously'))
    causes.push(...validateHostIPs(fieldRef, part('fieldRef'), context))
  } else if (resourceRef !== undefined)
    causes.push(...validateResourceReference(resourceRef, part('resourceFieldRef'), true))
  else causes.push(required(here, 'one of fieldRef and resourceFieldRef is required'))
  return [...causes, ...validateFileMode(file, 'mode', here), ...validateUser(file, 'user', here)]
}
