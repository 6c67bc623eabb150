/** Flags and arguments of a kubectl line, split as kubectl's own flag reader does. */
import { entryOf } from '../../kubernetes/json.js'
import { Refusal } from '../../apiserver/refusal.js'

/**
 * A kubectl line that Rollcast does not know: nothing can be planned for it. Its message is written for the person who
 * gave it.
 */
export class UnknownKubectlLineError extends Error {
  override readonly name = 'UnknownKubectlLineError'
}

/** What kubectl itself would refuse, in its own words. */
export class KubectlError extends Refusal {
  override readonly name = 'KubectlError'
}

/** `value` flags take the next word, `switch` flags do not, `optional` flags take a value only after `=`. */
export type FlagKind = 'value' | 'switch' | 'optional'

export interface FlagTable {
  readonly [longName: string]: FlagKind
}

export interface ParsedLine {
  readonly args: readonly string[]
  /** By long name, every value in order; a switch holds `true` or `false`. */
  readonly flags: ReadonlyMap<string, readonly string[]>
}

const shortNames: Readonly<Record<string, string>> = {
  n: 'namespace',
  l: 'selector',
  f: 'filename',
  p: 'patch',
  A: 'all-namespaces',
  o: 'output',
  R: 'recursive',
  k: 'kustomize',
  i: 'interactive',
  e: 'env',
  c: 'containers',
  s: 'server',
  v: 'v',
  q: 'quiet',
  w: 'watch',
}

/** Flags of every kubectl command, none of which changes what is done. */
const everywhere: FlagTable = {
  namespace: 'value',
  context: 'value',
  cluster: 'value',
  user: 'value',
  kubeconfig: 'value',
  'request-timeout': 'value',
  as: 'value',
  'as-group': 'value',
  server: 'value',
  v: 'value',
  output: 'value',
  template: 'value',
  'field-manager': 'value',
  'show-managed-fields': 'switch',
  'allow-missing-template-keys': 'switch',
  record: 'switch',
  warnings: 'switch',
}

/**
 * Splits a line into flags and arguments.
 * @throws {UnknownKubectlLineError} for a flag that the command does not have, or that Rollcast cannot follow.
 */
export function parseFlags(words: readonly string[], table: FlagTable, command: string): ParsedLine {
  const args: string[] = []
  const flags = new Map<string, string[]>()
  const add = (name: string, value: string): void => {
    flags.set(name, [...(flags.get(name) ?? []), value])
  }
  const kindOf = (name: string): FlagKind => {
    const kind = entryOf(table, name) ?? entryOf(everywhere, name)
    if (kind !== undefined) return kind
    if (name === 'dry-run')
      throw new UnknownKubectlLineError(
        `kubectl ${command}: with --dry-run nothing would happen; leave it out, a plan changes nothing either.`,
      )
    const known = Object.keys(table).map((flag) => `--${flag}`)
    throw new UnknownKubectlLineError(
      `kubectl ${command}: Rollcast does not know the flag --${name}. It knows ${[...known, '--namespace'].sort().join(', ')}.`,
    )
  }
  for (let at = 0; at < words.length; at++) {
    const word = words[at] as string
    if (word === '--') {
      args.push(...words.slice(at + 1))
      break
    }
    if (!word.startsWith('-') || word === '-') {
      args.push(word)
      continue
    }
    const equals = word.indexOf('=')
    const isLong = word.startsWith('--')
    const written = isLong ? word.slice(2, equals < 0 ? undefined : equals) : word.slice(1, 2)
    const name = isLong ? written : (entryOf(shortNames, written) ?? written)
    const kind = kindOf(name)
    let inline = isLong
      ? equals < 0
        ? undefined
        : word.slice(equals + 1)
      : word.length > 2
        ? word.slice(2).replace(/^=/, '')
        : undefined
    if (inline === undefined && kind === 'value') {
      inline = words[++at]
      if (inline === undefined)
        throw new KubectlError(`flag needs an argument: ${isLong ? `--${name}` : `'${written}' in -${written}`}`)
    }
    add(name, inline ?? (kind === 'switch' ? 'true' : ''))
  }
  return { args, flags }
}

/** The last value of a flag. */
export function flag(line: ParsedLine, name: string): string | undefined {
  return line.flags.get(name)?.at(-1)
}

/** Whether a switch is on. */
export function isOn(line: ParsedLine, name: string): boolean {
  const value = flag(line, name)
  return value !== undefined && !['false', '0', 'f', 'F', 'FALSE', 'False'].includes(value)
}

/** A flag that holds a whole number. */
export function numberFlag(line: ParsedLine, name: string): number | undefined {
  const value = flag(line, name)
  if (value === undefined) return undefined
  if (!/^[-+]?\d+$/.test(value))
    throw new KubectlError(
      `invalid argument "${value}" for "--${name}" flag: strconv.ParseInt: parsing "${value}": invalid syntax`,
    )
  return Number(value)
}
