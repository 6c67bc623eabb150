/** Which Kubernetes `plan` and `default` answer for. */
import { gateWarnings, parseFeatureGates, resolveTarget, type Target } from '../kubernetes/target.js'
import { newestMinor, parseVersion } from '../kubernetes/versions.js'
import { configFileAbove } from './config-file.js'

export interface AskedTarget {
  readonly kubernetesVersion?: string
  readonly featureGates?: string
}

export interface TargetPlace {
  readonly cwd: string
  /** The file that is asked about: the configuration may have other settings for some files. */
  readonly file?: string
  /** What a scenario says of gates itself. */
  readonly gatesOfScenario?: string
  /** Told of gates that change no answer. */
  readonly warn?: (text: string) => void
}

/**
 * The version and gates of the options; where they say nothing those of rollcast.config, and then the newest version's
 * own.
 */
export async function targetAsked(
  options: AskedTarget,
  { cwd, file, gatesOfScenario = '', warn }: TargetPlace,
): Promise<Target> {
  const configured = await settingsOfConfig(cwd, file)
  const version = options.kubernetesVersion ?? configured.kubernetesVersion
  const gates = {
    ...configured.featureGates,
    ...parseFeatureGates(gatesOfScenario),
    ...parseFeatureGates(options.featureGates ?? ''),
  }
  for (const warning of gateWarnings(gates)) warn?.(warning)
  return resolveTarget(version === undefined ? { minor: newestMinor } : parseVersion(version), gates)
}

/** The rules come with the configuration's reader, so it is loaded only where there is a configuration. */
async function settingsOfConfig(
  cwd: string,
  file: string | undefined,
): Promise<{ kubernetesVersion?: string; featureGates?: Readonly<Record<string, boolean>> }> {
  const configFile = configFileAbove(cwd)
  if (configFile === undefined) return {}
  const { readConfig, setupFor } = await import('./lint-config.js')
  return setupFor(file ?? cwd, await readConfig(configFile, cwd)).settings
}

/** Says a warning on a command's standard error, each once. */
export function warnOf({ complain }: { complain(text: string): void }): (text: string) => void {
  const said = new Set<string>()
  return (text) => {
    if (!said.has(text)) complain(`warning  ${text}\n`)
    said.add(text)
  }
}
