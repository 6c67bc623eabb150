/**
 * What a PersistentVolumeClaim may ask for (ValidatePersistentVolumeClaimSpec): V-30 for claim templates, from 1.34 on,
 * and the same rules for claims that stand alone.
 */
import { asList, asObject, isObject, valueAt, type JsonObject } from '../kubernetes/json.js'
import { compareQuantities, formatQuantity, parseQuantity, type Quantity } from '../kubernetes/quantity.js'
import type { Target } from '../kubernetes/target.js'
import type { Cause, ServerWarning } from './answer.js'
import { child, forbidden, invalid, notSupported, required, standingAt, type Field } from './field.js'
import { validateLabelSelector } from './labels.js'
import { validateDnsLabel, validateDnsSubdomain } from './pod-template/fields.js'
import { isSet, text } from './pod-template/read.js'

const accessModes = ['ReadOnlyMany', 'ReadWriteMany', 'ReadWriteOnce', 'ReadWriteOncePod']
const volumeModes = ['Block', 'Filesystem']

export interface ClaimOptions {
  /** On update: the stored claim has a selector that is no valid one. */
  readonly allowInvalidLabelValueInSelector?: boolean
  /** On update: the stored claim names an API group in its data source. */
  readonly allowInvalidApiGroup?: boolean
}

/** The faults of a claim's spec, in its stored form. */
export function validateClaimSpec(spec: JsonObject, at: Field, target: Target, options: ClaimOptions = {}): Cause[] {
  const faults: Cause[] = []
  const modes = asList(spec.accessModes)
  if (modes.length === 0) faults.push(required(child(at, 'accessModes'), 'at least 1 access mode is required'))
  if (isObject(spec.selector)) {
    const allowInvalidLabelValue = options.allowInvalidLabelValueInSelector ?? false
    faults.push(...validateLabelSelector(spec.selector, child(at, 'selector'), target, { allowInvalidLabelValue }))
  }
  faults.push(...validateAccessModes(modes.map(String), at), ...validateStorageRequest(spec, at))

  const className = text(spec, 'storageClassName')
  if (className !== '') faults.push(...validateDnsSubdomain(className, child(at, 'storageClassName')))
  if (isSet(spec, 'volumeMode') && !volumeModes.includes(text(spec, 'volumeMode'))) {
    faults.push(notSupported(child(at, 'volumeMode'), text(spec, 'volumeMode'), volumeModes))
  }

  faults.push(...validateDataSources(spec, at, options.allowInvalidApiGroup ?? false))
  const attributesClass = text(spec, 'volumeAttributesClassName')
  if (attributesClass !== '' && target.gates.VolumeAttributesClass === true) {
    faults.push(...validateDnsSubdomain(attributesClass, child(at, 'volumeAttributesClassName')))
  }
  return faults
}

function validateAccessModes(modes: readonly string[], at: Field): Cause[] {
  const field = child(at, 'accessModes')
  const faults: Cause[] = []
  modes.forEach((mode, index) => {
    if (!accessModes.includes(mode))
      faults.push(notSupported(standingAt(field.field, [...field.path, index]), mode, accessModes))
  })
  const known = modes.filter((mode) => accessModes.includes(mode))
  if (known.includes('ReadWriteOncePod') && known.some((mode) => mode !== 'ReadWriteOncePod')) {
    faults.push(forbidden(field, 'may not use ReadWriteOncePod with other access modes'))
  }
  return faults
}

/** The server names the storage request `spec.resources[storage]`; it stands in `spec.resources.requests.storage`. */
function validateStorageRequest(spec: JsonObject, at: Field): Cause[] {
  const field = standingAt(`${at.field}.resources[storage]`, [...at.path, 'resources', 'requests', 'storage'])
  const storage = valueAt(spec, ['resources', 'requests', 'storage'])
  if (typeof storage !== 'string' && typeof storage !== 'number') return [required(field, '')]
  return compareQuantities(storage, 0) > 0
    ? []
    : [invalid(field, formatQuantity(parseQuantity(storage)), 'must be greater than zero')]
}

function validateDataSources(spec: JsonObject, at: Field, allowInvalidApiGroup: boolean): Cause[] {
  const faults: Cause[] = []
  const source = isObject(spec.dataSource) ? spec.dataSource : undefined
  const reference = isObject(spec.dataSourceRef) ? spec.dataSourceRef : undefined
  const namespace = text(reference ?? {}, 'namespace')
  if (source !== undefined) faults.push(...validateDataSource(source, child(at, 'dataSource'), allowInvalidApiGroup))
  if (reference !== undefined) {
    const field = child(at, 'dataSourceRef')
    faults.push(...validateDataSource(reference, field, allowInvalidApiGroup))
    if (namespace !== '') faults.push(...validateDnsLabel(namespace, child(field, 'namespace')))
  }
  // the server names the spec, and quotes the field's path as if it were the value: a `field.Path`, which has nothing
  // to show
  if (source !== undefined && reference !== undefined) {
    const field = standingAt(at.field, [...at.path, 'dataSource'])
    if (namespace !== '')
      faults.push(invalid(field, {}, 'may not be specified when dataSourceRef.namespace is specified'))
    else if (
      source.apiGroup !== reference.apiGroup ||
      source.kind !== reference.kind ||
      source.name !== reference.name
    ) {
      faults.push(invalid(field, {}, 'must match dataSourceRef'))
    }
  }
  return faults
}

function validateDataSource(source: JsonObject, at: Field, allowInvalidApiGroup: boolean): Cause[] {
  const faults: Cause[] = []
  const [kind, apiGroup] = [text(source, 'kind'), text(source, 'apiGroup')]
  if (text(source, 'name') === '') faults.push(required(child(at, 'name'), ''))
  if (kind === '') faults.push(required(child(at, 'kind'), ''))
  if (apiGroup === '' && kind !== 'PersistentVolumeClaim') {
    faults.push(invalid(at, kind, "must be 'PersistentVolumeClaim' when referencing the default apiGroup"))
  }
  if (apiGroup !== '' && !allowInvalidApiGroup) {
    faults.push(...validateDnsSubdomain(apiGroup, child(at, 'apiGroup')))
  }
  return faults
}

/**
 * V-34: amounts with a fraction of a byte; `at` is the path as the server writes it, which leaves out parts of the way.
 */
export function claimSpecWarnings(spec: JsonObject, at: Field): ServerWarning[] {
  const warnings: ServerWarning[] = []
  for (const list of ['requests', 'limits']) {
    const storage = asObject(valueAt(spec, ['resources', list])).storage
    if (typeof storage !== 'string' && typeof storage !== 'number') continue
    const quantity = parseQuantity(storage)
    if (!hasFractionalByte(quantity)) continue
    const message = `${at.field}.resources.${list}[storage]: fractional byte value "${formatQuantity(quantity)}" is invalid, must be an integer`
    warnings.push({ message, path: [...at.path, 'resources', list, 'storage'] })
  }
  return warnings
}

/** Quantity.MilliValue rounds up to thousandths, which is also as fine as a resource list stores. */
function hasFractionalByte(quantity: Quantity): boolean {
  return quantity.scale < 0 && quantity.value % 10n ** BigInt(-quantity.scale) !== 0n
}
