/** A Kubernetes version that a user asks for: `1.35`, or `1.35.2` where the patch number matters (V-91). */
export interface KubernetesVersion {
  readonly minor: number
  /** Left out where the user named no patch number: the newest patch of that minor version is meant. */
  readonly patch?: number
}

/** The oldest minor version that Rollcast answers for. */
export const oldestMinor = 29

/**
 * The newest one: what is meant where nobody names a version. docs/new-kubernetes-version.md says what else follows when
 * it is raised.
 */
export const newestMinor = 37

/** The newest version as a user names it: `1.37`. */
export const newestVersion = `1.${newestMinor}`

/** The supported versions in words: `1.29 to 1.37`. */
export const supportedRange = `1.${oldestMinor} to ${newestVersion}`

/** The supported minor versions as a user names them, the oldest first. */
export const supportedVersions: readonly string[] = Array.from(
  { length: newestMinor - oldestMinor + 1 },
  (_, index) => `1.${oldestMinor + index}`,
)

/** A version or a feature gate that Rollcast does not know. Its message is written for the person who asked for it. */
export class UnknownTargetError extends Error {
  override readonly name = 'UnknownTargetError'
}

/**
 * Reads `1.35`, `v1.35`, `1.35.2` or `v1.35.2`.
 * @throws {UnknownTargetError} for anything else, and for a version that is not supported.
 */
export function parseVersion(text: string): KubernetesVersion {
  const match = /^v?1\.(\d{1,3})(?:\.(\d{1,3}))?(?:[-+].*)?$/.exec(text.trim())
  const minor = match === null ? NaN : Number(match[1])
  if (match === null || minor < oldestMinor || minor > newestMinor) {
    throw new UnknownTargetError(
      `Kubernetes version "${text}" is not one that Rollcast knows: it knows ${supportedRange}, also with a patch number (1.35.2).`,
    )
  }
  return match[2] === undefined ? { minor } : { minor, patch: Number(match[2]) }
}

/** Writes a version as the user named it: `1.35` or `1.35.2`. */
export function formatVersion(version: KubernetesVersion): string {
  return version.patch === undefined ? `1.${version.minor}` : `1.${version.minor}.${version.patch}`
}

/**
 * Tells whether a version is at least 1.MINOR.PATCH; a version without a patch number is the newest of its minor
 * version.
 */
export function atLeast(version: KubernetesVersion, minor: number, patch = 0): boolean {
  if (version.minor !== minor) return version.minor > minor
  return (version.patch ?? Infinity) >= patch
}
