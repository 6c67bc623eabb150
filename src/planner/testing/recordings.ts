/** Where the recordings lie: testdata/traces has a folder for each version that was recorded. */
import { readdirSync } from 'node:fs'

/** The names of the folders, in order: `1.37.2`, `own-1.37.2`. */
export function recordedVersions(traces: URL): readonly string[] {
  return readdirSync(traces, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort()
}
