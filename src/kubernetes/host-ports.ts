/** Ports of the node that pods take for themselves (framework.HostPortInfo, plugin NodePorts). */
import { asList, asNumber, asObject, asString, type JsonObject } from './json.js'

export interface HostPort {
  readonly address: string
  readonly protocol: string
  readonly port: number
}

const everyAddress = '0.0.0.0'

/** The host ports of a pod's containers and sidecars; with `hostNetwork` every container port is one. */
export function hostPortsOf(spec: JsonObject): HostPort[] {
  const containers = [
    ...asList(spec['initContainers']).filter((container) => asObject(container)['restartPolicy'] === 'Always'),
    ...asList(spec['containers']),
  ]
  return containers.flatMap((container) =>
    asList(asObject(container)['ports']).flatMap((item): HostPort[] => {
      const port = asObject(item)
      const own = asNumber(port['hostPort']) ?? 0
      const number = own === 0 && spec['hostNetwork'] === true ? (asNumber(port['containerPort']) ?? 0) : own
      if (number <= 0) return []
      return [
        {
          address: asString(port['hostIP']) || everyAddress,
          protocol: asString(port['protocol']) || 'TCP',
          port: number,
        },
      ]
    }),
  )
}

/** Whether two pods cannot have these ports on one node: same port and protocol, on an address that both want. */
export function portsConflict(wanted: readonly HostPort[], used: Iterable<HostPort>): boolean {
  for (const other of used) {
    for (const port of wanted) {
      if (port.port !== other.port || port.protocol !== other.protocol) continue
      if (port.address === everyAddress || other.address === everyAddress || port.address === other.address) return true
    }
  }
  return false
}
