/** The update step: which pods make way for the new revision (statefulset.md section 7). */
import { forEachPod, deleteByName, viewSlot, type Progress, type SlotView, type StatefulSetSync } from './statefulset-sync.js'
import { deletePod, type EventNote } from '../store/index.js'
import { isTerminating, revisionOf } from './statefulset-pods.js'

function why(sync: StatefulSetSync): EventNote {
  return { why: `Its revision is not ${sync.revisions.update.metadata.name}: a pod of that takes its place.` }
}

/**
 * S-49 to S-60: the pods that the rolling update deletes now, from the highest ordinal down. It judges slots as they were when the sync
 * began, so it has to be asked before anything is written.
 */
export function podsToUpdate(sync: StatefulSetSync): readonly string[] {
  const { spec, behaviour } = sync
  if (spec.strategy !== 'RollingUpdate') return []
  if (!behaviour.maxUnavailable) return walkDown(sync)
  const views: SlotView[] = []
  for (let index = 0; index < spec.replicas; index++) views.push(viewSlot(sync, index))
  return spec.monotonic || !behaviour.replacesDownPodsFirst ? withinBudget(sync, views) : downPodsFirst(sync, views)
}

function lowest({ spec }: StatefulSetSync): number {
  return spec.partition ?? 0
}

/** S-50 */
function isCandidate(sync: StatefulSetSync, slot: SlotView): boolean {
  return slot.revision !== sync.revisions.update.metadata.name && !slot.terminating
}

/** S-52, S-53: without the gate, one pod at a time, each after the one before is up again. */
function walkDown(sync: StatefulSetSync): readonly string[] {
  for (let index = sync.spec.replicas - 1; index >= lowest(sync); index--) {
    const slot = viewSlot(sync, index)
    if (isCandidate(sync, slot)) return [slot.name]
    if (slot.down) return []
  }
  return []
}

/** S-55, S-57: a single pass, as long as the budget lasts. */
function withinBudget(sync: StatefulSetSync, slots: readonly SlotView[]): readonly string[] {
  const budget = sync.spec.maxUnavailable - slots.filter((slot) => slot.down).length
  const names: string[] = []
  for (let index = slots.length - 1; index >= lowest(sync) && names.length < budget; index--) {
    const slot = slots[index] as SlotView
    if (isCandidate(sync, slot)) names.push(slot.name)
  }
  return names
}

/** S-56: under Parallel, candidates that are down anyway go first and cost nothing; then others within the budget. */
function downPodsFirst(sync: StatefulSetSync, slots: readonly SlotView[]): readonly string[] {
  const down = slots.filter((slot) => slot.down)
  if (down.length >= sync.spec.maxUnavailable && !down.some((slot) => isCandidate(sync, slot))) return []
  const candidates = slots.filter((slot, index) => index >= lowest(sync) && isCandidate(sync, slot)).reverse()
  const budget = Math.max(0, sync.spec.maxUnavailable - down.length)
  return [...candidates.filter((slot) => !slot.available), ...candidates.filter((slot) => slot.available && !slot.down).slice(0, budget)].map((slot) => slot.name)
}

/** S-49: the update of a pod is its deletion; its replacement is made by a later sync. */
export function deleteForUpdate(sync: StatefulSetSync, names: readonly string[]): void {
  for (const name of names) deleteByName(sync, name, why(sync))
}

/**
 * S-61: with the strategy Recreate, every pod of another revision is deleted at once, in both policies.
 * @returns true once none is left.
 */
export function deleteOldRevisions(sync: StatefulSetSync): boolean {
  const { slots, condemned } = sync.members
  const pods = [...slots, ...condemned]
  let left = false
  forEachPod(sync, pods.length, false, (index): Progress => {
    const pod = pods[index]
    if (pod === undefined || revisionOf(pod) === sync.revisions.update.metadata.name) return 'go on'
    left = true
    if (!isTerminating(pod)) deletePod(sync.cluster, pod, { note: why(sync) })
    return 'go on'
  })
  return !left
}
