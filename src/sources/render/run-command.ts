/** Runs a command that renders, with a time limit; what it started ends with it. */
import { spawn, type ChildProcess } from 'node:child_process'
import { onExit } from 'signal-exit'
import { SourceError } from '../source-error.js'
import type { RenderCommand } from './render-entry.js'

/** What is said of a run. */
export interface RunQuestion {
  readonly folder: string
  readonly seconds: number
  readonly environment: NodeJS.ProcessEnv
  /** Which side this is, for a complaint: `in the base`. */
  readonly where: string
}

/** More than this is no set of manifests. */
const mostBytes = 256 * 1024 * 1024
const shownLines = 12

/**
 * Runs a command and gives what it prints.
 * @throws {SourceError} where it fails, with its last lines; where it is not there; and where it takes too long.
 */
export function runCommand(command: RenderCommand, question: RunQuestion): Promise<string> {
  const [program, ...rest] = command.words
  return new Promise((resolve, reject) => {
    // A group of its own, so that what it starts can be ended with it.
    const isGroup = process.platform !== 'win32'
    const child = spawn(program, rest, {
      cwd: question.folder,
      env: question.environment,
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: isGroup,
      windowsHide: true,
    })
    const out: Buffer[] = []
    const words: Buffer[] = []
    let size = 0
    let ended: string | undefined
    const stop = (why: string): void => {
      ended ??= why
      end(child, isGroup)
    }
    const forget = onExit(() => end(child, isGroup))
    const clock = setTimeout(
      () => stop(`took longer than ${question.seconds} s and was ended (--render-timeout allows more)`),
      question.seconds * 1000,
    )
    child.stdout.on('data', (chunk: Buffer) => {
      size += chunk.length
      if (size > mostBytes) stop(`printed more than ${mostBytes / 1024 / 1024} MB and was ended`)
      else out.push(chunk)
    })
    child.stderr.on('data', (chunk: Buffer) => void words.push(chunk))
    const done = (): void => {
      clearTimeout(clock)
      forget()
    }
    const fault = (what: string): SourceError =>
      new SourceError(
        complaint(command, question.where, what, ended === undefined ? { out, words } : undefined),
        'render',
      )
    child.on('error', (error: NodeJS.ErrnoException) => {
      done()
      reject(
        error.code === 'ENOENT' || error.code === 'EACCES'
          ? fault(`cannot be started: there is no program ${program} here`)
          : fault(`cannot be started: ${error.message}`),
      )
    })
    child.on('close', (status, signal) => {
      done()
      if (ended !== undefined) reject(fault(ended))
      else if (status === 0) resolve(Buffer.concat(out).toString('utf8'))
      else reject(fault(status === null ? `was ended by ${signal ?? 'a signal'}` : `failed with status ${status}`))
    })
  })
}

function end(child: ChildProcess, isGroup: boolean): void {
  if (child.pid === undefined || child.exitCode !== null) return
  try {
    if (isGroup) process.kill(-child.pid, 'SIGKILL')
    else child.kill('SIGKILL')
  } catch {
    // It has just ended by itself.
  }
}

function complaint(
  { name, words }: RenderCommand,
  where: string,
  what: string,
  said: { out: readonly Buffer[]; words: readonly Buffer[] } | undefined,
): string {
  const head = `Rendering ${name}${where === '' ? '' : ` ${where}`}: ${words.join(' ')} ${what}.`
  if (said === undefined) return head
  const lines = [said.words, said.out]
    .map((chunks) => Buffer.concat(chunks).toString('utf8').trimEnd().split('\n'))
    .find((each) => each.join('').trim() !== '')
  return lines === undefined
    ? head
    : `${head}\n${lines
        .slice(-shownLines)
        .map((line) => `  ${line}`)
        .join('\n')}`
}
