import { lstat, stat } from 'node:fs/promises'
import path from 'node:path'
import type { Readable } from 'node:stream'
import picomatch from 'picomatch'
import { isDynamicPattern } from 'tinyglobby'
import { gitIgnored } from './git-ignore.js'
import { codeOf, readBytes, readStream, unreadable, type ReadLimits } from './read-bytes.js'
import { manifestFiles, manifestFilesInFolder, search, type Unseen } from './search.js'
import { SourceError } from './source-error.js'
import { standardInput } from './standard-input.js'
import { decodeBytes, type EncodedText } from './text-encoding.js'

export type { Unseen } from './search.js'
export { SourceError } from './source-error.js'
export { standardInput } from './standard-input.js'

export interface FindOptions {
  /** The folder from which the patterns count, and to which the paths found are relative. */
  readonly cwd: string
  /**
   * Globs, relative to cwd, of what to leave out of folders and globs. A file that is named outright is always taken.
   */
  readonly ignore?: readonly string[]
  /** Also finds hidden files and what lies in hidden folders (`.github/`); without it they are left out. */
  readonly hidden?: boolean
  /** Leaves out of folders and globs what `.gitignore` names. */
  readonly gitIgnore?: boolean
  /** False: of a folder only what lies in it itself, as kubectl takes it. */
  readonly recursive?: boolean
  /** Is told what was found and is not looked at: folders that cannot be read, links that lead nowhere. */
  readonly onUnseen?: (unseen: Unseen) => void
}

/**
 * Finds the files that the arguments of a command mean: files, folders (all manifests below, hidden ones not), globs,
 * and `-`. In the order of the arguments, within one argument by name, each file once. Paths have forward slashes and
 * are relative to cwd, save those that were written absolute. Throws a SourceError for an argument that leads to
 * nothing.
 */
export async function findFiles(patterns: readonly string[], options: FindOptions): Promise<string[]> {
  const found = new Set<string>()
  for (const pattern of patterns) {
    for (const file of await filesOf(pattern, options)) found.add(file)
  }
  return [...found]
}

async function filesOf(pattern: string, options: FindOptions): Promise<string[]> {
  const { cwd, ignore = [], hidden = false, recursive = true, gitIgnore = false, onUnseen } = options
  if (pattern === standardInput) return [pattern]
  const kind = await kindOf(path.resolve(cwd, pattern), pattern)
  if (kind === 'file') return [asWritten(path.resolve(cwd, pattern), pattern, cwd)]
  if (kind === 'nothing' && !isDynamicPattern(slashes(pattern))) {
    const isLink = await lstat(path.resolve(cwd, pattern)).then(
      (found) => found.isSymbolicLink(),
      () => false,
    )
    throw isLink
      ? new SourceError(`${pattern} is a link that leads nowhere.`, pattern)
      : new SourceError(`There is no file or folder ${pattern}. Check the path.`, pattern)
  }
  const unseen: Unseen[] = []
  const files = await search({
    ...(kind === 'folder'
      ? { cwd: path.resolve(cwd, pattern), pattern: recursive ? manifestFiles : manifestFilesInFolder }
      : { cwd, pattern: slashes(pattern) }),
    hidden,
    ...(gitIgnore ? { isIgnored: gitIgnored(kind === 'folder' ? path.resolve(cwd, pattern) : path.resolve(cwd)) } : {}),
    onUnseen: (each) => unseen.push(each),
  })
  const isIgnored = picomatch(
    ignore.flatMap((glob) => [glob, `${glob}/**`]),
    { dot: true },
  )
  const isWanted = (file: string) => !isIgnored(slashes(path.relative(cwd, file)))
  const wanted = files.filter(isWanted)
  const missed = unseen.filter(({ file }) => isWanted(file))
  if (wanted.length === 0 && missed.length === 0) throw nothingFound(pattern, kind, recursive)
  for (const each of missed) onUnseen?.({ ...each, file: asWritten(each.file, pattern, cwd) })
  return wanted.map((file) => asWritten(file, pattern, cwd)).sort((a, b) => (a < b ? -1 : a > b ? 1 : 0))
}

function nothingFound(pattern: string, kind: 'folder' | 'nothing', recursive: boolean): SourceError {
  return kind === 'folder'
    ? new SourceError(
        `There is no *.yaml, *.yml or *.json file in the folder ${pattern}.${recursive ? '' : ' What lies in folders below it is taken with -R.'}`,
        pattern,
      )
    : new SourceError(
        `No file matches ${pattern}. Check the pattern, and quote it so that the shell leaves it alone.`,
        pattern,
      )
}

/** Relative to cwd, unless the argument that led to the file was absolute. */
function asWritten(file: string, pattern: string, cwd: string): string {
  return slashes(path.isAbsolute(pattern) ? file : path.relative(cwd, file))
}

async function kindOf(file: string, written: string): Promise<'file' | 'folder' | 'nothing'> {
  try {
    return (await stat(file)).isDirectory() ? 'folder' : 'file'
  } catch (error) {
    const code = codeOf(error)
    if (code === 'ENOENT' || code === 'ENOTDIR' || code === 'EINVAL' || code === 'ENAMETOOLONG') return 'nothing'
    throw unreadable(written, code)
  }
}

function slashes(file: string): string {
  return path.sep === '\\' ? file.replaceAll('\\', '/') : file
}

export interface ReadOptions extends ReadLimits {
  readonly cwd?: string
  readonly stdin?: Readable
}

/** Reads the text of a file, or of standard input for `-`. Throws a SourceError where there is none to read. */
export async function readSource(file: string, options: ReadOptions = {}): Promise<string> {
  return (await readEncoded(file, options)).text
}

/** The same, with the encoding that the file has. */
export async function readEncoded(file: string, options: ReadOptions = {}): Promise<EncodedText> {
  const { cwd = process.cwd(), stdin = process.stdin } = options
  if (file === standardInput) return decodeBytes(await readStream(stdin, options), file, 'Standard input')
  return decodeBytes(await readBytes(path.resolve(cwd, file), file, options), file)
}
