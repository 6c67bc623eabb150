/** What a node is to the rolling step (rollingUpdate of daemon/update.go): what it counts as, and the list it is in. */
import type { Pod } from '../../cluster.js'
import { isAvailable, isPodUpdated } from '../../objects/daemonset/pods.js'
import type { SetView } from './set-view.js'

/** findUpdatedPodsOnNode: the living pods of a node, by whether they are up to date. */
export type Pairing =
  /** More than one old or more than one new pod: section 4 cleans up first. */
  | { readonly kind: 'excess' }
  | { readonly kind: 'none' }
  | { readonly kind: 'both'; readonly oldPod: Pod; readonly oldAvailable: boolean; readonly newAvailable: boolean }
  | { readonly kind: 'new'; readonly newAvailable: boolean }
  | { readonly kind: 'old'; readonly oldPod: Pod; readonly oldAvailable: boolean }

/** The controller's function of that name. */
export function findUpdatedPodsOnNode(pods: readonly Pod[], view: SetView, now: number): Pairing {
  let newPod: Pod | undefined
  let oldPod: Pod | undefined
  for (const pod of pods) {
    if (pod.metadata.deletionTimestamp !== undefined) continue
    if (isPodUpdated(pod, view.hash, view.templateGeneration)) {
      if (newPod !== undefined) return { kind: 'excess' }
      newPod = pod
    } else {
      if (oldPod !== undefined) return { kind: 'excess' }
      oldPod = pod
    }
  }
  const available = (pod: Pod) => isAvailable(pod, view.minReadySeconds, now)
  if (oldPod === undefined)
    return newPod === undefined ? { kind: 'none' } : { kind: 'new', newAvailable: available(newPod) }
  if (newPod === undefined) return { kind: 'old', oldPod, oldAvailable: available(oldPod) }
  return { kind: 'both', oldPod, oldAvailable: available(oldPod), newAvailable: available(newPod) }
}

/** Without surge (D-27). */
export interface RoleWithoutSurge {
  readonly unavailable: boolean
  readonly list?: 'allowed' | 'candidates'
}

/** What a node is to the rolling step without surge: old pods that are not available go whatever the budget says. */
export function roleWithoutSurge(pairing: Pairing, view: SetView): RoleWithoutSurge {
  switch (pairing.kind) {
    case 'excess':
    case 'none':
    case 'both':
      return { unavailable: true }
    case 'new':
      return { unavailable: !pairing.newAvailable }
    case 'old':
      return pairing.oldAvailable
        ? { unavailable: false, list: 'candidates' }
        : { unavailable: view.countsUnhealthyOldPods, list: 'allowed' }
  }
}

/** With surge (D-41 to D-43). */
export interface RoleWithSurge {
  readonly surging: boolean
  readonly available: boolean
  /**
   * `done`: the old pod is deleted outside of every budget. `misplaced`: no pod should run there. `lost`: the node is
   * gone, and the step fails on it.
   */
  readonly list?: 'done' | 'allowed' | 'candidates' | 'misplaced' | 'lost'
}

/** What a node is to the rolling step with surge: a new pod is made beside the old one. */
export function roleWithSurge(
  pairing: Pairing,
  node: { readonly gone: boolean; readonly shouldRun: boolean },
): RoleWithSurge {
  switch (pairing.kind) {
    case 'excess':
      return { surging: true, available: false }
    case 'none':
      return { surging: false, available: false }
    case 'new':
      return { surging: false, available: pairing.newAvailable }
    case 'both':
      return pairing.newAvailable
        ? { surging: false, available: pairing.oldAvailable, list: 'done' }
        : { surging: true, available: pairing.oldAvailable }
    case 'old':
      if (node.gone) return { surging: false, available: pairing.oldAvailable, list: 'lost' }
      if (pairing.oldAvailable)
        return { surging: false, available: true, list: node.shouldRun ? 'candidates' : 'misplaced' }
      return { surging: false, available: false, list: node.shouldRun ? 'allowed' : 'done' }
  }
}
