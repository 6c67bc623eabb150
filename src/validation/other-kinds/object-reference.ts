/** A reference to an object that can be scaled or measured (ValidateCrossVersionObjectReference). */
import type { JsonObject } from '../../kubernetes/json.js'
import { pathSegmentFaults } from '../../kubernetes/path-segment.js'
import type { Target } from '../../kubernetes/target.js'
import { atLeast } from '../../kubernetes/versions.js'
import type { Cause } from '../answer.js'
import { child, invalid, required, type Field } from '../field.js'
import { invalidEach } from '../pod-template/fields.js'
import { text } from '../pod-template/read.js'

export interface ReferenceOptions {
  readonly skipApiVersion: boolean
  readonly allowEmptyGroup: boolean
}

/** From 1.34 on the apiVersion is looked at, too. */
export function validateReference(
  reference: JsonObject,
  at: Field,
  target: Target,
  options: ReferenceOptions,
): Cause[] {
  const faults: Cause[] = []
  for (const name of ['kind', 'name']) {
    const value = text(reference, name)
    if (value === '') faults.push(required(child(at, name), ''))
    else faults.push(...invalidEach(child(at, name), value, pathSegmentFaults(value)))
  }
  const apiVersion = text(reference, 'apiVersion')
  const parts = apiVersion.split('/')
  if (options.skipApiVersion || !atLeast(target.version, 34)) return faults
  const place = child(at, 'apiVersion')
  const hasGroup = parts.length === 2 && parts[0] !== ''
  if (parts.length > 2) faults.push(invalid(place, apiVersion, `unexpected GroupVersion string: ${apiVersion}`))
  else if (!options.allowEmptyGroup && !hasGroup)
    faults.push(invalid(place, apiVersion, 'apiVersion must specify API group'))
  return faults
}
