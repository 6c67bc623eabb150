/**
 * The rules for an object's metadata (k8s.io/apimachinery/pkg/api/validation, and pkg/apis/core/validation for
 * finalizers).
 */
import { asObject, type JsonObject } from '../kubernetes/json.js'
import {
  dns1035LabelFaults,
  dnsLabelFaults,
  dnsSubdomainFaults,
  maskTrailingDash,
  qualifiedNameFaults,
} from '../kubernetes/names.js'
import { pathSegmentFaults } from '../kubernetes/path-segment.js'
import type { Target } from '../kubernetes/target.js'
import { atLeast } from '../kubernetes/versions.js'
import type { Cause } from './answer.js'
import { child, forbidden, invalid, required, type Field } from './field.js'
import { goValue } from './go-value.js'
import { validateAnnotations, validateLabels } from './labels.js'
import { invalidEach, validateNonnegative, writtenAs } from './pod-template/fields.js'
import { isTrue, number, objectsAt, stringsAt, text } from './pod-template/read.js'

/** The form that a kind wants its names to have. */
export type NameRule = 'dns-label' | 'dns-subdomain' | 'dns-1035-label' | 'path-segment'

const nameFaultsOf: Readonly<Record<NameRule, (name: string) => string[]>> = {
  'dns-label': dnsLabelFaults,
  'dns-subdomain': dnsSubdomainFaults,
  'dns-1035-label': dns1035LabelFaults,
  'path-segment': pathSegmentFaults,
}

export interface ObjectMetaOptions {
  readonly namespaced: boolean
  readonly nameRule: NameRule
  /** False for the check that every update gets before its kind's own: it knows no finalizers of Kubernetes. */
  readonly kubernetesFinalizers?: boolean
}

/**
 * Metadata of an object that is created (ValidateObjectMeta). A generated name is the server's own and not looked at.
 */
export function validateObjectMeta(meta: JsonObject, options: ObjectMetaOptions, at: Field, target: Target): Cause[] {
  const nameFaults = nameFaultsOf[options.nameRule]
  const causes: Cause[] = []
  const generateName = text(meta, 'generateName')
  const name = text(meta, 'name')
  if (generateName !== '')
    causes.push(
      ...invalidEach(
        child(at, 'generateName'),
        generateName,
        nameFaults(options.nameRule === 'path-segment' ? generateName : maskTrailingDash(generateName)),
      ),
    )
  if (name === '') causes.push(required(child(at, 'name'), 'name or generateName is required'))
  else causes.push(...invalidEach(child(at, 'name'), name, nameFaults(name)))
  causes.push(...validateNamespace(text(meta, 'namespace'), options.namespaced, child(at, 'namespace')))
  causes.push(...validateNonnegative(number(meta, 'generation'), child(at, 'generation')))
  causes.push(...validateMaps(meta, at, target, options.kubernetesFinalizers ?? true))
  return causes
}

/** What is looked at on create and on update alike. */
function validateMaps(meta: JsonObject, at: Field, target: Target, kubernetesFinalizers: boolean): Cause[] {
  return [
    ...validateLabels(meta.labels, child(at, 'labels'), target),
    ...validateAnnotations(meta.annotations, child(at, 'annotations'), target),
    ...validateOwnerReferences(meta, child(at, 'ownerReferences'), target),
    ...validateFinalizers(stringsAt(meta, 'finalizers'), child(at, 'finalizers'), target),
    ...(kubernetesFinalizers
      ? validateKubernetesFinalizers(stringsAt(meta, 'finalizers'), child(at, 'finalizers'))
      : []),
  ]
}

/**
 * Metadata of an object that is updated (ValidateObjectMetaUpdate), apart from what the server itself sets (uid, times,
 * resourceVersion): it looks at neither name nor namespace, for they lead to the object, but at their change.
 */
export function validateObjectMetaUpdate(
  meta: JsonObject,
  old: JsonObject,
  at: Field,
  target: Target,
  kubernetesFinalizers = true,
): Cause[] {
  const causes: Cause[] = []
  if (old.deletionTimestamp !== undefined && old.deletionTimestamp !== null) {
    const before = new Set(stringsAt(old, 'finalizers'))
    const extra = [...new Set(stringsAt(meta, 'finalizers'))].filter((finalizer) => !before.has(finalizer)).sort()
    if (extra.length > 0) {
      const list = `[]string{${extra.map((finalizer) => JSON.stringify(finalizer)).join(', ')}}`
      causes.push(
        forbidden(
          child(at, 'finalizers'),
          `no new finalizers can be added if the object is being deleted, found new finalizers ${list}`,
        ),
      )
    }
  }
  for (const key of ['name', 'namespace']) {
    if (text(meta, key) !== text(old, key)) causes.push(invalid(child(at, key), text(meta, key), 'field is immutable'))
  }
  for (const [key, type] of [
    ['deletionTimestamp', '*v1.Time'],
    ['deletionGracePeriodSeconds', '*int64'],
  ] as const) {
    if ((meta[key] ?? null) !== (old[key] ?? null))
      causes.push(invalid(child(at, key), goValue(type, meta[key], target), 'field is immutable'))
  }
  causes.push(...validateLabels(meta.labels, child(at, 'labels'), target))
  causes.push(...validateAnnotations(meta.annotations, child(at, 'annotations'), target))
  causes.push(...validateOwnerReferences(meta, child(at, 'ownerReferences'), target))
  if (kubernetesFinalizers)
    causes.push(...validateKubernetesFinalizers(stringsAt(meta, 'finalizers'), child(at, 'finalizers')))
  return causes
}

function validateNamespace(namespace: string, namespaced: boolean, at: Field): Cause[] {
  if (!namespaced) return namespace === '' ? [] : [forbidden(at, 'not allowed on this type')]
  return namespace === '' ? [required(at, '')] : invalidEach(at, namespace, dnsLabelFaults(namespace))
}

function validateFinalizers(finalizers: readonly string[], at: Field, target: Target): Cause[] {
  const causes = finalizers.flatMap((finalizer, index) =>
    invalidEach(writtenAs(child(at, index), at), finalizer, qualifiedNameFaults(finalizer, target)),
  )
  if (finalizers.includes('orphan') && finalizers.includes('foregroundDeletion')) {
    causes.push(
      invalid(
        at,
        goValue('[]string', [...finalizers], target),
        'finalizer orphan and foregroundDeletion cannot be both set',
      ),
    )
  }
  return causes
}

/** A finalizer without a prefix has to be one of Kubernetes' own (validateKubeFinalizerName). */
function validateKubernetesFinalizers(finalizers: readonly string[], at: Field): Cause[] {
  return finalizers.flatMap((finalizer, index) =>
    finalizer.includes('/') || ['kubernetes', 'orphan', 'foregroundDeletion'].includes(finalizer)
      ? []
      : [invalid(child(at, index), finalizer, 'name is neither a standard finalizer name nor is it fully qualified')],
  )
}

function validateOwnerReferences(meta: JsonObject, at: Field, target: Target): Cause[] {
  const causes: Cause[] = []
  const references = objectsAt(meta, 'ownerReferences')
  let controller = ''
  for (const [index, reference] of references.entries()) {
    causes.push(...validateOwnerReference(reference, child(at, index), at, target))
    if (!isTrue(reference, 'controller')) continue
    const name = `${text(reference, 'kind')}/${text(reference, 'name')}`
    if (controller === '') controller = name
    else {
      causes.push(
        invalid(
          at,
          goValue('[]v1.OwnerReference', references, target),
          `Only one reference can have Controller set to true. Found "true" in references for ${controller} and ${name}`,
        ),
      )
    }
  }
  return causes
}

function validateOwnerReference(reference: JsonObject, at: Field, list: Field, target: Target): Cause[] {
  const renewed = atLeast(target.version, 37)
  const causes: Cause[] = []
  // up to 1.36 the path leaves the index out, and what is missing is called invalid
  const place = renewed ? at : writtenAs(at, list)
  const part = (key: string): Field => (renewed ? child(at, key) : writtenAs(child(at, key), child(list, key)))
  const missing = (key: string, words: string): Cause =>
    renewed ? required(part(key), 'must not be empty') : invalid(part(key), '', words)
  const apiVersion = text(reference, 'apiVersion')
  const parts = apiVersion.split('/')
  const version = parts.length > 2 ? '' : (parts[parts.length - 1] ?? '')
  if (renewed && apiVersion === '') causes.push(missing('apiVersion', ''))
  else if (version === '')
    causes.push(
      invalid(
        part('apiVersion'),
        apiVersion,
        renewed ? 'must be <group>/<version> or <version>' : 'version must not be empty',
      ),
    )
  for (const key of ['kind', 'name', 'uid']) {
    if (text(reference, key) === '')
      causes.push(missing(key, atLeast(target.version, 34) ? 'must not be empty' : `${key} must not be empty`))
  }
  if (apiVersion === 'v1' && reference.kind === 'Event') {
    causes.push(
      invalid(
        place,
        goValue('v1.OwnerReference', asObject(reference), target),
        '/v1, Kind=Event is disallowed from being an owner',
      ),
    )
  }
  return causes
}
