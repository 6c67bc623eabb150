/** Which commands of a configuration may run: a pull request must not choose what CI runs. */
import { equalJson, type JsonValue } from '../../kubernetes/json.js'
import { renderCommand, type RenderCommand, type RenderEntry } from './render-entry.js'

/** The entries of both sides, as their configurations hold them. */
export interface ConfiguredEntries {
  /** The configuration as it is now; undefined where there is none, or where it has no `render`. */
  readonly head: readonly RenderEntry[] | undefined
  /** As it was in the base. */
  readonly base: readonly RenderEntry[] | undefined
  /** Whether the head's commands may run. */
  readonly trustHead: boolean
  /** The configuration's name, for people. */
  readonly file: string
  /** Its folder, from the top. */
  readonly folder: string
}

/** The commands of each side, and what is left out. */
export interface TrustedCommands {
  readonly before: readonly RenderCommand[]
  readonly after: readonly RenderCommand[]
  readonly notes: readonly string[]
}

/**
 * The commands that run. Without trust both sides are rendered as the base says. With it the base is rendered by its own
 * entry of the same name, or by the head's where it has none.
 * @throws {SourceError} for a command that cannot be read.
 */
export function trustedCommands({ head, base, trustHead, file, folder }: ConfiguredEntries): TrustedCommands {
  const read = (entries: readonly RenderEntry[] = []) => entries.map((entry) => renderCommand(entry, folder))
  const ofBase = read(base)
  if (trustHead) {
    const after = read(head)
    const gone = ofBase.filter(({ name }) => !after.some((command) => command.name === name))
    const before = after.map((command) => ofBase.find(({ name }) => name === command.name) ?? command)
    return { before: [...before, ...gone], after, notes: [] }
  }
  const differs = !equalJson((head ?? []) as unknown as JsonValue, (base ?? []) as unknown as JsonValue)
  const note =
    base === undefined
      ? `The base has no render commands, so those of ${file} are not run: what runs is not for the branch to choose. --trust-head-config runs them.`
      : `The branch changes the render commands of ${file}; those of the base are run. --trust-head-config runs the branch's.`
  return { before: ofBase, after: ofBase, notes: differs ? [note] : [] }
}
