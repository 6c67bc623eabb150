/**
 * The rules for references to the pod's own fields and resources (validateObjectFieldSelector,
 * validateContainerResourceFieldSelector).
 */
import type { JsonObject } from '../../kubernetes/json.js'
import { qualifiedNameFaults } from '../../kubernetes/names.js'
import { compareQuantities } from '../../kubernetes/quantity.js'
import type { Target } from '../../kubernetes/target.js'
import type { Cause } from '../answer.js'
import { child, invalid, notSupported, required, type Field } from '../field.js'
import { invalidEach, writtenAs } from './fields.js'
import { text } from './read.js'

/** The fields that an environment variable may take its value from. */
export const envFieldPaths = [
  'metadata.name',
  'metadata.namespace',
  'metadata.uid',
  'spec.nodeName',
  'spec.serviceAccountName',
  'status.hostIP',
  'status.hostIPs',
  'status.podIP',
  'status.podIPs',
]
/** The fields that a file of a volume may hold. */
export const volumeFieldPaths = [
  'metadata.annotations',
  'metadata.labels',
  'metadata.name',
  'metadata.namespace',
  'metadata.uid',
]
/** The fields that the server knows at all; which of them are allowed depends on the place. */
const convertible = new Set([
  ...envFieldPaths,
  ...volumeFieldPaths,
  'spec.restartPolicy',
  'spec.schedulerName',
  'status.phase',
])

const resourceNames = [
  'limits.cpu',
  'limits.ephemeral-storage',
  'limits.memory',
  'requests.cpu',
  'requests.ephemeral-storage',
  'requests.memory',
]

export function validateFieldReference(
  reference: JsonObject,
  allowed: readonly string[],
  at: Field,
  target: Target,
): Cause[] {
  const [apiVersion, fieldPath] = [text(reference, 'apiVersion'), text(reference, 'fieldPath')]
  if (apiVersion === '') return [required(child(at, 'apiVersion'), '')]
  const place = child(at, 'fieldPath')
  if (fieldPath === '') return [required(place, '')]
  const subscript = /^([^]+?)\['([^]*)'\]$/.exec(fieldPath)
  const conversionFault =
    apiVersion !== 'v1' ? `unsupported pod version: ${apiVersion}` : unknownLabel(fieldPath, subscript?.[1])
  if (conversionFault !== undefined)
    return [invalid(place, fieldPath, `error converting fieldPath: ${conversionFault}`)]
  if (subscript === null) {
    const path = fieldPath === 'spec.host' ? 'spec.nodeName' : fieldPath
    return allowed.includes(path) ? [] : [notSupported(place, path, allowed)]
  }
  const key = subscript[1] === 'metadata.annotations' ? (subscript[2] ?? '').toLowerCase() : (subscript[2] ?? '')
  return invalidEach(writtenAs(place, at), key, qualifiedNameFaults(key, target))
}

/** ConvertDownwardAPIFieldLabel */
function unknownLabel(fieldPath: string, subscripted: string | undefined): string | undefined {
  if (subscripted !== undefined) {
    return ['metadata.annotations', 'metadata.labels'].includes(subscripted)
      ? undefined
      : `field label does not support subscript: ${fieldPath}`
  }
  return convertible.has(fieldPath) || fieldPath === 'spec.host' ? undefined : `field label not supported: ${fieldPath}`
}

/** @param inVolume a file of a volume has to say of which container. */
export function validateResourceReference(reference: JsonObject, at: Field, inVolume: boolean): Cause[] {
  const resource = text(reference, 'resource')
  const causes: Cause[] = []
  if (inVolume && text(reference, 'containerName') === '') causes.push(required(child(at, 'containerName'), ''))
  else if (resource === '') causes.push(required(child(at, 'resource'), ''))
  else if (!resourceNames.includes(resource) && !isHugePages(resource))
    causes.push(notSupported(child(at, 'resource'), resource, resourceNames))
  return [...causes, ...validateDivisor(resource, text(reference, 'divisor'), child(at, 'divisor'))]
}

function isHugePages(resource: string): boolean {
  return resource.startsWith('limits.hugepages-') || resource.startsWith('requests.hugepages-')
}

const byteDivisors = ['1', '1k', '1M', '1G', '1T', '1P', '1E', '1Ki', '1Mi', '1Gi', '1Ti', '1Pi', '1Ei']

function validateDivisor(resource: string, divisor: string, at: Field): Cause[] {
  if (divisor === '' || compareQuantities(divisor, 0) === 0) return []
  if (resource === 'limits.cpu' || resource === 'requests.cpu') {
    return ['1m', '1'].includes(divisor)
      ? []
      : [invalid(at, resource, "only divisor's values 1m and 1 are supported with the cpu resource")]
  }
  const words = isHugePages(resource)
    ? 'hugepages'
    : resource.endsWith('.memory')
      ? 'memory'
      : 'local ephemeral storage'
  if ((!resourceNames.includes(resource) && !isHugePages(resource)) || byteDivisors.includes(divisor)) return []
  return [
    invalid(at, resource, `only divisor's values ${byteDivisors.join(', ')} are supported with the ${words} resource`),
  ]
}
