/** Which of the changed files the arguments of a command mean. */
import { existsSync, realpathSync } from 'node:fs'
import path from 'node:path'
import picomatch from 'picomatch'
import { SourceError } from '../source-error.js'

/** What is asked of a choice. */
export interface ChoiceQuestion {
  /** As the user wrote them: files, folders and globs; none means everything below cwd. */
  readonly paths: readonly string[]
  readonly cwd: string
  /** Whether the base had a file or folder, by its absolute path. */
  readonly wasThere: (file: string) => boolean
}

/** Tells whether a file is meant, and whether it is named itself. */
export type Choice = (file: string) => 'named' | 'found' | 'not meant'

/**
 * Makes the choice.
 * @throws {SourceError} for a path that is neither there nor in the base.
 */
export function chooseFiles({ paths, cwd, wasThere }: ChoiceQuestion): Choice {
  const tests = (paths.length === 0 ? ['.'] : paths).map((given): Choice => {
    const written = path.resolve(cwd, given)
    const isThere = existsSync(written)
    // git names files by the folders that they are really in.
    const whole = isThere ? realpathSync(written) : written
    if (isThere || wasThere(whole)) {
      const below = whole.endsWith(path.sep) ? whole : whole + path.sep
      return (file) => (file === whole ? 'named' : file.startsWith(below) ? 'found' : 'not meant')
    }
    if (!picomatch.scan(given).isGlob)
      throw new SourceError(
        `There is no file or folder ${given}, and there was none in the base. Check the path.`,
        given,
      )
    const matches = picomatch(given.replace(/^\.\//, ''), { dot: true })
    return (file) => (matches(path.relative(cwd, file).split(path.sep).join('/')) ? 'found' : 'not meant')
  })
  return (file) => {
    const answers = tests.map((test) => test(file))
    return answers.includes('named') ? 'named' : answers.includes('found') ? 'found' : 'not meant'
  }
}
