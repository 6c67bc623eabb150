import { existsSync } from 'node:fs'
import path from 'node:path'

const configNames = ['js', 'mjs', 'cjs', 'json', 'yaml', 'yml'].map((ending) => `rollcast.config.${ending}`)

/** The nearest configuration file, from a folder upward. */
export function configFileAbove(cwd: string): string | undefined {
  for (let folder = path.resolve(cwd); ; folder = path.dirname(folder)) {
    const name = configNames.find((candidate) => existsSync(path.join(folder, candidate)))
    if (name !== undefined) return path.join(folder, name)
    if (path.dirname(folder) === folder) return undefined
  }
}
