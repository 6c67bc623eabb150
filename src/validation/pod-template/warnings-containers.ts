/** Warnings about environment variables and ports that are defined twice. */
import { isObject, type JsonObject } from '../../kubernetes/json.js'
import type { Target } from '../../kubernetes/target.js'
import { atLeast } from '../../kubernetes/versions.js'
import type { ServerWarning } from '../answer.js'
import { child, quoteText, type Field } from '../field.js'
import type { PlacedContainer } from './containers-of.js'
import { number, objectsAt, text } from './read.js'

/** A variable that hides one of the same name, unless its value builds on that one: `X="$(X)123"`. */
export function envWarnings(container: JsonObject, at: Field, target: Target): ServerWarning[] {
  const seen = new Set<string>()
  return objectsAt(container, 'env').flatMap((variable, index) => {
    const [name, value] = [text(variable, 'name'), text(variable, 'value')]
    const isFirst = !seen.has(name)
    seen.add(name)
    const reference = `$(${name})`
    if (isFirst || (!isObject(variable.valueFrom) && value !== reference && value.includes(reference))) return []
    const place = child(at, 'env', index)
    const hint = atLeast(target.version, 30) ? ', which may be dropped when using apply' : ''
    return [{ message: `${place.field}: hides previous definition of ${quoteText(name)}${hint}`, path: place.path }]
  })
}

interface Port {
  readonly at: Field
  readonly hostIP: string
  readonly hostPort: number
}

/** Ports of a pod that stand in each other's way. */
export function portWarnings(containers: readonly PlacedContainer[]): ServerWarning[] {
  const known = new Map<string, Port[]>()
  return placedPorts(containers).flatMap(({ port, at }) => {
    const own: Port = { at, hostIP: text(port, 'hostIP'), hostPort: number(port, 'hostPort') }
    const warnings: ServerWarning[] = []
    if (own.hostIP !== '' && own.hostPort === 0)
      warnings.push({ message: `${at.field}: hostIP set without hostPort: ${goStruct(port)}`, path: at.path })
    const key = `${number(port, 'containerPort')}/${text(port, 'protocol')}`
    const others = known.get(key) ?? []
    for (const other of others) {
      const clash = clashOf(own, other)
      if (clash !== undefined)
        warnings.push({ message: `${at.field}: ${clash} port definition with ${other.at.field}`, path: at.path })
    }
    known.set(key, [...others, own])
    return warnings
  })
}

function clashOf(port: Port, other: Port): string | undefined {
  if (port.hostIP === other.hostIP && port.hostPort === other.hostPort) return 'duplicate'
  if (port.hostPort === 0 || other.hostPort === 0) return 'overlapping'
  return port.hostPort === other.hostPort && (port.hostIP === '') !== (other.hostIP === '')
    ? 'dangerously ambiguous'
    : undefined
}

/** Two ports of one name: a Service takes the first one. */
export function portNameWarnings(containers: readonly PlacedContainer[]): ServerWarning[] {
  const known = new Map<string, string>()
  return placedPorts(containers).flatMap(({ port, at }) => {
    const name = text(port, 'name')
    if (name === '') return []
    const other = known.get(name)
    if (other === undefined) {
      known.set(name, at.field)
      return []
    }
    const words = `duplicate port name ${quoteText(name)} with ${other}, services and probes that select ports by name will use ${other}`
    return [{ message: `${at.field}: ${words}`, path: at.path }]
  })
}

function placedPorts(containers: readonly PlacedContainer[]): { port: JsonObject; at: Field }[] {
  return containers.flatMap(({ container, at }) =>
    objectsAt(container, 'ports').map((port, index) => ({ port, at: child(at, 'ports', index) })),
  )
}

/** Go's `%+v` of a core.ContainerPort. */
function goStruct(port: JsonObject): string {
  return `{Name:${text(port, 'name')} HostPort:${number(port, 'hostPort')} ContainerPort:${number(port, 'containerPort')} Protocol:${text(port, 'protocol')} HostIP:${text(port, 'hostIP')}}`
}
