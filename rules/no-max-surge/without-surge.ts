import {
  removeField,
  renameField,
  replaceValue,
  type EditedManifest,
  type TextEdit,
} from '../../src/rule-kit/text-edits.js'
import { isPositiveBudget, rollingUpdatePath, updateStrategyOf } from '../../src/objects/update-strategy.js'

const maxSurge = [...rollingUpdatePath, 'maxSurge']
const maxUnavailable = [...rollingUpdatePath, 'maxUnavailable']

/**
 * A DaemonSet's update without maxSurge: as many nodes at a time, each without the pod for a while instead of with two.
 * Where maxUnavailable has a budget of its own already, that stays.
 */
export function withoutSurge(edited: EditedManifest): (TextEdit | undefined)[] {
  const { rollingUpdate } = updateStrategyOf(edited.manifest.object)
  if (rollingUpdate?.maxUnavailable === undefined) return [renameField(edited, maxSurge, 'maxUnavailable')]
  const removed = removeField(edited, maxSurge)
  if (isPositiveBudget(rollingUpdate.maxUnavailable)) return [removed]
  const { start, end } = edited.manifest.rangeOf(maxSurge, 'value')
  return [removed, replaceValue(edited, maxUnavailable, edited.text.slice(start, end))]
}
