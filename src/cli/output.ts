/** Where what a command prints goes: to standard output, or into a file that is there whole or not at all. */
import path from 'node:path'
import writeFileAtomic from 'write-file-atomic'
import { CannotRun } from './cannot-run.js'
import type { CommandWorld } from './world.js'

/**
 * Prints a text, or writes it into a file.
 * @throws {CannotRun} where the file cannot be written.
 */
export async function emit(text: string, file: string | undefined, world: CommandWorld): Promise<void> {
  if (file === undefined) world.print(text)
  else await writeWhole(file, text, world.cwd)
}

/**
 * Writes a file beside and renames it: a reader, or a key that ends the command, never finds half of it.
 * @throws {CannotRun} where it cannot be written.
 */
export async function writeWhole(file: string, text: string, cwd: string): Promise<void> {
  try {
    await writeFileAtomic(path.resolve(cwd, file), text)
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException
    const reason =
      code === 'ENOENT'
        ? 'there is no such folder'
        : code === 'EACCES' || code === 'EPERM' || code === 'EROFS'
          ? 'you have no right to write there'
          : code === 'EISDIR'
            ? 'it is a folder'
            : code === 'ENOSPC'
              ? 'the disk is full'
              : message
    throw new CannotRun(`${file} cannot be written: ${reason}.`)
  }
}
