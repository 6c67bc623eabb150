/** The rules for environment variables (ValidateEnv, ValidateEnvFrom). */
import { isObject, type JsonObject } from '../../kubernetes/json.js'
import {
  configMapKeyFaults,
  dnsSubdomainFaults,
  envVarNameFaults,
  maskTrailingDash,
  relaxedEnvVarNameFaults,
} from '../../kubernetes/names.js'
import type { Cause } from '../answer.js'
import { child, forbidden, invalid, required, type Field } from '../field.js'
import type { PodContext } from './context.js'
import { envFieldPaths, validateFieldReference, validateResourceReference } from './downward-api.js'
import { invalidEach, validateDnsLabel, validateNoBacksteps, writtenAs } from './fields.js'
import { objectAt, text } from './read.js'

function nameFaults(name: string, { options }: PodContext): string[] {
  return options.allowRelaxedEnvironmentVariableValidation ? relaxedEnvVarNameFaults(name) : envVarNameFaults(name)
}

export function validateEnv(variables: readonly JsonObject[], at: Field, context: PodContext): Cause[] {
  return variables.flatMap((variable, index) => {
    const place = child(at, index)
    const name = text(variable, 'name')
    const causes =
      name === ''
        ? [required(child(place, 'name'), '')]
        : invalidEach(child(place, 'name'), name, nameFaults(name, context))
    const source = objectAt(variable, 'valueFrom')
    return source === undefined
      ? causes
      : [...causes, ...validateValueFrom(variable, source, child(place, 'valueFrom'), context)]
  })
}

function validateValueFrom(variable: JsonObject, source: JsonObject, at: Field, context: PodContext): Cause[] {
  const { options, target } = context
  const causes: Cause[] = []
  let sources = 0
  const each = (key: string, rule: (reference: JsonObject, place: Field) => Cause[]): void => {
    const reference = source[key]
    if (!isObject(reference)) return
    sources++
    causes.push(...rule(reference, child(at, key)))
  }
  each('fieldRef', (reference, place) => [
    ...validateFieldReference(reference, envFieldPaths, place, target),
    ...validateHostIPs(reference, place, context),
  ])
  each('resourceFieldRef', (reference, place) => validateResourceReference(reference, place, false))
  each('configMapKeyRef', validateKeyReference)
  each('secretKeyRef', validateKeyReference)
  each('fileKeyRef', validateFileKeyReference)
  if (sources === 0) {
    const known = options.allowEnvFilesValidation
      ? '`configMapKeyRef`, `secretKeyRef` or `fileKeyRef`'
      : '`configMapKeyRef` or `secretKeyRef`'
    causes.push(invalid(at, '', `must specify one of: \`fieldRef\`, \`resourceFieldRef\`, ${known}`))
  } else if (text(variable, 'value') !== '')
    causes.push(invalid(at, '', 'may not be specified when `value` is not empty'))
  else if (sources > 1) causes.push(invalid(at, '', 'may not have more than one field specified at a time'))
  return causes
}

/** Up to 1.31: the addresses of the node, gate PodHostIPs (validateDownwardAPIHostIPs). */
export function validateHostIPs(reference: JsonObject, at: Field, { options }: Pick<PodContext, 'options'>): Cause[] {
  if (options.allowHostIPsField || reference.fieldPath !== 'status.hostIPs') return []
  return [forbidden(at, "may not be set when feature gate 'PodHostIPs' is not enabled")]
}

function validateKeyReference(reference: JsonObject, at: Field): Cause[] {
  const [name, key] = [text(reference, 'name'), text(reference, 'key')]
  const causes = invalidEach(child(at, 'name'), name, dnsSubdomainFaults(name))
  return [
    ...causes,
    ...(key === '' ? [required(child(at, 'key'), '')] : invalidEach(child(at, 'key'), key, configMapKeyFaults(key))),
  ]
}

function validateFileKeyReference(reference: JsonObject, at: Field): Cause[] {
  const [key, volumeName, path] = [text(reference, 'key'), text(reference, 'volumeName'), text(reference, 'path')]
  return [
    ...(key === ''
      ? [required(child(at, 'key'), '')]
      : invalidEach(child(at, 'key'), key, relaxedEnvVarNameFaults(key))),
    ...(volumeName === ''
      ? [required(child(at, 'volumeName'), '')]
      : validateDnsLabel(volumeName, child(at, 'volumeName'))),
    ...(path === '' ? [required(child(at, 'path'), '')] : validateNoBacksteps(path, child(at, 'path'))),
  ]
}

export function validateEnvFrom(sources: readonly JsonObject[], at: Field, context: PodContext): Cause[] {
  return sources.flatMap((source, index) => {
    const place = child(at, index)
    const prefix = text(source, 'prefix')
    const causes = prefix === '' ? [] : invalidEach(child(place, 'prefix'), prefix, nameFaults(prefix, context))
    let chosen = 0
    for (const key of ['configMapRef', 'secretRef']) {
      const reference = objectAt(source, key)
      if (reference === undefined) continue
      chosen++
      const name = text(reference, 'name')
      const nameAt = child(place, key, 'name')
      causes.push(
        ...(name === ''
          ? [required(nameAt, '')]
          : invalidEach(nameAt, name, dnsSubdomainFaults(maskTrailingDash(name)))),
      )
    }
    // the server names the list, not the entry
    if (chosen === 0)
      causes.push(invalid(writtenAs(place, at), '', 'must specify one of: `configMapRef` or `secretRef`'))
    else if (chosen > 1)
      causes.push(invalid(writtenAs(place, at), '', 'may not have more than one field specified at a time'))
    return causes
  })
}
