/** The update step: which pods make way for the new revision (docs/semantics/statefulset.md, section 7). */
import type { EventNote } from '../../store/index.js'
import { indexesDown, previousIndex } from '../../collections/index-set.js'
import { isAvailable, isTerminating, revisionOf } from '../../objects/statefulset/pods.js'
import { deleteByName, downSlots, revisionForNewPod, type StatefulSetSync } from './sync.js'

/** What an update's deletion says of itself. */
export function whyOutdated({ revisions }: StatefulSetSync): EventNote {
  return { why: `Its revision is not ${revisions.update.metadata.name}: a pod of that one takes its place.` }
}

/**
 * The end of updateStatefulSet (S-49 to S-60): the slots whose pods the rolling update deletes now, from the highest
 * down. It judges slots as they were when the sync began, so it has to be asked before anything is written.
 */
export function podsToUpdate(sync: StatefulSetSync): readonly number[] {
  if (sync.spec.strategy !== 'RollingUpdate' || (sync.members.outdated.size === 0 && emptySlots(sync) === 0)) return []
  return sync.behaviour.maxUnavailable ? updateStatefulSetAfterInvariantEstablished(sync) : oneAtATime(sync)
}

/** The controller's function of that name: with the gate MaxUnavailableStatefulSet. */
function updateStatefulSetAfterInvariantEstablished(sync: StatefulSetSync): readonly number[] {
  return sync.spec.monotonic || !sync.behaviour.replacesDownPodsFirst ? withinBudget(sync) : unavailablePodsFirst(sync)
}

function emptySlots({ members, spec }: StatefulSetSync): number {
  return spec.replicas - (members.byOrdinal.size - members.condemned.length)
}

function updateMin({ spec }: StatefulSetSync): number {
  return spec.partition ?? 0
}

/** An empty slot counts with the pod that is made for it: as down, and at the revision of that pod (S-58). */
function isOutdated(sync: StatefulSetSync, index: number): boolean {
  const pod = sync.members.slots[index]
  if (pod === undefined) return revisionForNewPod(sync, index) !== sync.revisions.update
  return !isTerminating(pod) && revisionOf(pod) !== sync.revisions.update.metadata.name
}

/** S-52, S-53: without the gate, one pod at a time, each after the one before is up again. */
function oneAtATime(sync: StatefulSetSync): readonly number[] {
  const first = Math.max(previousIndex(downSlots(sync)) ?? -1, previousIndex(sync.members.outdated) ?? -1)
  return first >= updateMin(sync) && isOutdated(sync, first) ? [first] : []
}

/** S-50: the candidates from the top down: outdated pods, and empty slots that get an outdated one. */
function* candidates(sync: StatefulSetSync): Iterable<number> {
  const { members } = sync
  const down = downSlots(sync)
  let outdated = previousIndex(members.outdated)
  let empty = previousIndex(down)
  while (outdated !== undefined || empty !== undefined) {
    const index = Math.max(outdated ?? -1, empty ?? -1)
    if (index < updateMin(sync)) return
    if (isOutdated(sync, index)) yield index
    if (outdated === index) outdated = previousIndex(members.outdated, index - 1)
    if (empty === index) empty = previousIndex(down, index - 1)
  }
}

/** S-55, S-57: a single pass, as long as the budget lasts. */
function withinBudget(sync: StatefulSetSync): readonly number[] {
  const budget = sync.spec.maxUnavailable - downSlots(sync).size
  const slots: number[] = []
  if (budget <= 0) return slots
  for (const index of candidates(sync)) {
    slots.push(index)
    if (slots.length === budget) break
  }
  return slots
}

/** S-56: under Parallel, candidates that are not available go first and cost nothing; then others within the budget. */
function unavailablePodsFirst(sync: StatefulSetSync): readonly number[] {
  const down = downSlots(sync)
  const { outdated } = sync.members
  const downAndOutdated = [...indexesDown(down)].filter((index) => isOutdated(sync, index))
  if (down.size >= sync.spec.maxUnavailable && downAndOutdated.length === 0) return []
  const slots = downAndOutdated.filter((index) => index >= updateMin(sync))
  let budget = sync.spec.maxUnavailable - down.size
  for (
    let index = previousIndex(outdated);
    index !== undefined && index >= updateMin(sync) && budget > 0;
    index = previousIndex(outdated, index - 1)
  ) {
    const pod = sync.members.slots[index]
    if (pod === undefined || !isAvailable(pod, sync.spec.minReadySeconds, sync.cluster.queue.now)) continue
    slots.push(index)
    budget--
  }
  return slots
}

/** S-49: the update of a pod is its deletion; its replacement is made by a later sync. */
export function deletePodsForUpdate(sync: StatefulSetSync, slots: readonly number[]): void {
  for (const index of slots)
    deleteByName(sync, `${sync.set.metadata.name}-${sync.spec.start + index}`, whyOutdated(sync))
}
