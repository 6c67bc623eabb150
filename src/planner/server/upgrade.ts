/** The control plane changes its version under the objects that are there. */
import { storedAs } from '../../apiserver/requests.js'
import { asObject } from '../../kubernetes/json.js'
import type { Target } from '../../kubernetes/target.js'
import type { Cluster } from '../cluster.js'
import { restartControlPlane } from '../store/index.js'

/** API server and controllers start again as another version. */
export function upgradeControlPlane(cluster: Cluster, target: Target): void {
  restartControlPlane(cluster, target, ({ kind, metadata, spec, status }) => {
    const { name, namespace } = metadata
    const object = { apiVersion: 'apps/v1', kind, metadata: { name, namespace }, spec, status }
    return asObject(storedAs(object, target)['spec'])
  })
}
