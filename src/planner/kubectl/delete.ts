/** kubectl delete. What follows (graceful ends, the garbage collector) is for the rounds. */
import type { JsonObject } from '../../kubernetes/json.js'
import type { Cluster } from '../cluster.js'
import type { KubectlCommand } from './kubectl.js'
import { deleteLive } from '../server/live-objects.js'
import { refuse, say, whileDoing, type Replies } from './replies.js'
import { printedKind } from '../../apiserver/resources.js'
import { findTargets, forEachTarget } from './targets.js'

const propagation = { background: 'Background', foreground: 'Foreground', orphan: 'Orphan' } as const

/**
 * Deletes one object after the other.
 * @param answer lets the controllers work in between. They do where revisions are deleted, as recorded; whether they are
 * quick enough where pods are gone at once is open, and they are not asked.
 */
export function deleteObjects(
  cluster: Cluster,
  command: KubectlCommand & { verb: 'delete' },
  objects: readonly JsonObject[],
  replies: Replies,
  answer: () => void,
): void {
  replies.warnings.push(...command.notes)
  if (command.force) {
    replies.warnings.push(
      'Immediate deletion does not wait for confirmation that the running resource has been terminated. The resource may continue to run on the cluster indefinitely.',
    )
  }
  const { live, missing } = findTargets(cluster, command.targets, objects)
  if (command.targets.namespace !== undefined && live.some(({ resource }) => !resource.namespaced)) {
    replies.warnings.push('deleting cluster-scoped resources, not scoped to the provided namespace')
  }
  forEachTarget(cluster, live, (each) => {
    deleteLive(cluster, each, propagation[command.cascade], command.force ? 0 : undefined)
    say(
      replies,
      each,
      'deleted',
      `${printedKind(each.resource)} ${JSON.stringify(each.name)} ${command.force ? 'force deleted' : 'deleted'}`,
    )
    if (each.resource.kind === 'ControllerRevision') answer()
  })
  const [file] = command.targets.files
  if (!command.ignoreNotFound)
    for (const { subject, error } of missing)
      refuse(
        replies,
        subject,
        file === undefined ? error : whileDoing(error, `error when deleting ${JSON.stringify(file)}`),
      )
  // Only a selection that finds nothing is told so; what is named and may be missing is not.
  if (live.length === 0 && replies.errors.length === 0 && missing.length === 0)
    replies.output.push('No resources found')
}
