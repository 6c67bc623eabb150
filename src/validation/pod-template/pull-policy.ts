import type { Cause } from '../answer.js'
import { notSupported, required, type Field } from '../field.js'

/** When an image is pulled: of a container, or of an image volume (validatePullPolicy). */
export function validatePullPolicy(policy: string, at: Field): Cause[] {
  if (policy === '') return [required(at, '')]
  return ['Always', 'IfNotPresent', 'Never'].includes(policy) ? [] : [notSupported(at, policy, ['Always', 'IfNotPresent', 'Never'])]
}
