import { portsConflict } from '../../../kubernetes/host-ports.js'
import { refusal, type Plugin } from '../plugin.js'

const taken = refusal("node(s) didn't have free ports for the requested pod ports")

/** Host ports that another pod of the node has taken. */
export const nodePorts: Plugin = {
  name: 'NodePorts',
  prepare({ needs: { hostPorts } }) {
    if (hostPorts.length === 0) return undefined
    return ({ ports }) => (portsConflict(hostPorts, ports) ? taken : undefined)
  },
  listens: (happening) =>
    happening.kind === 'pod'
      ? happening.op === 'delete'
      : happening.before === undefined && happening.after !== undefined,
  mayHelp: (happening, { needs }) =>
    happening.kind === 'node' || portsConflict(needs.hostPorts, happening.placed.needs.hostPorts),
}
