import { featureGateNames, gateState } from './feature-gates.js'
import { nearestName } from './nearest-name.js'
import { UnknownTargetError, type KubernetesVersion } from './versions.js'

/** What the answers depend on: the version and each feature gate's state in it. */
export interface Target {
  readonly version: KubernetesVersion
  /** Every gate of the table in feature-gates.ts, resolved: the version's defaults, then the user's own settings. */
  readonly gates: Readonly<Record<string, boolean>>
}

/**
 * Resolves the feature gates of a version.
 * @param settings the user's own, by gate name; they win over the version's defaults (V-93).
 * @throws {UnknownTargetError} for a gate that the table does not hold.
 */
export function resolveTarget(version: KubernetesVersion, settings: Readonly<Record<string, boolean>> = {}): Target {
  const gates: Record<string, boolean> = {}
  for (const name of featureGateNames) gates[name] = gateState(name, version).enabled
  for (const [name, enabled] of Object.entries(settings)) {
    if (!featureGateNames.includes(name)) {
      const near = nearestName(name, featureGateNames)
      throw new UnknownTargetError(
        `Feature gate "${name}" changes no answer of Rollcast. ${near === undefined ? 'Leave it out, or check its name.' : `Did you mean ${near}?`}`,
      )
    }
    gates[name] = enabled
  }
  return { version, gates }
}

/**
 * Reads `Gate=true,Other=false`, the form that Kubernetes' own programs take.
 * @throws {UnknownTargetError} where a part is not of that form.
 */
export function parseFeatureGates(text: string): Record<string, boolean> {
  const settings: Record<string, boolean> = {}
  for (const part of text
    .split(',')
    .map((piece) => piece.trim())
    .filter((piece) => piece !== '')) {
    const match = /^([A-Za-z0-9]+)=(true|false)$/i.exec(part)
    if (match?.[1] === undefined || match[2] === undefined) {
      throw new UnknownTargetError(`Feature gate "${part}" has to read Name=true or Name=false.`)
    }
    settings[match[1]] = match[2].toLowerCase() === 'true'
  }
  return settings
}
