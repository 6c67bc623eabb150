/** `rollcast lint --base`: what was there before, file by file, and which findings are of what changed. */
import { manifestsOf, readManifestFile } from '../manifest/index.js'
import { nothingBefore, objectsBefore, type ObjectsBefore } from '../rule-kit/run.js'
import type { LintResult } from '../report/lint-result.js'
import { lintResult } from '../report/lint-result.js'
import { identityOf, isChanged, type ObjectPair } from '../sources/git/index.js'
import { runPath } from '../sources/object-files.js'
import { sourceLines } from '../sources/render/index.js'
import { readChangedInput } from './changed-input.js'
import type { LintOptions } from './options.js'
import type { CommandWorld } from './world.js'

/** A text that a command rendered. */
export interface RenderedText {
  /** As a report calls it: `<rendered shop>`. */
  readonly name: string
  readonly text: string
}

/** A change, as lint needs it. */
export interface LintedChange {
  /** The arguments that mean files. */
  readonly paths: readonly string[]
  /** The changed files that the arguments mean, from the working folder. */
  readonly files: readonly string[]
  readonly rendered: readonly RenderedText[]
  /** What was there before the objects of a file (by its path in the run) or of a rendered text (by its name). */
  before(path: string): ObjectsBefore
  /** A result without what it says of objects that are as they were (`--changed-only`). */
  ofChanged(result: LintResult, text: string, path: string): LintResult
  readonly notes: readonly string[]
}

/**
 * Reads what changed since the base.
 * @throws {SourceError} where there is no base, or a file or command fails.
 */
export async function lintedChange(
  paths: readonly string[],
  options: LintOptions,
  world: CommandWorld,
): Promise<LintedChange> {
  const input = await readChangedInput(paths, options, world)
  const renderedNames = new Set(input.rendered.map(({ command }) => command.name))
  const pathOf = (file: string) => (renderedNames.has(file) ? shownRendered(file) : runPath(file, world.cwd))
  const pairs = new Map<string, ObjectPair[]>()
  for (const pair of input.pairs)
    if (pair.after !== undefined) {
      const path = pathOf(pair.after.file)
      pairs.set(path, [...(pairs.get(path) ?? []), pair])
    }
  const of = (path: string) => pairs.get(path) ?? []
  return {
    paths: input.paths,
    files: input.files,
    rendered: input.rendered.flatMap(({ command, after }) =>
      after === undefined ? [] : [{ name: shownRendered(command.name), text: after }],
    ),
    before: (path) => {
      const before = of(path).map((pair) => pair.before?.object)
      return before.length === 0 ? nothingBefore : objectsBefore(before.filter((object) => object !== undefined))
    },
    ofChanged: (result, text, path) => onlyChanged(result, text, of(path)),
    notes: input.notes,
  }
}

function shownRendered(name: string): string {
  return `<rendered ${name}>`
}

/** What is of a file as a whole, and not of an object, stays: the file has changed. */
function onlyChanged(result: LintResult, text: string, pairs: readonly ObjectPair[]): LintResult {
  const changed = new Set(
    pairs.filter(isChanged).map(({ after }) => (after === undefined ? '' : identityOf(after.object))),
  )
  const file = readManifestFile(text)
  const same = manifestsOf(file)
    .filter(({ object }) => !changed.has(identityOf(object)))
    .map(({ document, base }) => {
      const { start, end } = base.length === 0 ? document.range : document.rangeOf(base, 'value')
      return { first: file.positionAt(start).line, last: file.positionAt(end).line }
    })
  const isKept = ({ line, object }: LintResult['messages'][number]) =>
    object === null || !same.some(({ first, last }) => first <= line && line <= last)
  return lintResult(result.filePath, result.messages.filter(isKept), result)
}

/** A result of a rendered text: each message names the template that its object comes from. */
export function withSources(result: LintResult, text: string): LintResult {
  const sourceOf = sourceLines(text)
  const messages = result.messages.map((message) => {
    const source = sourceOf(message.line)
    return source === undefined ? message : { ...message, message: `${message.message} (# Source: ${source})`, source }
  })
  return { ...result, messages }
}
