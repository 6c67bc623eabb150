/** The options that lift the limits of what is read: the same for every command. */
import { InvalidArgumentError, type Command } from 'commander'
import { usualMaxBytes, usualMaxDocuments } from '../manifest/limits.js'

/** Adds `--max-bytes` and `--max-documents` to a command. */
export function addLimitOptions(command: Command): Command {
  return command
    .option('--max-bytes <size>', `a larger file is not read (default: ${usualMaxBytes / mebi}M)`, sizeOf)
    .option(
      '--max-documents <number>',
      `of a file with more documents, or items of lists, only so many are read (default: ${usualMaxDocuments})`,
      numberOf,
    )
}

const mebi = 1024 * 1024
/** More than this is no text that Node can hold. */
const largestSize = 500 * mebi
const factors: Readonly<Record<string, number>> = { '': 1, k: 1024, m: mebi }

function sizeOf(value: string): number {
  const [, number, unit = ''] = /^(\d+)([kKmM]?)(?:i?[bB])?$/.exec(value) ?? []
  const size = Number(number) * (factors[unit.toLowerCase()] ?? 1)
  if (!(size >= 1 && size <= largestSize)) throw new InvalidArgumentError('It is a size such as 50M, 500M at most.')
  return size
}

/** A number from 1 on. */
export function numberOf(value: string): number {
  if (!/^[1-9]\d{0,14}$/.test(value)) throw new InvalidArgumentError('It is a number, 1 or more.')
  return Number(value)
}
