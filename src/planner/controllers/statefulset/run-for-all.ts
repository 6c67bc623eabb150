/** How the controller goes through slots and condemned pods (runForAll of stateful_set_control.go). */
import type { Cluster } from '../../cluster.js'
import { inGroup } from '../../store/index.js'
import type { Progress } from './sync.js'

/** The largest batch (MaxBatchSize). */
const maxBatchSize = 500

/**
 * OrderedReady goes on from one place of the list to the next until one has to be waited for or fails (S-13); Parallel
 * goes through all of them in batches, and waits for nothing (S-14).
 *
 * @param places those at which there is something to do, in the order of the list.
 */
export function runForAll(
  cluster: Cluster,
  monotonic: boolean,
  places: Iterable<number>,
  work: (place: number) => Progress,
): Progress {
  if (!monotonic) return slowStartBatch(cluster, [...places], work)
  for (const place of places) {
    const progress = work(place)
    if (progress !== 'go on') return progress
  }
  return 'go on'
}

/**
 * Batches of 1, 2, 4, 8 … over the whole list, each side by side; none begins after one in which a write was refused
 * (S-15).
 */
export function slowStartBatch(
  cluster: Cluster,
  places: readonly number[],
  work: (place: number) => Progress,
): 'go on' | 'failed' {
  let at = 0
  for (let from = 0, size = 1; at < places.length; from += size, size = Math.min(2 * size, maxBatchSize)) {
    const batch: number[] = []
    for (let place = places[at]; place !== undefined && place < from + size; place = places[++at]) batch.push(place)
    if (batch.length === 0) continue
    const failed = inGroup(cluster, () => batch.map(work).includes('failed'))
    if (failed) return 'failed'
  }
  return 'go on'
}
