/** The rules for restart policies of containers, and for rules about exit codes (gate ContainerRestartRules, 1.34). */
import type { JsonObject } from '../../kubernetes/json.js'
import type { Target } from '../../kubernetes/target.js'
import { atLeast } from '../../kubernetes/versions.js'
import type { Cause } from '../answer.js'
import { child, forbidden, required, tooMany, type Field } from '../field.js'
import { tooLongBytes } from '../labels.js'
import type { PodContext } from './context.js'
import { validateOneOf } from './fields.js'
import { isSet, objectAt, objectsAt, text } from './read.js'

/** A container of the regular ones has no restart policy of its own, unless the gate allows it. */
export function validateRegularContainerRestartPolicy(container: JsonObject, at: Field, context: PodContext): Cause[] {
  if (context.options.allowContainerRestartPolicyRules) return validateWithRules(container, at, context)
  return isSet(container, 'restartPolicy')
    ? [forbidden(child(at, 'restartPolicy'), 'may not be set for non-init containers')]
    : []
}

/** Always makes an init container a sidecar; without the gate it is the only policy. */
export function validateInitContainerRestartPolicy(container: JsonObject, at: Field, context: PodContext): Cause[] {
  const { options, target } = context
  const hasRules = objectsAt(container, 'restartPolicyRules').length > 0
  if (!isSet(container, 'restartPolicy')) return hasRules && atLeast(target.version, 35) ? [missingPolicy(at)] : []
  if (!options.allowContainerRestartPolicyRules)
    return validateOneOf(text(container, 'restartPolicy'), ['Always'], child(at, 'restartPolicy'), target)
  if (container.restartPolicy !== 'Always' || options.allowRestartAllContainers)
    return validateWithRules(container, at, context)
  return hasRules
    ? [
        forbidden(
          child(at, 'restartPolicyRules'),
          'restartPolicyRules are not allowed for init containers with restart policy Always',
        ),
      ]
    : []
}

function missingPolicy(at: Field): Cause {
  return required(child(at, 'restartPolicy'), 'must specify restartPolicy when restart rules are used')
}

/** validateContainerRestartPolicy */
function validateWithRules(container: JsonObject, at: Field, { options, target }: PodContext): Cause[] {
  const rules = objectsAt(container, 'restartPolicyRules')
  const causes: Cause[] = []
  if (!isSet(container, 'restartPolicy')) {
    if (rules.length === 0) return []
    causes.push(missingPolicy(at))
  } else
    causes.push(
      ...validateOneOf(
        text(container, 'restartPolicy'),
        ['Always', 'Never', 'OnFailure'],
        child(at, 'restartPolicy'),
        target,
      ),
    )
  if (rules.length > 20) causes.push(tooManyItems(child(at, 'restartPolicyRules'), rules.length, 20, target))
  for (const [index, rule] of rules.entries()) {
    const place = child(at, 'restartPolicyRules', index)
    const actions = options.allowRestartAllContainers ? ['Restart', 'RestartAllContainers'] : ['Restart']
    // 1.35 names but one of the two actions that it then knows
    const named = atLeast(target.version, 36) ? actions : ['Restart']
    causes.push(...validateOneOf(text(rule, 'action'), actions, child(place, 'action'), target, named))
    causes.push(...validateExitCodes(objectAt(rule, 'exitCodes'), child(place, 'exitCodes'), target))
  }
  return causes
}

function validateExitCodes(exitCodes: JsonObject | undefined, at: Field, target: Target): Cause[] {
  if (exitCodes === undefined) return [required(at, 'must be specified')]
  const count = Array.isArray(exitCodes.values) ? exitCodes.values.length : 0
  const causes = validateOneOf(text(exitCodes, 'operator'), ['In', 'NotIn'], child(at, 'operator'), target)
  return count > 255 ? [...causes, tooManyItems(child(at, 'values'), count, 255, target)] : causes
}

/** Up to 1.35 a list with too many entries was called too long. */
function tooManyItems(at: Field, count: number, most: number, target: Target): Cause {
  return atLeast(target.version, 36)
    ? tooMany(at, `${count}: must have at most ${most} items`)
    : tooLongBytes(at, most, target)
}
