import type { Request } from '../../apiserver/requests.js'
import type { Cluster } from '../cluster.js'
import type { KubectlCommand } from './kubectl.js'

/**
 * The request of a kubectl line.
 * @param manager the field manager under which kubectl sends it, where `--field-manager` says no other.
 */
export function requestOf(cluster: Cluster, command: Pick<KubectlCommand, 'fieldManager'>, manager: string): Request {
  return { target: cluster.target, manager: command.fieldManager ?? manager, now: cluster.queue.now }
}
