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
 */
export function resolveTarget(version: KubernetesVersion, settings: Readonly<Record<string, boolean>> = {}): Target {
  const gates: Record<string, boolean> = {}
  for (const name of featureGateNames) gates[name] = gateState(name, version).enabled
  for (const [name, enabled] of Object.entries(settings)) {
    // A cluster's whole list may be given: the others change no answer, which `gateWarnings` says.
    if (featureGateNames.includes(name)) gates[name] = enabled
  }
  return { version, gates }
}

/** How many gates a warning names that change no answer. */
const namedGates = 3

/**
 * What is to be said of gates that change no answer: of one that is probably misspelt each time, of all others together,
 * since a cluster's whole list holds a hundred of them.
 */
export function gateWarnings(settings: Readonly<Record<string, boolean>>): string[] {
  const unknown = Object.keys(settings).filter((name) => !featureGateNames.includes(name))
  const near = unknown.map((name) => ({ name, meant: nearestName(name, featureGateNames) }))
  const slips = near.flatMap(({ name, meant }) =>
    meant === undefined ? [] : [`Feature gate "${name}" changes no answer of Rollcast. Did you mean ${meant}?`],
  )
  const others = near.filter(({ meant }) => meant === undefined).map(({ name }) => `"${name}"`)
  if (others.length === 0) return slips
  const more = others.length > namedGates ? ` and ${others.length - namedGates} more` : ''
  const subject = others.length === 1 ? 'Feature gate' : 'Feature gates'
  const verb = others.length === 1 ? 'changes' : 'change'
  return [...slips, `${subject} ${others.slice(0, namedGates).join(', ')}${more} ${verb} no answer of Rollcast.`]
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
