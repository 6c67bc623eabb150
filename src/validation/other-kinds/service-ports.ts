import { asObject, type JsonObject } from '../../kubernetes/json.js'
import { portNameFaults, portNumberFaults } from '../../kubernetes/names.js'
import type { Target } from '../../kubernetes/target.js'
import type { Cause } from '../answer.js'
import { child, duplicate, invalid, notSupported, required, type Field } from '../field.js'
import { goValue } from '../go-value.js'
import { invalidEach, validateDnsLabel, validateQualifiedName } from '../pod-template/fields.js'
import { isSet, number, objectsAt, text } from '../pod-template/read.js'

/** A node port can be given out once, which is seen before any rule is asked (the allocator, in BeginCreate). */
export function allocatedTwice(service: JsonObject, spec: Field): Cause[] {
  const seen = new Set<string>()
  for (const [index, port] of objectsAt(service, 'ports').entries()) {
    const nodePort = number(port, 'nodePort')
    const key = `${text(port, 'protocol')}/${nodePort}`
    const place = child(spec, 'ports', index, 'nodePort')
    if (nodePort !== 0 && seen.has(key)) return [invalid(place, nodePort, 'provided port is already allocated')]
    seen.add(key)
  }
  return []
}

/** validateServicePort for each port, then what may not stand twice. */
export function validateServicePorts(service: JsonObject, spec: Field, target: Target): Cause[] {
  const ports = objectsAt(service, 'ports')
  const at = child(spec, 'ports')
  const names = new Set<string>()
  const faults = ports.flatMap((port, index) => validatePort(port, ports.length > 1, names, child(at, index), target))
  return [...faults, ...duplicates(ports, at, target)]
}

function validatePort(port: JsonObject, needsName: boolean, names: Set<string>, at: Field, target: Target): Cause[] {
  const name = text(port, 'name')
  const faults: Cause[] = []
  if (name === '') {
    if (needsName) faults.push(required(child(at, 'name'), ''))
  } else {
    faults.push(...validateDnsLabel(name, child(at, 'name')))
    if (names.has(name)) faults.push(duplicate(child(at, 'name'), name))
    names.add(name)
  }
  faults.push(...invalidEach(child(at, 'port'), number(port, 'port'), portNumberFaults(number(port, 'port'))))
  const protocol = text(port, 'protocol')
  if (!['SCTP', 'TCP', 'UDP'].includes(protocol))
    faults.push(notSupported(child(at, 'protocol'), protocol, ['SCTP', 'TCP', 'UDP']))
  const { targetPort } = port
  const field = child(at, 'targetPort')
  if (typeof targetPort === 'string') faults.push(...invalidEach(field, targetPort, portNameFaults(targetPort)))
  else faults.push(...invalidEach(field, number(port, 'targetPort'), portNumberFaults(number(port, 'targetPort'))))
  if (isSet(port, 'appProtocol'))
    faults.push(...validateQualifiedName(text(port, 'appProtocol'), child(at, 'appProtocol'), target))
  return faults
}

function duplicates(ports: readonly JsonObject[], at: Field, target: Target): Cause[] {
  const faults: Cause[] = []
  const taken = new Set<string>()
  ports.forEach((port, index) => {
    const key = `${text(port, 'protocol')}/${number(port, 'port')}`
    const quoted = asObject({ protocol: text(port, 'protocol'), port: number(port, 'port') })
    if (taken.has(key)) faults.push(duplicate(child(at, index), goValue('core.ServicePort', quoted, target)))
    taken.add(key)
  })
  return faults
}
