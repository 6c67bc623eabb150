/** Runs git. By execFile and not by a library: docs/decisions/git.md says why. */
import { spawn } from 'node:child_process'
import { SourceError } from '../source-error.js'

/** What a run of git came to. */
export interface GitAnswer {
  readonly status: number
  readonly out: Buffer
  /** What it said on standard error. */
  readonly words: string
}

/** git in one folder. */
export interface Git {
  readonly folder: string
  /**
   * Runs git and gives what it prints, whatever its status.
   * @throws {SourceError} where there is no git.
   */
  answer(args: readonly string[], input?: string): Promise<GitAnswer>
  /**
   * Runs git and gives what it prints, without line ends behind it.
   * @throws {SourceError} with git's own words where it fails.
   */
  text(args: readonly string[]): Promise<string>
  /** The same; undefined where git fails. */
  textIfAny(args: readonly string[]): Promise<string | undefined>
  /** git in another folder: one of a submodule, or another worktree. */
  in(folder: string): Git
}

/** git in a folder, with the environment of the command. */
export function gitIn(folder: string, environment: NodeJS.ProcessEnv = process.env): Git {
  const env = environmentFor(environment)
  const answer = (args: readonly string[], input?: string) => run(folder, args, env, input)
  return {
    folder,
    answer,
    async text(args) {
      const { status, out, words } = await answer(args)
      if (status !== 0) throw new SourceError(complaint(args, words, status), folder)
      return trimmed(out)
    },
    async textIfAny(args) {
      const { status, out } = await answer(args)
      return status === 0 ? trimmed(out) : undefined
    },
    in: (other) => gitIn(other, environment),
  }
}

/**
 * Where a hook runs, git's own variables name a repository (and an index) that are not those of every folder in which
 * Rollcast asks. A person who gives the work tree too means both.
 */
export function environmentFor(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const own = environment['GIT_WORK_TREE'] === undefined ? ofRepository : []
  const kept = Object.entries(environment).filter(([name]) => !own.includes(name))
  // Plain words, no question for a password, and no lock on the index only to remember what a file's time was.
  return { ...Object.fromEntries(kept), LC_ALL: 'C', GIT_TERMINAL_PROMPT: '0', GIT_OPTIONAL_LOCKS: '0' }
}

/** What `git rev-parse --local-env-vars` names and a hook may have set. */
const ofRepository = [
  'GIT_DIR',
  'GIT_COMMON_DIR',
  'GIT_INDEX_FILE',
  'GIT_PREFIX',
  'GIT_OBJECT_DIRECTORY',
  'GIT_ALTERNATE_OBJECT_DIRECTORIES',
  'GIT_INTERNAL_SUPER_PREFIX',
]

function run(
  folder: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv,
  input: string | undefined,
): Promise<GitAnswer> {
  return new Promise((resolve, reject) => {
    const child = spawn('git', args, { cwd: folder, env, stdio: ['pipe', 'pipe', 'pipe'], windowsHide: true })
    const out: Buffer[] = []
    const words: Buffer[] = []
    child.stdout.on('data', (chunk: Buffer) => void out.push(chunk))
    child.stderr.on('data', (chunk: Buffer) => void words.push(chunk))
    // A git that ends before it has read everything says why itself.
    child.stdin.on('error', () => undefined)
    child.stdin.end(input ?? '')
    child.on('error', (error: NodeJS.ErrnoException) => {
      reject(
        error.code === 'ENOENT'
          ? new SourceError('git is not installed or not on the PATH, and --base reads the base from it.', folder)
          : error,
      )
    })
    child.on('close', (status) => {
      resolve({ status: status ?? 128, out: Buffer.concat(out), words: Buffer.concat(words).toString('utf8') })
    })
  })
}

function trimmed(out: Buffer): string {
  return out.toString('utf8').replace(/(?<!\n)\n+$/, '')
}

function complaint(args: readonly string[], words: string, status: number): string {
  const said = words
    .trim()
    .split('\n')
    .map((line) => line.replace(/^(?:fatal|error): /, ''))
    .join('\n')
  return `git ${args[0] ?? ''} failed: ${said === '' ? `status ${status}` : said}`
}
