import { stat, readFile } from 'node:fs/promises'
import path from 'node:path'
import type { Readable } from 'node:stream'
import picomatch from 'picomatch'
import { glob, isDynamicPattern } from 'tinyglobby'
import { decodeText } from './decode-text.js'
import { SourceError } from './source-error.js'
import { standardInput } from './standard-input.js'

export { SourceError } from './source-error.js'
export { standardInput } from './standard-input.js'

const manifestFiles = '*.{yaml,yml,json}'
const neverSearched = ['**/node_modules/**', '**/.git/**']

export interface FindOptions {
  /** The folder from which the patterns count, and to which the paths found are relative. */
  readonly cwd: string
  /**
   * Globs, relative to cwd, of what to leave out of folders and globs. A file that is named outright is always taken.
   */
  readonly ignore?: readonly string[]
  /** Also finds hidden files and what lies in hidden folders (`.github/`); without it they are left out. */
  readonly hidden?: boolean
  /** False: of a folder only what lies in it itself, as kubectl takes it. */
  readonly recursive?: boolean
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

async function filesOf(
  pattern: string,
  { cwd, ignore = [], hidden = false, recursive = true }: FindOptions,
): Promise<string[]> {
  if (pattern === standardInput) return [pattern]
  const kind = await kindOf(path.resolve(cwd, pattern), pattern)
  if (kind === 'file') return [asWritten(path.resolve(cwd, pattern), pattern, cwd)]
  if (kind === 'nothing' && !isDynamicPattern(slashes(pattern))) {
    throw new SourceError(`There is no file or folder ${pattern}. Check the path.`, pattern)
  }
  const files =
    kind === 'folder'
      ? await search(recursive ? `**/${manifestFiles}` : manifestFiles, path.resolve(cwd, pattern), hidden)
      : await search(slashes(pattern), cwd, hidden)
  const isIgnored = picomatch(
    ignore.flatMap((glob) => [glob, `${glob}/**`]),
    { dot: true },
  )
  const wanted = files.filter((file) => !isIgnored(slashes(path.relative(cwd, file))))
  if (wanted.length === 0) throw nothingFound(pattern, kind, recursive)
  return wanted.map((file) => asWritten(file, pattern, cwd)).sort((a, b) => (a < b ? -1 : a > b ? 1 : 0))
}

function search(pattern: string, cwd: string, dot: boolean): Promise<string[]> {
  return glob([pattern], { cwd, dot, ignore: neverSearched, absolute: true, expandDirectories: false })
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

export interface ReadOptions {
  readonly cwd?: string
  readonly stdin?: Readable
}

/** Reads the text of a file, or of standard input for `-`. Throws a SourceError where there is none to read. */
export async function readSource(
  file: string,
  { cwd = process.cwd(), stdin = process.stdin }: ReadOptions = {},
): Promise<string> {
  const bytes = file === standardInput ? await readAll(stdin) : await readBytes(file, cwd)
  return decodeText(bytes, file)
}

async function readAll(stream: Readable): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of stream) chunks.push(Buffer.from(chunk as Uint8Array))
  return Buffer.concat(chunks)
}

async function readBytes(file: string, cwd: string): Promise<Buffer> {
  try {
    return await readFile(path.resolve(cwd, file))
  } catch (error) {
    const code = codeOf(error)
    if (code === 'ENOENT' || code === 'ENOTDIR')
      throw new SourceError(`There is no file ${file}. Check the path.`, file, true)
    if (code === 'EISDIR') throw new SourceError(`${file} is a folder; a file is expected here.`, file)
    throw unreadable(file, code)
  }
}

function unreadable(file: string, code: string | undefined): SourceError {
  const reason = code === 'EACCES' || code === 'EPERM' ? 'you have no right to read it' : (code ?? 'unknown reason')
  return new SourceError(`${file} cannot be read: ${reason}.`, file)
}

function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined
}
