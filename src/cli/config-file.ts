/** Which file holds the configuration: found where people know it from other tools. */
import { existsSync } from 'node:fs'
import path from 'node:path'
import { lilconfigSync } from 'lilconfig'

const endings = ['js', 'mjs', 'cjs', 'json', 'yaml', 'yml']

/** In one folder; the first that is there counts. package.json only where it has a `rollcast`. */
export const searchPlaces = [
  ...endings.map((ending) => `rollcast.config.${ending}`),
  '.rollcastrc',
  ...endings.map((ending) => `.rollcastrc.${ending}`),
  ...endings.map((ending) => `.config/rollcast.${ending}`),
  'package.json',
]

/** The property of package.json that holds a configuration. */
export const packageProperty = 'rollcast'

/** The nearest configuration file, from a folder upward to the top of its repository. */
export function configFileAbove(cwd: string): string | undefined {
  const folder = path.resolve(cwd)
  // The file is read later, with the places of its faults.
  const notRead = () => ({})
  const search = lilconfigSync('rollcast', {
    searchPlaces,
    packageProp: packageProperty,
    stopDir: topOf(folder),
    ignoreEmptySearchPlaces: false,
    loaders: {
      ...Object.fromEntries(endings.map((ending) => [`.${ending}`, notRead])),
      noExt: notRead,
      '.json': (file, text) => (path.basename(file) === 'package.json' ? packageOf(text) : {}),
    },
  })
  return search.search(folder)?.filepath
}

/** Somebody else's package.json may be broken: it holds no configuration of ours then. */
function packageOf(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    return {}
  }
}

/** The top of the repository in which a folder lies; the root of the disk where it lies in none. */
function topOf(folder: string): string {
  for (let above = folder; ; above = path.dirname(above)) {
    if (existsSync(path.join(above, '.git')) || path.dirname(above) === above) return above
  }
}
