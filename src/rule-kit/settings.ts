/**
 * The shared settings that all rules read: `settings: { rollcast: { kubernetesVersion: '1.34', featureGates: { … } }
 * }`.
 */
import { isObject } from '../kubernetes/json.js'
import { resolveTarget, type Target } from '../kubernetes/target.js'
import { newestVersion, parseVersion, UnknownTargetError } from '../kubernetes/versions.js'

export interface RollcastSettings {
  /** `1.35`, `1.35.2`; left out: the newest that Rollcast knows. */
  readonly kubernetesVersion?: string
  readonly featureGates?: Readonly<Record<string, boolean>>
  /**
   * Folders in which the objects lie that belong together, relative to the folder that ESLint runs in: rules that look
   * at several objects look for them there.
   */
  readonly folders?: readonly string[]
}

const targets = new Map<string, Target>()

/** The settings as a user wrote them; an unknown version or gate is reported when it is used. */
export function settingsOf(settings: Readonly<Record<string, unknown>>): RollcastSettings {
  const { rollcast } = settings
  return isObject(rollcast) ? (rollcast as RollcastSettings) : {}
}

/**
 * The target that the settings name; the same settings give the same object.
 * @throws {UnknownTargetError} for a version or a gate that Rollcast does not know.
 */
export function targetOf(settings: RollcastSettings): Target {
  const { kubernetesVersion = newestVersion, featureGates = {} } = settings
  const key = JSON.stringify([kubernetesVersion, featureGates])
  let target = targets.get(key)
  if (target === undefined) {
    if (typeof kubernetesVersion !== 'string') {
      throw new UnknownTargetError(
        `kubernetesVersion has to be a string such as '${newestVersion}'; it is ${JSON.stringify(kubernetesVersion)}.`,
      )
    }
    target = resolveTarget(parseVersion(kubernetesVersion), featureGates)
    targets.set(key, target)
  }
  return target
}
