/** Strict decoding, in the server's words (V-4c): what keeps a manifest from being looked at by any other rule. */
import type { FieldPath } from '../kubernetes/field-path.js'
import { rootType } from '../kubernetes/kinds.js'
import { valueAt, type JsonObject } from '../kubernetes/json.js'
import type { Target } from '../kubernetes/target.js'
import type { DecodeFault } from './answer.js'
import { shapeFaults, strictPath } from './shape/index.js'

/** A key that stands twice in one mapping; with the line (from 1) of the second one, where the manifest is YAML. */
export type DuplicateKeyPlace = FieldPath | { readonly path: FieldPath; readonly line: number }

/**
 * What keeps an object from being decoded; empty where it decodes. The first fault is the one that the server names, or
 * one of those that it names together (unknown and duplicate fields); the others would come up once the first is
 * mended.
 */
export function decodeFaults(
  object: JsonObject,
  duplicateKeys: readonly DuplicateKeyPlace[],
  target: Target,
): DecodeFault[] {
  const { apiVersion, kind } = object
  const root = typeof apiVersion === 'string' && typeof kind === 'string' ? rootType(apiVersion, kind) : undefined
  if (root === undefined)
    return [{ kind: 'not-served', message: 'the server could not find the requested resource', path: ['apiVersion'] }]
  const shape = shapeFaults(object, root, target.version.minor)
  const generation = root === 'apps/v1.DaemonSet' ? templateGenerationFault(object) : undefined
  const named = shape.find((fault) => fault.stops) ?? shape.find((fault) => fault.kind === 'wrong-type')
  const strict = [...duplicateKeys.map(duplicateFault), ...shape.filter((fault) => fault.kind === 'unknown-field')]
  const others = shape.filter((fault) => fault !== named && fault.kind !== 'unknown-field')
  const faults: DecodeFault[] = [
    ...(named === undefined ? [] : [named]),
    ...(named === undefined ? strict : others),
    ...(named === undefined ? others : strict),
  ]
  if (generation !== undefined) faults.push(generation)
  return faults.map(withoutStops)
}

/** The whole message of the server's refusal; empty where nothing keeps the object from being decoded. */
export function decodeMessage(object: JsonObject, faults: readonly DecodeFault[]): string {
  const [first] = faults
  if (first === undefined) return ''
  if (first.kind === 'not-served') return first.message
  const { apiVersion = '', kind = '' } = object
  const version = String(apiVersion).slice(String(apiVersion).lastIndexOf('/') + 1)
  return `${String(kind)} in version ${JSON.stringify(version)} cannot be handled as a ${String(kind)}: ${first.kind === 'unknown-field' || first.kind === 'duplicate-field' ? strictMessage(faults) : first.message}`
}

/** The status of that refusal: 404 for what is not served, 400 for what does not decode. */
export function decodeCode(faults: readonly DecodeFault[]): 400 | 404 {
  return faults[0]?.kind === 'not-served' ? 404 : 400
}

/** Strict faults come all together: first those of the YAML reader as one, then those of the decoder, at most 100. */
function strictMessage(faults: readonly DecodeFault[]): string {
  const fromYaml = faults.filter((fault) => fault.message.startsWith('line '))
  const fromDecoder = faults.filter(
    ({ kind, message }) => (kind === 'unknown-field' || kind === 'duplicate-field') && !message.startsWith('line '),
  )
  const yaml =
    fromYaml.length === 0
      ? []
      : [`yaml: unmarshal errors:\n${fromYaml.map((fault) => `  ${fault.message}`).join('\n')}`]
  return `strict decoding error: ${[...yaml, ...fromDecoder.slice(0, 100).map((fault) => fault.message)].join(', ')}`
}

function duplicateFault(place: DuplicateKeyPlace): DecodeFault {
  const path = 'line' in place ? place.path : place
  const message =
    'line' in place
      ? `line ${place.line}: key ${JSON.stringify(String(path.at(-1)))} already set in map`
      : `duplicate field ${JSON.stringify(strictPath(path))}`
  return { kind: 'duplicate-field', message, path }
}

const templateGeneration = ['metadata', 'annotations', 'deprecated.daemonset.template.generation']

/**
 * A DaemonSet's conversion reads its templateGeneration out of an annotation (Convert_v1_DaemonSet_To_apps_DaemonSet).
 */
function templateGenerationFault(object: JsonObject): DecodeFault | undefined {
  const value = valueAt(object, templateGeneration)
  if (typeof value !== 'string' || /^[+-]?\d{1,18}$/.test(value)) return undefined
  const reason = /^[+-]?\d+$/.test(value) ? 'value out of range' : 'invalid syntax'
  if (reason === 'value out of range' && BigInt.asIntN(64, BigInt(value)) === BigInt(value)) return undefined
  return {
    kind: 'bad-value',
    message: `strconv.ParseInt: parsing ${JSON.stringify(value)}: ${reason}`,
    path: templateGeneration,
  }
}

function withoutStops(fault: DecodeFault & { stops?: boolean }): DecodeFault {
  const { stops: _, ...rest } = fault
  return rest
}
