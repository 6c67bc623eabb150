/** Reads what a user names, whatever it turns out to be: no device, no pipe and no size keeps a command for ever. */
import { constants } from 'node:fs'
import { open, type FileHandle } from 'node:fs/promises'
import type { Readable } from 'node:stream'
import { setTimeout as sleep } from 'node:timers/promises'
import { entryOf } from '../kubernetes/json.js'
import { usualMaxBytes, type ReadingLimits } from '../manifest/index.js'
import { SourceError } from './source-error.js'

export interface ReadLimits extends Pick<ReadingLimits, 'maxBytes'> {
  /** How long a named pipe is waited for that nobody writes to, in seconds. */
  readonly patience?: number
}

const usualPatience = 10
const pollMilliseconds = 20
const chunkBytes = 64 * 1024

/**
 * Reads a file, a device or a named pipe.
 * @param path its absolute path; `file` is what it is called in a message.
 * @throws {SourceError} where it cannot be read, is too large, or gives nothing.
 */
export async function readBytes(path: string, file: string, limits: ReadLimits = {}): Promise<Buffer> {
  let handle: FileHandle | undefined
  try {
    // Without O_NONBLOCK, opening a pipe that nobody writes to never comes back.
    handle = await open(path, constants.O_RDONLY | constants.O_NONBLOCK)
    const status = await handle.stat()
    if (status.isDirectory()) throw new SourceError(`${file} is a folder; a file is expected here.`, file)
    const { maxBytes = usualMaxBytes, patience = usualPatience } = limits
    if (status.size > maxBytes) throw tooLarge(file, maxBytes, status.size)
    return await readToEnd(handle, file, maxBytes, status.isFIFO() ? patience : 0)
  } catch (error) {
    throw error instanceof SourceError ? error : unreadable(file, codeOf(error))
  } finally {
    await handle?.close()
  }
}

/** @param patience how many seconds an end that comes before anything else is taken for a writer's who is still to come. */
async function readToEnd(handle: FileHandle, file: string, maxBytes: number, patience: number): Promise<Buffer> {
  const chunks: Buffer[] = []
  let size = 0
  let isWrittenTo = false
  const deadline = performance.now() + patience * 1000
  for (;;) {
    const chunk = await readChunk(handle)
    if (chunk === 'later') isWrittenTo = true
    else if (chunk.length > 0) {
      size += chunk.length
      if (size > maxBytes) throw tooLarge(file, maxBytes)
      chunks.push(chunk)
      continue
    } else if (isWrittenTo || size > 0 || patience === 0) return Buffer.concat(chunks)
    else if (performance.now() > deadline)
      throw new SourceError(`${file} is a named pipe, and nobody has written to it for ${patience} seconds.`, file)
    await sleep(pollMilliseconds)
  }
}

/** What there is to read: nothing at the end, `later` where a writer has not written yet. */
async function readChunk(handle: FileHandle): Promise<Buffer | 'later'> {
  try {
    const { bytesRead, buffer } = await handle.read(Buffer.allocUnsafe(chunkBytes), 0, chunkBytes, null)
    return buffer.subarray(0, bytesRead)
  } catch (error) {
    if (codeOf(error) === 'EAGAIN') return 'later'
    throw error
  }
}

/**
 * Reads standard input to its end.
 * @throws {SourceError} where it is too large.
 */
export async function readStream(stream: Readable, { maxBytes = usualMaxBytes }: ReadLimits = {}): Promise<Buffer> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of stream) {
    const bytes = Buffer.from(chunk as Uint8Array)
    size += bytes.length
    if (size > maxBytes) throw tooLarge('Standard input', maxBytes)
    chunks.push(bytes)
  }
  return Buffer.concat(chunks)
}

function tooLarge(file: string, maxBytes: number, size?: number): SourceError {
  const much = size === undefined ? '' : ` (${shownSize(size)})`
  return new SourceError(
    `${file} is larger than ${shownSize(maxBytes)}${much} and is not read. --max-bytes sets another limit.`,
    file,
  )
}

/** `20 MiB`, `1,5 MiB` is `1.5 MiB`; small sizes by the byte. */
function shownSize(bytes: number): string {
  const mebibytes = bytes / 1024 / 1024
  return mebibytes < 1 ? `${bytes} bytes` : `${Math.round(mebibytes * 10) / 10} MiB`
}

/** Why a file cannot be read, as the system says it, in words. */
export function unreadable(file: string, code: string | undefined): SourceError {
  if (code === 'ENOENT' && file.includes('\ufffd'))
    return new SourceError(`The name of ${file} is no UTF-8, so it cannot be opened. Rename it.`, file)
  if (code === 'ENOENT' || code === 'ENOTDIR')
    return new SourceError(`There is no file ${file}. Check the path.`, file, true)
  if (code === 'EISDIR') return new SourceError(`${file} is a folder; a file is expected here.`, file)
  const reason = entryOf(reasons, code ?? '') ?? code ?? 'unknown reason'
  return new SourceError(`${file} cannot be read: ${reason}.`, file)
}

const reasons: Readonly<Record<string, string>> = {
  EACCES: 'you have no right to read it',
  EPERM: 'you have no right to read it',
  ELOOP: 'it is a link that leads back to itself',
  ENXIO: 'it is a socket, or a device that is not there',
}

export function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined
}
