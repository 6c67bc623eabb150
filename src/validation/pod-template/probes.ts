/** The rules for probes, and for the actions of probes and hooks (validateProbe, validateHandler). */
import { isObject, type JsonObject, type JsonValue } from '../../kubernetes/json.js'
import { httpHeaderNameFaults, portNameFaults, portNumberFaults } from '../../kubernetes/names.js'
import type { Target } from '../../kubernetes/target.js'
import { atLeast } from '../../kubernetes/versions.js'
import type { Cause } from '../answer.js'
import { child, forbidden, invalid, required, type Field } from '../field.js'
import type { PodContext } from './context.js'
import { invalidEach, validateNonnegative, validateOneOf, writtenAs } from './fields.js'
import { isSet, number, objectAt, objectsAt, stringsAt, text } from './read.js'

/** The three probes of a container. */
export function validateProbes(container: JsonObject, at: Field, context: PodContext): Cause[] {
  return ['livenessProbe', 'readinessProbe', 'startupProbe'].flatMap((key) => {
    const probe = objectAt(container, key)
    if (probe === undefined) return []
    const place = child(at, key)
    const causes = validateProbe(probe, place, context)
    if (key === 'readinessProbe') {
      if (!isSet(probe, 'terminationGracePeriodSeconds')) return causes
      return [
        ...causes,
        invalid(
          child(place, 'terminationGracePeriodSeconds'),
          number(probe, 'terminationGracePeriodSeconds'),
          'must not be set for readinessProbes',
        ),
      ]
    }
    const threshold = number(probe, 'successThreshold')
    return threshold === 1 ? causes : [...causes, invalid(child(place, 'successThreshold'), threshold, 'must be 1')]
  })
}

function validateProbe(probe: JsonObject, at: Field, context: PodContext): Cause[] {
  const causes = validateHandler(probe, ['exec', 'httpGet', 'tcpSocket', 'grpc'], at, context)
  for (const key of [
    'initialDelaySeconds',
    'timeoutSeconds',
    'periodSeconds',
    'successThreshold',
    'failureThreshold',
  ]) {
    causes.push(...validateNonnegative(number(probe, key), child(at, key)))
  }
  const grace = number(probe, 'terminationGracePeriodSeconds')
  if (isSet(probe, 'terminationGracePeriodSeconds') && grace <= 0)
    causes.push(invalid(child(at, 'terminationGracePeriodSeconds'), grace, 'must be greater than 0'))
  return causes
}

type Action = 'exec' | 'httpGet' | 'tcpSocket' | 'grpc' | 'sleep'

/** Exactly one action, and that one well formed. */
export function validateHandler(
  handler: JsonObject,
  actions: readonly Action[],
  at: Field,
  context: PodContext,
): Cause[] {
  const causes: Cause[] = []
  let chosen = false
  for (const action of actions) {
    const value = handler[action]
    if (!isObject(value)) continue
    const place = child(at, action)
    if (chosen) causes.push(forbidden(place, 'may not specify more than 1 handler type'))
    else causes.push(...validateAction(action, value, place, context))
    chosen = true
  }
  return chosen ? causes : [required(at, 'must specify a handler type')]
}

function validateAction(action: Action, value: JsonObject, at: Field, context: PodContext): Cause[] {
  switch (action) {
    case 'exec':
      return stringsAt(value, 'command').length === 0 ? [required(child(at, 'command'), '')] : []
    case 'httpGet':
      return validateHttpGet(value, at, context.target)
    case 'tcpSocket':
      return validatePort(value.port, child(at, 'port'))
    case 'grpc': {
      const causes = validatePort(number(value, 'port'), child(at, 'port'))
      return isSet(value, 'mode')
        ? [...causes, ...validateOneOf(text(value, 'mode'), ['Plaintext', 'TLS'], child(at, 'mode'), context.target)]
        : causes
    }
    case 'sleep':
      return validateSleep(number(value, 'seconds'), at, context)
  }
}

/** A port by its number or its name (ValidatePortNumOrName). */
function validatePort(port: JsonValue | undefined, at: Field): Cause[] {
  if (typeof port === 'string') return invalidEach(at, port, portNameFaults(port))
  const value = typeof port === 'number' ? port : 0
  return invalidEach(at, value, portNumberFaults(value))
}

function validateHttpGet(action: JsonObject, at: Field, target: Target): Cause[] {
  const scheme = text(action, 'scheme')
  const causes = text(action, 'path') === '' ? [required(child(at, 'path'), '')] : []
  causes.push(...validatePort(action.port, child(at, 'port')))
  causes.push(...validateOneOf(scheme, ['HTTP', 'HTTPS'], child(at, 'scheme'), target))
  for (const [index, header] of objectsAt(action, 'httpHeaders').entries()) {
    const name = text(header, 'name')
    causes.push(
      ...invalidEach(
        writtenAs(child(at, 'httpHeaders', index, 'name'), child(at, 'httpHeaders')),
        name,
        httpHeaderNameFaults(name),
      ),
    )
  }
  if (!isSet(action, 'protocol')) return causes
  const protocol = text(action, 'protocol')
  const http2 = protocol === 'HTTP2'
  if (!http2) causes.push(...validateOneOf(protocol, ['HTTP1', 'HTTP2'], child(at, 'protocol'), target))
  else if (scheme !== 'HTTP') causes.push(invalid(child(at, 'protocol'), protocol, 'is only supported with HTTP (H2C)'))
  else if (text(action, 'host') !== '')
    causes.push(invalid(child(at, 'host'), text(action, 'host'), 'must be empty when `protocol` is "HTTP2"'))
  return causes
}

function validateSleep(seconds: number, at: Field, { gracePeriod, options, target }: PodContext): Cause[] {
  if (gracePeriod === undefined) return []
  const zero = options.allowPodLifecycleSleepActionZeroValue
  if ((zero ? seconds >= 0 : seconds > 0) && seconds <= gracePeriod) return []
  const bounds = `less than terminationGracePeriodSeconds (${gracePeriod})`
  const hint = atLeast(target.version, 32)
    ? '. Enable AllowPodLifecycleSleepActionZeroValue feature gate for zero sleep.'
    : ''
  return [
    invalid(at, seconds, zero ? `must be non-negative and ${bounds}` : `must be greater than 0 and ${bounds}${hint}`),
  ]
}
