/** One file of `rollcast lint`: read, looked at, and written where fixes are wanted. */
import path from 'node:path'
import { lintResult, type LintResult } from '../report/lint-result.js'
import { SourceError, standardInput } from '../sources/files.js'
import { runPath } from '../sources/object-files.js'
import { CannotRun } from './cannot-run.js'
import { ourFault } from './our-fault.js'
import type { LintSetup, LintText } from './manifest-linter.js'
import type { LintOptions } from './options.js'
import { writeWhole } from './output.js'
import { unnamedInput } from './run-index.js'

/** Lints a file; undefined where no manifest is in it and nothing was found. */
export type LintFile = (file: string, isNamed: boolean) => Promise<(LintResult & { readonly text: string }) | undefined>

/** What the files of a run are looked at with. */
export interface FileLinterParts {
  readonly lintText: LintText
  readonly setupOf: (file: string) => Promise<LintSetup>
  readonly read: (file: string) => Promise<string>
  readonly options: LintOptions
  readonly cwd: string
}

/** Makes the function that lints one file after the other: what is wrong with one hides nothing of the next. */
export function fileLinter({ lintText, setupOf, read, options, cwd }: FileLinterParts): LintFile {
  return async (file, isNamed) => {
    const name = file === standardInput ? (options.stdinFilename ?? '<stdin>') : file
    const fileName = name === '<stdin>' ? name : path.resolve(cwd, name)
    const setup = await setupOf(path.resolve(cwd, name))
    try {
      const text = await read(file)
      // What names no kind anywhere is no manifest, and need not be parsed to know it.
      if (!isNamed && !/kind["']?\s*:/.test(text)) return undefined
      const source = { text, fileName, path: name === '<stdin>' ? unnamedInput : runPath(name, cwd) }
      const { result, hasManifests } = lintText(source, setup, options.fix === true)
      if (result.output !== undefined && file !== standardInput) await writeWhole(fileName, result.output, cwd)
      return hasManifests || result.messages.length > 0 ? { ...result, text } : undefined
    } catch (error) {
      const isTheirs = error instanceof SourceError || error instanceof CannotRun
      return { ...unreadResult(fileName, isTheirs ? error.message : ourFault(error)), text: '' }
    }
  }
}

/** The result of a file that could not be read. */
export function unreadResult(filePath: string, message: string): LintResult {
  return lintResult(filePath, [
    { ruleId: null, severity: 2, fatal: true, message, line: 1, column: 1, path: '', object: null },
  ])
}
