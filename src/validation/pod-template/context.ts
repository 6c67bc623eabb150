import type { JsonObject } from '../../kubernetes/json.js'
import type { Target } from '../../kubernetes/target.js'
import type { PodValidationOptions } from './validation-options.js'

/** What the rules for one container need to know of its pod. */
export interface PodContext {
  readonly target: Target
  readonly options: PodValidationOptions
  /** The volumes that are well formed, by name: the others have been reported and count as not there. */
  readonly volumes: ReadonlyMap<string, JsonObject>
  readonly claimNames: ReadonlySet<string>
  readonly gracePeriod: number | undefined
  readonly restartPolicy: string
  /** The words for a container that would restart in a pod that does not: they changed with 1.36. */
  readonly resizeNeverWords: string
  /** False where the pod has user ids of its own (hostUsers: false). */
  readonly hostUsers: boolean
  readonly os: JsonObject | undefined
}
