import type { Readable } from 'node:stream'

/** What a command touches of the world. */
export interface CommandWorld {
  readonly cwd: string
  readonly stdin: Readable
  print(text: string): void
  complain(text: string): void
  readonly colours: boolean
  /** Of the terminal; undefined where the output is none. */
  readonly columns?: number | undefined
}
