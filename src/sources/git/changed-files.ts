/** The files that differ between a commit and the working tree, submodules included. */
import { existsSync } from 'node:fs'
import path from 'node:path'
import type { Git } from './git.js'

/** A file that is not as it was in the base. */
export interface ChangedFile {
  /** From the top of the working tree, with forward slashes. */
  readonly path: string
  /** Where its text of the base lies; undefined where the file is new. */
  readonly before?: Blob
  /** Whether it is there now. */
  readonly isThere: boolean
}

/** A text in a repository's store. */
export interface Blob {
  readonly git: Git
  readonly id: string
}

/** What a comparison found. */
export interface ChangedFiles {
  readonly files: readonly ChangedFile[]
  /** What could not be looked at, for people. */
  readonly notes: readonly string[]
}

/** What is asked of a comparison. */
export interface ChangedFilesQuestion {
  readonly commit: string
  /** Also the files that git does not know yet and is not told to ignore. */
  readonly untracked: boolean
}

/**
 * Compares the working tree with a commit. `git` has to be in the tree's top folder. Renames are not looked for: an
 * object is found again by what it is, not by its file.
 */
export async function changedFiles(git: Git, question: ChangedFilesQuestion): Promise<ChangedFiles> {
  const found = new Map<string, ChangedFile>()
  const notes: string[] = []
  await collect(git, '', question, found, notes)
  const files = [...found.values()].sort((one, other) => (one.path < other.path ? -1 : 1))
  return { files, notes }
}

async function collect(
  git: Git,
  prefix: string,
  { commit, untracked }: ChangedFilesQuestion,
  found: Map<string, ChangedFile>,
  notes: string[],
): Promise<void> {
  const raw = await git.text([
    ...['diff', '--raw', '-z', '--no-abbrev', '--no-renames', '--no-ext-diff', '--no-color'],
    ...['--ignore-submodules=none', commit, '--'],
  ])
  for (const entry of rawEntries(raw)) {
    const file = prefix + entry.path
    if (entry.modes.includes(submodule)) await collectSubmodule(git, file, entry, untracked, found, notes)
    // Where a link leads is a file of its own. A file in conflict is listed twice; once it has its old text.
    else if (!entry.modes.includes(link) && found.get(file)?.before === undefined)
      found.set(file, {
        path: file,
        ...(isNone(entry.id) ? {} : { before: { git, id: entry.id } }),
        isThere: entry.status !== 'D',
      })
  }
  if (!untracked) return
  const others = await git.text(['ls-files', '--others', '--exclude-standard', '-z'])
  for (const other of zeroSeparated(others)) {
    // A repository in the repository is listed as a folder.
    if (!other.endsWith('/') && !found.has(prefix + other))
      found.set(prefix + other, { path: prefix + other, isThere: true })
  }
}

const submodule = '160000'
const link = '120000'

interface RawEntry {
  readonly modes: readonly [before: string, after: string]
  /** The blob, or the submodule's commit, of the base. */
  readonly id: string
  readonly status: string
  readonly path: string
}

/** Reads `:100644 100644 3f2c… 0000… M`, a zero, and the path. */
function rawEntries(raw: string): RawEntry[] {
  const parts = zeroSeparated(raw)
  const entries: RawEntry[] = []
  for (let index = 0; index + 1 < parts.length; index += 2) {
    const [before = '', after = '', id = '', , status = ''] = (parts[index] ?? '').replace(/^:/, '').split(' ')
    entries.push({ modes: [before, after], id, status: status.slice(0, 1), path: parts[index + 1] ?? '' })
  }
  return entries
}

/** A submodule is a repository of its own, of which the base holds a commit. */
async function collectSubmodule(
  git: Git,
  file: string,
  { modes: [before, after], id, path: name }: RawEntry,
  untracked: boolean,
  found: Map<string, ChangedFile>,
  notes: string[],
): Promise<void> {
  const folder = path.join(git.folder, name)
  if (!existsSync(path.join(folder, '.git'))) {
    if (after === submodule)
      notes.push(
        `The submodule ${file} is not checked out, so what changed in it is not looked at: git submodule update --init ${file}`,
      )
    else notes.push(`The submodule ${file} is gone, and what was in it is not looked at.`)
    return
  }
  const inside = git.in(folder)
  const commit = before === submodule ? id : await emptyTree(inside)
  if ((await inside.textIfAny(['cat-file', '-e', commit])) === undefined) {
    notes.push(
      `The submodule ${file} does not hold its commit of the base, so what changed in it is not looked at: git -C ${file} fetch origin ${id}`,
    )
    return
  }
  await collect(inside, `${file}/`, { commit, untracked }, found, notes)
}

/** The tree without files: everything is new against it. */
async function emptyTree(git: Git): Promise<string> {
  const { out } = await git.answer(['hash-object', '-t', 'tree', '-w', '--stdin'])
  return out.toString('utf8').trim()
}

function isNone(id: string): boolean {
  return /^0+$/.test(id)
}

function zeroSeparated(text: string): string[] {
  return text.split('\0').filter((part) => part !== '')
}

/** Reads texts of the base, by the path of their file; all of a repository's in one run of git. */
export async function textsBefore(files: readonly ChangedFile[]): Promise<Map<string, Buffer>> {
  const texts = new Map<string, Buffer>()
  const byFolder = new Map<string, { git: Git; files: { path: string; id: string }[] }>()
  for (const { path: file, before } of files) {
    if (before === undefined) continue
    const group = byFolder.get(before.git.folder) ?? { git: before.git, files: [] }
    group.files.push({ path: file, id: before.id })
    byFolder.set(before.git.folder, group)
  }
  for (const { git, files: wanted } of byFolder.values()) {
    const { out } = await git.answer(['cat-file', '--batch'], wanted.map(({ id }) => `${id}\n`).join(''))
    let here = 0
    for (const { path: file } of wanted) {
      // `<id> blob <size>`, a line end, the text, a line end; `<id> missing` where a partial clone lacks it.
      const lineEnd = out.indexOf(10, here)
      const [, kind, size] = out.subarray(here, lineEnd).toString('latin1').split(' ')
      here = lineEnd + 1
      if (kind !== 'blob') continue
      texts.set(file, out.subarray(here, here + Number(size)))
      here += Number(size) + 1
    }
  }
  return texts
}
