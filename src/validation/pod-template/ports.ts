/**
 * The rules for the ports of containers (validateContainerPorts), and for ports of the node (checkHostPortConflicts).
 */
import type { JsonObject } from '../../kubernetes/json.js'
import { portNameFaults, portNumberFaults } from '../../kubernetes/names.js'
import type { Target } from '../../kubernetes/target.js'
import type { Cause } from '../answer.js'
import { child, duplicate, invalid, required, type Field } from '../field.js'
import { invalidEach, validateOneOf } from './fields.js'
import { isTrue, number, objectsAt, text } from './read.js'

export function validateContainerPorts(ports: readonly JsonObject[], at: Field, target: Target): Cause[] {
  const causes: Cause[] = []
  const names = new Set<string>()
  for (const [index, port] of ports.entries()) {
    const place = child(at, index)
    const [name, containerPort, hostPort, protocol] = [
      text(port, 'name'),
      number(port, 'containerPort'),
      number(port, 'hostPort'),
      text(port, 'protocol'),
    ]
    if (name !== '') {
      const faults = portNameFaults(name)
      if (faults.length > 0) causes.push(...invalidEach(child(place, 'name'), name, faults))
      else if (names.has(name)) causes.push(duplicate(child(place, 'name'), name))
      else names.add(name)
    }
    if (containerPort === 0) causes.push(required(child(place, 'containerPort'), ''))
    else causes.push(...invalidEach(child(place, 'containerPort'), containerPort, portNumberFaults(containerPort)))
    if (hostPort !== 0) causes.push(...invalidEach(child(place, 'hostPort'), hostPort, portNumberFaults(hostPort)))
    if (protocol === '') causes.push(required(child(place, 'protocol'), ''))
    else causes.push(...validateOneOf(protocol, ['SCTP', 'TCP', 'UDP'], child(place, 'protocol'), target))
  }
  return causes
}

/**
 * V-62: a port of the node can be taken once.
 * @param containers the containers that run at one time, with the place of each as the server names it.
 */
export function validateHostPortsAreUnique(containers: readonly { container: JsonObject; at: Field }[]): Cause[] {
  const taken = new Set<string>()
  return containers.flatMap(({ container, at }) =>
    objectsAt(container, 'ports').flatMap((port, index) => {
      const hostPort = number(port, 'hostPort')
      if (hostPort === 0) return []
      const key = `${text(port, 'protocol')}/${text(port, 'hostIP')}/${hostPort}`
      if (taken.has(key)) return [duplicate(child(at, 'ports', index, 'hostPort'), key)]
      taken.add(key)
      return []
    }),
  )
}

/** V-62: with the node's network a port is the node's own; a template may leave it out (validatePodHostNetworkDeps). */
export function validateHostNetworkPorts(spec: JsonObject, at: Field): Cause[] {
  if (!isTrue(spec, 'hostNetwork')) return []
  return objectsAt(spec, 'containers').flatMap((container, index) =>
    objectsAt(container, 'ports').flatMap((port, portIndex) => {
      const hostPort = number(port, 'hostPort')
      if (hostPort === 0 || hostPort === number(port, 'containerPort')) return []
      return [
        invalid(
          child(at, 'containers', index, 'ports', portIndex, 'hostPort'),
          hostPort,
          'must match `containerPort` when `hostNetwork` is true',
        ),
      ]
    }),
  )
}
