/** kubectl scale: it changes spec.replicas and nothing else (S-115). */
import { asNumber, asObject, type JsonObject } from '../../kubernetes/json.js'
import { kindNamed } from '../../kubernetes/kinds.js'
import type { Cluster } from '../cluster.js'
import { KubectlError } from './command-line.js'
import type { KubectlCommand } from './kubectl.js'
import { storeOver } from '../server/live-objects.js'
import { replace, type Request } from '../../apiserver/requests.js'
import { ServerError } from '../../apiserver/server-error.js'
import { attempt, say, type Replies } from './replies.js'
import { printedName } from '../../apiserver/resources.js'
import { findTargets, refuseMissing } from './targets.js'

export function scale(
  cluster: Cluster,
  command: KubectlCommand & { verb: 'scale' },
  objects: readonly JsonObject[],
  replies: Replies,
): void {
  const { live, missing } = findTargets(cluster, command.targets, objects)
  if (live.length === 0) {
    throw new KubectlError(
      missing.length === 0
        ? 'no objects passed to scale'
        : `no objects passed to scale ${missing.map(({ error }) => error.message).join(', ')}`,
    )
  }
  // kubectl scale knows no --field-manager: the server takes the program's own name
  const request: Request = { target: cluster.target, manager: 'kubectl', subresource: 'scale', now: cluster.queue.now }
  // The first one that cannot be scaled ends the command (RunScale).
  for (const each of live) {
    const refused = replies.errors.length
    attempt(replies, each, () => {
      if (kindNamed(each.resource.kind)?.isScalable !== true)
        throw new ServerError('NotFound', 'the server could not find the requested resource')
      const spec = asObject(each.object['spec'])
      const size = asNumber(spec['replicas']) ?? 1
      if (command.currentReplicas !== undefined && command.currentReplicas !== size) {
        throw new KubectlError(`Expected replicas to be ${command.currentReplicas}, was ${size}`)
      }
      storeOver(
        cluster,
        each,
        replace(each, { ...each.object, spec: { ...spec, replicas: command.replicas } }, request, 'Warn'),
      )
      say(replies, each, 'scaled', `${printedName(each.resource, each.name)} scaled`)
    })
    if (replies.errors.length > refused) return
  }
  refuseMissing(replies, missing)
}
