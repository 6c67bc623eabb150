/**
 * The rules for who is asked before a pod is evicted: from 1.37 on, gate EvictionRequestAPI
 * (Validate_EvictionResponder).
 */
import type { JsonObject } from '../../kubernetes/json.js'
import { prefixedLabelKeyFaults } from '../../kubernetes/names.js'
import type { Target } from '../../kubernetes/target.js'
import type { Cause } from '../answer.js'
import { child, duplicate, invalid, required, tooMany, type Field } from '../field.js'
import { goValue } from '../go-value.js'
import { invalidEach } from './fields.js'
import { isSet, number, objectsAt, text } from './read.js'

/** The server declares these rules in the types, and asks them after all others. */
export function validateEvictionResponders(spec: JsonObject, at: Field, target: Target): Cause[] {
  const responders = objectsAt(spec, 'evictionResponders')
  const list = child(at, 'evictionResponders')
  if (responders.length > 10) return [tooMany(list, `${responders.length}: must have at most 10 items`)]
  const causes: Cause[] = []
  for (const [index, responder] of responders.entries()) {
    if (responders.findIndex((other) => text(other, 'name') === text(responder, 'name')) < index) {
      causes.push(duplicate(child(list, index), goValue('v1.EvictionResponder', responder, target)))
    }
  }
  return [
    ...causes,
    ...responders.flatMap((responder, index) => validateResponder(responder, child(list, index), target)),
  ]
}

function validateResponder(responder: JsonObject, at: Field, target: Target): Cause[] {
  const [name, priority] = [text(responder, 'name'), number(responder, 'priority')]
  const causes: Cause[] = []
  if (name === '') causes.push(required(child(at, 'name'), ''))
  else {
    const domain = (name.split('/', 1)[0] ?? '')
      .toLowerCase()
      .trim()
      .replace(/(?<!\.)\.+$/, '')
    if (['k8s.io', 'kubernetes.io'].some((reserved) => domain === reserved || domain.endsWith(`.${reserved}`))) {
      causes.push(invalid(child(at, 'name'), name, 'domain names *.k8s.io, *.kubernetes.io are reserved'))
    }
    causes.push(...invalidEach(child(at, 'name'), name, prefixedLabelKeyFaults(name, target)))
  }
  const place = child(at, 'priority')
  if (!isSet(responder, 'priority')) return [...causes, required(place, '')]
  if (priority >= 0 && priority < 1000)
    causes.push(invalid(place, priority, 'priorities 0-999 are reserved for responders with *.k8s.io suffix'))
  if (priority > 100000) causes.push(invalid(place, priority, 'must be less than or equal to 100000'))
  if (priority < 0) causes.push(invalid(place, priority, 'must be greater than or equal to 0'))
  return causes
}
