/** The texts that the arguments of plan and default name: files, folders, globs, standard input, and what is rendered. */
import { existsSync } from 'node:fs'
import path from 'node:path'
import type { ReadingLimits } from '../manifest/limits.js'
import { findFiles, readSource, SourceError, standardInput } from '../sources/files.js'
import { kustomizeCommand, renderCommand, renderNow } from '../sources/render/index.js'
import type { ReadText } from '../sources/scenario.js'
import { CannotRun } from './cannot-run.js'
import { defaultSeconds } from './changed-input.js'
import { progressOf } from './progress.js'
import type { CommandWorld } from './world.js'

/** What names manifests on a command line, as kubectl has it. */
export interface ManifestArguments extends ReadingLimits {
  /** `-f`, beside those that stand alone. */
  readonly filename?: readonly string[]
  readonly recursive?: boolean
  readonly kustomize?: string
  readonly render?: readonly string[]
  readonly renderTimeout?: number
}

/** Names of texts, and what reads them. */
export interface ManifestTexts {
  readonly names: readonly string[]
  readonly read: ReadText
  /** Finds what other arguments name (`--from`). */
  readonly expand: (named: readonly string[]) => Promise<string[]>
  /** Whether a text was found in a folder, and not named: it may hold something else. */
  readonly isFound: (name: string) => boolean
}

/**
 * Finds the texts; what is rendered is named by its command.
 * @throws {SourceError} where an argument leads to nothing or a command fails.
 */
export async function manifestTexts(
  manifests: readonly string[],
  options: ManifestArguments,
  world: CommandWorld,
): Promise<ManifestTexts> {
  const found = new Set<string>()
  const expand = async (named: readonly string[]): Promise<string[]> => {
    const names = new Set<string>()
    for (const name of named) {
      const files = name === standardInput ? [name] : await filesOf(name, options, world)
      for (const file of files) {
        if (file !== path.posix.normalize(name)) found.add(file)
        names.add(file)
      }
    }
    return [...names]
  }
  const names = await expand([...(options.filename ?? []), ...manifests])
  const rendered = await renderAll(options, world)
  const texts = new Map<string, Promise<string>>([...rendered].map(([name, text]) => [name, Promise.resolve(text)]))
  const { maxBytes, maxDocuments } = options
  // Each is read once: standard input cannot be read again.
  const read = (file: string): Promise<string> => {
    const known = texts.get(file) ?? readSource(file, { maxBytes, cwd: world.cwd, stdin: world.stdin })
    texts.set(file, known)
    return known
  }
  return {
    names: [...names, ...rendered.keys()],
    expand,
    isFound: (name) => found.has(name),
    read: Object.assign(read, { limits: { maxBytes, maxDocuments } }),
  }
}

async function filesOf(name: string, { recursive }: ManifestArguments, world: CommandWorld): Promise<string[]> {
  const { cwd } = world
  const kustomization = ['kustomization.yaml', 'kustomization.yml', 'Kustomization'].find((file) =>
    existsSync(path.join(cwd, name, file)),
  )
  if (kustomization !== undefined)
    throw new CannotRun(`${name} holds a ${kustomization}: what is in it is applied with -k ${name}.`)
  return findFiles([name], {
    cwd,
    recursive: recursive === true,
    onUnseen({ file, reason, isOnPurpose }) {
      if (!isOnPurpose) throw new SourceError(`${file} ${reason}.`, file)
      world.complain(`${file} ${reason}.\n`)
    },
  })
}

async function renderAll(options: ManifestArguments, world: CommandWorld): Promise<Map<string, string>> {
  const { cwd, environment = process.env } = world
  const commands = [
    ...(options.kustomize === undefined ? [] : [kustomizeCommand(options.kustomize, '', environment['PATH'])]),
    ...(options.render ?? []).map((run) => renderCommand({ run }, '')),
  ]
  if (commands.length === 0) return new Map()
  const progress = progressOf(world)
  try {
    const texts = await renderNow(commands, cwd, {
      seconds: options.renderTimeout ?? defaultSeconds,
      environment,
      begins: (name) => progress.say(`rendering ${name}`),
    })
    return new Map(commands.map(({ name }, index) => [name, texts[index] ?? '']))
  } finally {
    progress.end()
  }
}
