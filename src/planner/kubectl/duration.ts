/** Durations as Go writes and reads them: `1m30s`. */
import { KubectlError } from './command-line.js'

const seconds: Readonly<Record<string, number>> = { h: 3600, m: 60, s: 1, ms: 0.001 }

/** @throws {KubectlError} in kubectl's words, for a flag's value that is no duration. */
export function readDuration(text: string, flag: string): number {
  const parts = [...text.matchAll(/(\d{1,15}(?:\.\d{1,15})?)(ms|h|m|s)/g)]
  if (text !== '0' && (parts.length === 0 || parts.map(([part]) => part).join('') !== text))
    throw new KubectlError(
      `invalid argument ${JSON.stringify(text)} for "--${flag}" flag: time: invalid duration ${JSON.stringify(text)}`,
    )
  return parts.reduce((sum, [, number, unit = 's']) => sum + Number(number) * (seconds[unit] ?? 0), 0)
}

/** `1m30s` */
export function shownDuration(whole: number): string {
  const hours = Math.floor(whole / 3600)
  const minutes = Math.floor((whole % 3600) / 60)
  const rest = Math.round((whole % 60) * 1000) / 1000
  return `${hours > 0 ? `${hours}h` : ''}${hours > 0 || minutes > 0 ? `${minutes}m` : ''}${rest}s`
}
