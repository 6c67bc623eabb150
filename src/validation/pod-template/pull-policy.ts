import type { Target } from '../../kubernetes/target.js'
import type { Cause } from '../answer.js'
import { required, type Field } from '../field.js'
import { validateOneOf } from './fields.js'

/** When an image is pulled: of a container, or of an image volume (validatePullPolicy). */
export function validatePullPolicy(policy: string, at: Field, target: Target): Cause[] {
  return policy === '' ? [required(at, '')] : validateOneOf(policy, ['Always', 'IfNotPresent', 'Never'], at, target)
}
