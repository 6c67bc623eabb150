/** A command that renders manifests: `helm template shop charts/shop`, `kustomize build overlays/prod`. */
import { accessSync, constants } from 'node:fs'
import path from 'node:path'
import { parseArgsStringToArgv } from 'string-argv'
import { SourceError } from '../source-error.js'

/** What the configuration says of it (`render`). */
export interface RenderEntry {
  /** What its output is called; taken from the command where it is left out. */
  readonly name?: string
  /** The command line; no shell reads it. */
  readonly run: string
  /**
   * Globs of the files that its output depends on, from the configuration's folder. Where they are left out, they are
   * known for helm and kustomize; any other command always runs.
   */
  readonly watch?: string | readonly string[]
}

/** A command that is ready to run. */
export interface RenderCommand {
  readonly name: string
  readonly words: readonly [program: string, ...rest: string[]]
  readonly watch?: readonly string[]
  /** From the top of the working tree to the folder that it runs in, with forward slashes; empty for the top. */
  readonly folder: string
}

const shellWords = ['&&', '||', '|', ';', '>', '>>', '<', '2>&1', '&']

/**
 * Reads an entry.
 * @throws {SourceError} for a command that only a shell could run.
 */
export function renderCommand(entry: RenderEntry, folder: string): RenderCommand {
  const [program, ...rest] = parseArgsStringToArgv(entry.run)
  if (program === undefined)
    throw new SourceError('A render command is empty: run: helm template shop charts/shop', 'render')
  const shell = [program, ...rest].find((word) => shellWords.includes(word) || /\$\(|^\w+=.*\$/.test(word))
  if (shell !== undefined)
    throw new SourceError(
      `The render command "${entry.run}" is read by no shell, so "${shell}" has no meaning in it. Write sh -c '…', or put it into a script.`,
      'render',
    )
  return {
    name: entry.name ?? nameOf(program, rest),
    words: [program, ...rest],
    ...(entry.watch === undefined ? {} : { watch: [entry.watch].flat() }),
    folder,
  }
}

/**
 * What `-k DIR` runs: kustomize as kubectl has it, since that is what applies it; else kustomize itself.
 * @throws {SourceError} where there is neither.
 */
export function kustomizeCommand(named: string, folder: string, searchPath = process.env['PATH'] ?? ''): RenderCommand {
  const place = withoutSlash(named)
  if (isOnPath('kubectl', searchPath)) return { name: place, words: ['kubectl', 'kustomize', named], folder }
  if (isOnPath('kustomize', searchPath)) return { name: place, words: ['kustomize', 'build', named], folder }
  throw new SourceError(`-k ${named} needs kubectl or kustomize, and neither is on the PATH.`, named)
}

function isOnPath(name: string, searchPath: string): boolean {
  const names = process.platform === 'win32' ? [`${name}.exe`, `${name}.cmd`] : [name]
  return searchPath.split(path.delimiter).some((folder) =>
    names.some((file) => {
      try {
        accessSync(path.join(folder, file), constants.X_OK)
        return true
      } catch {
        return false
      }
    }),
  )
}

/** How the tools are called, without the folder or ending that leads to one of them. */
export function toolOf([program, ...rest]: RenderCommand['words']): 'helm' | 'kustomize' | undefined {
  // It knows the slashes of both worlds.
  const name = path.win32.basename(program, '.exe')
  if (name === 'helm' && rest.includes('template')) return 'helm'
  if (name === 'kustomize' && rest.includes('build')) return 'kustomize'
  return (name === 'kubectl' || name === 'oc') && rest.includes('kustomize') ? 'kustomize' : undefined
}

/** The words behind a tool's own: release and chart, or the overlay's folder; no flags and none of their values. */
export function argumentsOf([, ...rest]: RenderCommand['words']): string[] {
  const found: string[] = []
  for (let index = 0; index < rest.length; index++) {
    const word = rest[index] ?? ''
    if (!word.startsWith('-')) found.push(word)
    else if (!word.includes('=') && !flagsWithoutValue.has(word)) index++
  }
  return found.slice(1)
}

/** The flags of helm template and kustomize build that stand alone. */
const flagsWithoutValue = new Set([
  ...['--debug', '--dependency-update', '--devel', '--disable-openapi-validation', '--enable-dns', '--generate-name'],
  ...['-g', '--include-crds', '--insecure-skip-tls-verify', '--is-upgrade', '--no-hooks', '--pass-credentials'],
  ...[
    '--plain-http',
    '--render-subchart-notes',
    '--replace',
    '--skip-crds',
    '--skip-schema-validation',
    '--skip-tests',
  ],
  ...['--validate', '--verify', '--wait', '--wait-for-jobs', '--atomic', '--create-namespace', '--hide-notes'],
  ...['--enable-alpha-plugins', '--enable-exec', '--enable-helm', '--enable-star', '--as-current-user', '--network'],
])

/** `overlays/prod/` is `overlays/prod`. */
function withoutSlash(folder: string): string {
  let end = folder.length
  while (end > 1 && folder[end - 1] === '/') end--
  return folder.slice(0, end)
}

function nameOf(program: string, rest: readonly string[]): string {
  const words: RenderCommand['words'] = [program, ...rest]
  const tool = toolOf(words)
  const given = argumentsOf(words)
  const last = given.at(-1) === undefined ? undefined : withoutSlash(given.at(-1)?.replace(/^\.\//, '') ?? '')
  if (tool === 'helm' && given.length > 1) return given[0] ?? ''
  return tool !== undefined && last !== undefined && last !== '' ? last : words.join(' ')
}
