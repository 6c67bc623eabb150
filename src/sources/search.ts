/** The walk over folders, and what it passes by: what cannot be looked at is told, and does not go missing in silence. */
import { readdir, realpath, realpathSync, stat, type Dirent, type Stats } from 'node:fs'
import path from 'node:path'
import { glob, type GlobOptions } from 'tinyglobby'
import type { IsIgnored } from './git-ignore.js'

/** All that may be a manifest, in a folder itself and below it. */
export const manifestFilesInFolder = '*.{yaml,yml,json}'
export const manifestFiles = `**/${manifestFilesInFolder}`
const manifestName = /\.(?:ya?ml|json)$/
const neverSearched = ['**/node_modules/**', '**/.git/**']

/** Something that was found and is not looked at. */
export interface Unseen {
  /** Absolute. */
  readonly file: string
  /** Why, as the end of a sentence that begins with its name. */
  readonly reason: string
  /** Whether it is left out on purpose; what could not be read is a failure. */
  readonly isOnPurpose: boolean
}

export interface SearchOptions {
  readonly cwd: string
  readonly pattern: string
  /** Whether hidden files, and what lies in hidden folders, are meant too. */
  readonly hidden: boolean
  /** What is passed by, with all that is in it. */
  readonly isIgnored?: IsIgnored
  readonly onUnseen: (unseen: Unseen) => void
}

/** The files that match a pattern: absolute paths, in any order. Links are followed. */
export async function search({ cwd, pattern, hidden, isIgnored, onUnseen }: SearchOptions): Promise<string[]> {
  const files = await glob([pattern], {
    cwd,
    dot: hidden,
    ignore: neverSearched,
    absolute: true,
    expandDirectories: false,
    fs: watchedFileSystem({
      onUnseen: (unseen) => {
        if (
          hidden ||
          !path
            .relative(cwd, unseen.file)
            .split(path.sep)
            .some((part) => part.startsWith('.'))
        )
          onUnseen(unseen)
      },
      namesEndings: pattern === manifestFiles || pattern === manifestFilesInFolder,
      ...(isIgnored === undefined ? {} : { isIgnored }),
    }),
  })
  return eachFolderOnce(files)
}

/** A folder that links lead to is looked at once: by its own path where that was found too, else by the shortest. */
function eachFolderOnce(files: readonly string[]): string[] {
  const realFolders = new Map<string, string>()
  const realFolderOf = (folder: string): string => {
    const known = realFolders.get(folder) ?? realPathOf(folder)
    realFolders.set(folder, known)
    return known
  }
  const byRealPath = new Map<string, string>()
  const depth = (file: string): number => file.split(/[/\\]/).length
  const nearestFirst = [...files].sort((one, other) => depth(one) - depth(other) || (one < other ? -1 : 1))
  for (const file of nearestFirst) {
    const real = path.join(realFolderOf(path.dirname(file)), path.basename(file))
    if (!byRealPath.has(real) || real === path.normalize(file)) byRealPath.set(real, file)
  }
  return [...byRealPath.values()]
}

function realPathOf(folder: string): string {
  try {
    return realpathSync(folder)
  } catch {
    return folder
  }
}

type Callback<Result> = (error: NodeJS.ErrnoException | null, result: Result) => void

interface Watch {
  readonly onUnseen: (unseen: Unseen) => void
  /** Whether files with an ending such as `.YAML` are told: a glob says itself what it wants. */
  readonly namesEndings: boolean
  readonly isIgnored?: IsIgnored
}

/** The three functions by which tinyglobby walks; it passes over errors without a word. */
function watchedFileSystem(watch: Watch): GlobOptions['fs'] {
  const links = new Map<string, string>()
  const readFolder = (folder: string, options: { withFileTypes: true }, done: Callback<Dirent[]>): void => {
    readdir(folder, options, (error, entries) => {
      if (error && error.code !== 'ENOENT' && error.code !== 'ENOTDIR')
        watch.onUnseen(unreadable(path.resolve(folder), error.code))
      if (error) return done(error, entries)
      const whole = path.resolve(folder)
      const seen = entries.filter(
        (entry) => watch.isIgnored?.(path.join(whole, entry.name), entry.isDirectory()) !== true,
      )
      for (const entry of seen) tellOddEntry(entry, whole, watch)
      done(null, seen)
    })
  }
  const resolveLink = (link: string, done: Callback<string>): void => {
    realpath(link, (error, target) => {
      if (!error) links.set(target, link)
      else if (manifestName.test(link) && !path.basename(link).startsWith('.#'))
        watch.onUnseen({ file: path.resolve(link), reason: 'is a link that leads nowhere', isOnPurpose: false })
      done(error, target)
    })
  }
  const statTarget = (target: string, done: Callback<Stats>): void => {
    stat(target, (error, found) => {
      const link = links.get(target)
      const isSpecial = !error && !found.isFile() && !found.isDirectory()
      if (isSpecial && link !== undefined && manifestName.test(link)) watch.onUnseen(special(path.resolve(link)))
      done(isSpecial ? new Error('no file and no folder') : error, found)
    })
  }
  return {
    readdir: readFolder as typeof readdir,
    realpath: resolveLink as typeof realpath,
    stat: statTarget as typeof stat,
  }
}

function tellOddEntry(entry: Dirent, folder: string, { onUnseen, namesEndings }: Watch): void {
  const file = path.join(folder, entry.name)
  if (entry.isFile()) {
    if (namesEndings && !manifestName.test(entry.name) && manifestName.test(entry.name.toLowerCase()))
      onUnseen({
        file,
        reason: `ends in ${path.extname(entry.name)}, which kubectl does not read in a folder either; name it outright, or rename it`,
        isOnPurpose: true,
      })
  } else if (!entry.isDirectory() && !entry.isSymbolicLink() && manifestName.test(entry.name)) onUnseen(special(file))
}

function special(file: string): Unseen {
  return { file, reason: 'is a device, a socket or a named pipe; in a folder, only files are read', isOnPurpose: false }
}

function unreadable(folder: string, code: string | undefined): Unseen {
  const reason =
    code === 'EACCES' || code === 'EPERM'
      ? 'is a folder that you have no right to read'
      : `is a folder that cannot be read (${code ?? 'unknown reason'})`
  return { file: folder, reason, isOnPurpose: false }
}
