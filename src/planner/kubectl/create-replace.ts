/** kubectl create and replace. */
import { nameOf, resourceOfObject } from '../../apiserver/live-object.js'
import { alreadyExists, create, replace } from '../../apiserver/requests.js'
import { printedKind, printedName } from '../../apiserver/resources.js'
import type { Cluster } from '../cluster.js'
import { deleteLive, findLive, storeNew, storeOver } from '../server/live-objects.js'
import type { KubectlCommand } from './kubectl.js'
import { placed, served, subjectOf, type Manifests } from './manifests.js'
import { namespaceOf } from './namespaces.js'
import { attempt, say, whileDoing, type Replies } from './replies.js'
import { requestOf } from './request.js'
import { notFound } from './targets.js'

/** `kubectl create -f` */
export function createManifests(
  cluster: Cluster,
  command: KubectlCommand,
  manifests: Manifests,
  replies: Replies,
): void {
  for (const bare of served(cluster, manifests, replies)) {
    const subject = subjectOf(bare, manifests.namespace)
    attempt(replies, subject, () => {
      const object = placed(bare, manifests.namespace)
      const resource = resourceOfObject(object)
      const [name, namespace] = [nameOf(object), namespaceOf(object, undefined)]
      try {
        if (findLive(cluster, resource, namespace, name) !== undefined) throw alreadyExists(object)
        const accepted = create(object, requestOf(cluster, command, 'kubectl-create'))
        replies.warnings.push(...accepted.warnings)
        storeNew(cluster, resource, namespace, accepted)
      } catch (error) {
        throw whileDoing(error, `error when creating ${JSON.stringify(manifests.source)}`)
      }
      say(replies, subject, 'created', `${printedName(resource, name)} created`)
    })
  }
}

/**
 * `kubectl replace -f`: what the manifest leaves out gets its default again (S-111); with `--force` it is deleted and
 * made anew.
 */
export function replaceManifests(
  cluster: Cluster,
  command: KubectlCommand & { verb: 'replace' },
  manifests: Manifests,
  replies: Replies,
): void {
  const request = requestOf(cluster, command, 'kubectl-replace')
  for (const bare of served(cluster, manifests, replies)) {
    const subject = subjectOf(bare, manifests.namespace)
    attempt(replies, subject, () => {
      const object = placed(bare, manifests.namespace)
      const resource = resourceOfObject(object)
      const [name, namespace] = [nameOf(object), namespaceOf(object, undefined)]
      const live = findLive(cluster, resource, namespace, name)
      try {
        if (command.force) {
          if (live !== undefined) {
            deleteLive(cluster, live, 'Background', 0)
            say(replies, subject, 'deleted', `${printedKind(resource)} ${JSON.stringify(name)} deleted`)
          }
          const accepted = create(object, request)
          replies.warnings.push(...accepted.warnings)
          storeNew(cluster, resource, namespace, accepted)
        } else {
          if (live === undefined) throw notFound(resource, name)
          const accepted = replace(live, object, request)
          replies.warnings.push(...accepted.warnings)
          storeOver(cluster, live, accepted)
        }
      } catch (error) {
        throw whileDoing(error, `error when replacing ${JSON.stringify(manifests.source)}`)
      }
      say(replies, subject, 'replaced', `${printedName(resource, name)} replaced`)
    })
  }
}
