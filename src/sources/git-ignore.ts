/** What `.gitignore` leaves out of a folder: builds, downloads, and whatever else is nobody's manifest. */
import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import ignore, { type Ignore } from 'ignore'

/** Tells whether a file or folder is left out. */
export type IsIgnored = (file: string, isFolder: boolean) => boolean

/**
 * Reads the `.gitignore` of a folder, of those above it in its repository, and of those below as they are asked for; the
 * nearest that says something of a file counts. A folder that is itself left out is looked at all the same where
 * somebody names it: then only what it says itself counts.
 */
export function gitIgnored(folder: string): IsIgnored {
  const files = new Map<string, Ignore | undefined>()
  const rulesOf = (each: string): Ignore | undefined => {
    if (!files.has(each)) files.set(each, readRules(path.join(each, '.gitignore')))
    return files.get(each)
  }
  const top = topOf(folder)
  const decide = (file: string, isFolder: boolean, from: string): boolean => {
    for (let above = path.dirname(file); ; above = path.dirname(above)) {
      const relative = path.relative(above, file).split(path.sep).join('/')
      const answer = rulesOf(above)?.test(isFolder ? `${relative}/` : relative)
      if (answer?.ignored === true) return true
      if (answer?.unignored === true || above === from || path.dirname(above) === above) return false
    }
  }
  const from = top !== undefined && !isLeftOut(folder, top, decide) ? top : folder
  return (file, isFolder) => decide(file, isFolder, from)
}

/** Whether a folder, or one above it, is left out. */
function isLeftOut(
  folder: string,
  top: string,
  decide: (file: string, isFolder: boolean, from: string) => boolean,
): boolean {
  for (let each = folder; each !== top; each = path.dirname(each)) if (decide(each, true, top)) return true
  return false
}

function readRules(file: string): Ignore | undefined {
  try {
    return ignore().add(readFileSync(file, 'utf8'))
  } catch {
    // There is none, or git could not read it either.
    return undefined
  }
}

/** The top of the repository; undefined outside of one. */
function topOf(folder: string): string | undefined {
  for (let above = folder; ; above = path.dirname(above)) {
    if (existsSync(path.join(above, '.git'))) return above
    if (path.dirname(above) === above) return undefined
  }
}
