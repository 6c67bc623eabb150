/** kubectl apply. */
import type { Cluster } from '../cluster.js'
import { applyClientSide } from './apply-client-side.js'
import { applyServerSide } from './apply-server-side.js'
import type { ApplyCommand } from './kubectl.js'
import { placed, served, subjectOf, type Manifests } from './manifests.js'
import { attempt, type Replies } from './replies.js'

/** `kubectl apply -f`: each object in turn; one that is refused does not keep the next from being applied. */
export function applyManifests(cluster: Cluster, command: ApplyCommand, manifests: Manifests, replies: Replies): void {
  for (const object of served(cluster, manifests, replies)) {
    attempt(replies, subjectOf(object, manifests.namespace), () => {
      const applyOne = command.serverSide ? applyServerSide : applyClientSide
      applyOne(cluster, command, placed(object, manifests.namespace), manifests.source, replies)
    })
  }
}
