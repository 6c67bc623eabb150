/** A working tree of the base, for commands that render it. */
import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, realpathSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { onExit } from 'signal-exit'
import type { Git } from '../git/git.js'

/** A working tree that goes again. */
export interface Worktree {
  readonly folder: string
  remove(): void
}

/**
 * Checks a commit out beside the repository, and the submodules that are checked out there as the commit has them. Hooks
 * do not run. The tree is taken away by `remove`, and also where a signal ends the command.
 */
export async function makeWorktree(git: Git, commit: string): Promise<Worktree> {
  const parent = realpathSync(mkdtempSync(path.join(tmpdir(), 'rollcast-base-')))
  const made: { git: Git; folder: string }[] = []
  // Without waiting: it also runs while a signal ends the process.
  const removeNow = (): void => {
    for (const { git: owner, folder } of made.reverse())
      spawnSync('git', ['worktree', 'remove', '--force', folder], { cwd: owner.folder, stdio: 'ignore' })
    rmSync(parent, { recursive: true, force: true })
  }
  const forget = onExit(removeNow)
  const remove = (): void => {
    forget()
    removeNow()
  }
  // Some tools name what they make after the folder.
  const folder = path.join(parent, path.basename(git.folder))
  try {
    await checkOut(git, commit, folder, made)
  } catch (error) {
    remove()
    throw error
  }
  return { folder, remove }
}

const withoutHooks = ['-c', `core.hooksPath=${process.platform === 'win32' ? 'NUL' : '/dev/null'}`]

async function checkOut(git: Git, commit: string, folder: string, made: { git: Git; folder: string }[]): Promise<void> {
  made.push({ git, folder })
  await git.text([...withoutHooks, 'worktree', 'add', '--detach', '--quiet', folder, commit])
  const listed = await git.text(['ls-tree', '-r', '-z', '--full-tree', commit])
  for (const entry of listed.split('\0')) {
    const [, id, name] = /^160000 commit ([0-9a-f]+)\t(.*)$/s.exec(entry) ?? []
    if (id === undefined || name === undefined) continue
    const submodule = git.in(path.join(git.folder, name))
    if (!existsSync(path.join(submodule.folder, '.git'))) continue
    // A commit that is not here is said where the changed files are looked for.
    if ((await submodule.textIfAny(['cat-file', '-e', id])) === undefined) continue
    await checkOut(submodule, id, path.join(folder, name), made)
  }
}
