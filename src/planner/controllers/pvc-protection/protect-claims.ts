/** The PVC protection controller: a claim that is being deleted stays as long as a bound pod uses it. */
import type { Cluster } from '../../cluster.js'
import { claimProtection, setClaimFinalizers, takeUnprotected } from '../../store/index.js'

/**
 * Lets those claims go that no bound pod uses any more (`podUsesPVCForDeletion`: a pod that is not scheduled does not
 * count).
 */
export function protectClaims(cluster: Cluster): void {
  for (const key of takeUnprotected(cluster)) {
    const claim = cluster.objects.claims.get(key)
    if (claim === undefined) continue
    const { finalizers } = claim.metadata
    if (claim.metadata.deletionTimestamp === undefined) {
      // taken away by hand: the controller puts it back
      if (!finalizers.includes(claimProtection)) setClaimFinalizers(cluster, claim, [...finalizers, claimProtection])
      continue
    }
    const used = [...(cluster.index.podsUsing.get(key) ?? [])].some((pod) => pod.nodeName !== undefined)
    if (used) continue
    if (finalizers.includes(claimProtection))
      setClaimFinalizers(
        cluster,
        claim,
        finalizers.filter((finalizer) => finalizer !== claimProtection),
      )
  }
}
