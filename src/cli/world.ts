import type { Readable } from 'node:stream'
import { asCalled } from './called-as.js'
import { coloursWanted } from './colours.js'
import { isWatched, terminalProgress, type Progress } from './progress.js'

/** What a command touches of the world. */
export interface CommandWorld {
  readonly cwd: string
  readonly stdin: Readable
  /** Variables; those of the process where it is left out. */
  readonly environment?: NodeJS.ProcessEnv
  print(text: string): void
  complain(text: string): void
  readonly colours: boolean
  /** Of the terminal; undefined where the output is none. */
  readonly columns?: number | undefined
  /** Begins a line of progress; left out where nobody looks. */
  progress?(): Progress
}

/** The world as it is. */
export function realWorld({ color }: { readonly color?: boolean } = {}): CommandWorld {
  return {
    cwd: process.cwd(),
    stdin: process.stdin,
    environment: process.env,
    print: (text) => void process.stdout.write(text),
    complain: (text) => void process.stderr.write(asCalled(text)),
    colours: color ?? coloursWanted(process.env, process.stdout.isTTY === true),
    columns: process.stdout.columns as number | undefined,
    ...(isWatched(process.env, process.stderr.isTTY === true) ? { progress: terminalProgress } : {}),
  }
}
