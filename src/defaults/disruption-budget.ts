/** What a PodDisruptionBudget's strategy resets (pkg/registry/policy/poddisruptionbudget); it has no defaults. */
import type { GoTypes } from '../kubernetes/go-types/index.js'
import type { JsonObject } from '../kubernetes/json.js'
import { semanticallyEqual } from '../kubernetes/semantic-equality.js'
import type { Target } from '../kubernetes/target.js'
import { structAt } from './go-value.js'

export function defaultDisruptionBudget(
  budget: JsonObject,
  _target: Target,
  old: JsonObject | undefined,
  types: GoTypes,
): void {
  const metadata = structAt(budget, 'metadata')
  budget['status'] = old === undefined ? {} : structAt(old, 'status')
  if (old === undefined) metadata['generation'] = 1
  else if (!semanticallyEqual(old['spec'], budget['spec'], 'policy/v1.PodDisruptionBudgetSpec', types))
    metadata['generation'] = Number(metadata['generation'] ?? 0) + 1
}
