/** How many pods of a set are ready, followed through the events of a plan: findings and reports count with it. */
import type { FinalPod, PlanEvent } from './plan.js'
import { isOfSet, type SetName } from './plan-sets.js'

/** The count, so far. */
export interface Readiness {
  /** Takes in an event, whosever pod it is of. */
  see(event: PlanEvent): void
  /** A StatefulSet's ready pods; the nodes with a ready pod of a DaemonSet. */
  count(): number
  /** Whether a pod of that name is ready, of a DaemonSet one on that node. */
  has(place: string): boolean
}

interface TrackedPod {
  place: string
  ready: boolean
  isMine: boolean
}

/**
 * Begins with the pods that are there. A pod that terminates does not count, one that is adopted counts from then on
 * and one that is released no longer. Of two pods of one name (a DaemonSet's, on one node) the one that is deleted is
 * the one that is not ready.
 */
export function followReadiness(set: SetName, before: readonly FinalPod[]): Readiness {
  const pods = new Map<string, TrackedPod[]>()
  const ready = new Map<string, number>()
  const placeOf = ({ name, node }: Pick<PlanEvent, 'name' | 'node'>): string =>
    set.kind === 'DaemonSet' ? (node ?? name) : name
  const add = (key: string, pod: TrackedPod): void => {
    const known = pods.get(key)
    if (known === undefined) pods.set(key, [pod])
    else known.push(pod)
    tally(pod, 1)
  }
  const tally = ({ place, ready: isReady, isMine }: TrackedPod, by: 1 | -1): void => {
    if (!isReady || !isMine) return
    const number = (ready.get(place) ?? 0) + by
    if (number === 0) ready.delete(place)
    else ready.set(place, number)
  }
  const change = (pod: TrackedPod | undefined, to: Partial<TrackedPod>): void => {
    if (pod === undefined) return
    tally(pod, -1)
    Object.assign(pod, to)
    tally(pod, 1)
  }
  for (const pod of before) {
    if (pod.terminating === true) continue
    const { name, ready: isReady, node = pod.targetNode } = pod
    const place = placeOf({ name, ...(node === undefined ? {} : { node }) })
    add(keyOf(pod), { place, ready: isReady, isMine: isOfSet(set, pod) })
  }
  const see = (event: PlanEvent): void => {
    if (event.kind !== 'Pod') return
    const key = keyOf(event)
    const isMine = isOfSet(set, event)
    if (event.op === 'create') {
      add(key, { place: placeOf(event), ready: false, isMine })
      return
    }
    const known = pods.get(key) ?? []
    if (event.op === 'own') {
      const isNow = isMine && (event.owners ?? []).includes(event.set ?? '')
      change(
        known.find((pod) => pod.isMine !== isNow),
        { isMine: isNow, place: placeOf(event) },
      )
      return
    }
    const alike = known.filter((pod) => pod.isMine === isMine)
    if (event.op === 'ready')
      change(
        alike.findLast((pod) => !pod.ready),
        { ready: true },
      )
    else if (event.op === 'unready' || event.op === 'failed')
      change(
        alike.find((pod) => pod.ready),
        { ready: false },
      )
    else if (event.op === 'delete') {
      const gone = alike.find((pod) => !pod.ready) ?? alike[0]
      change(gone, { ready: false })
      if (gone !== undefined) known.splice(known.indexOf(gone), 1)
    }
  }
  return { see, count: () => ready.size, has: (place) => ready.has(place) }
}

function keyOf({ name, namespace = 'default' }: Pick<PlanEvent, 'name' | 'namespace'>): string {
  return `${namespace}/${name}`
}
