/** The commit from which a change counts: where the branch left its base, not where the base is by now. */
import { readFile } from 'node:fs/promises'
import { nearestName } from '../../kubernetes/nearest-name.js'
import { SourceError } from '../source-error.js'
import { baseCandidates, isCi, type BaseCandidate } from './base-candidates.js'
import type { Git } from './git.js'

/** A base that was found. */
export interface Base {
  /** As it was asked for, or as CI's variables name it. */
  readonly ref: string
  /** The last commit that base and branch have in common. */
  readonly commit: string
}

/** What a search for the base may ask. */
export interface BaseQuestion {
  /** What the user named; undefined where CI's variables or the remote's main branch shall say it. */
  readonly ref?: string
  readonly environment: Readonly<Record<string, string | undefined>>
}

/**
 * Finds the base.
 * @throws {SourceError} where there is no repository, no commit, no such ref, or where a shallow clone does not reach
 *   back to it; the message has the line that fetches it.
 */
export async function findBase(git: Git, { ref, environment }: BaseQuestion): Promise<Base> {
  await needCommits(git)
  const candidates = ref === undefined ? await likelyBases(git, environment) : [{ ref, from: '--base' }]
  for (const candidate of candidates) {
    const tip = await commitOf(git, candidate.ref)
    if (tip === undefined) continue
    if (candidate.only !== undefined && (await commitOf(git, candidate.only)) === undefined) continue
    return { ref: candidate.ref, commit: await commonCommit(git, candidate, tip, environment) }
  }
  const [first] = candidates
  if (first === undefined)
    throw new SourceError(
      '--base names no commit, no variable of CI says one, and the remote has no main branch here. Name it: --base origin/main.',
      '--base',
    )
  throw new SourceError(await missing(git, first, environment), first.ref)
}

/** Whether a text names a commit here. */
export async function isCommit(git: Git, ref: string): Promise<boolean> {
  return (await commitOf(git, ref)) !== undefined
}

async function needCommits(git: Git): Promise<void> {
  const { status, words } = await git.answer(['rev-parse', '--is-inside-work-tree'])
  if (status !== 0)
    throw new SourceError(
      words.includes('not a git repository')
        ? 'This folder is in no git repository, and --base reads the base from one.'
        : `git does not open this repository: ${words.trim().replace(/^fatal: /, '')}`,
      git.folder,
    )
  if ((await commitOf(git, 'HEAD')) === undefined)
    throw new SourceError(
      'This repository has no commit yet, so there is no base to compare with. Leave --base out.',
      git.folder,
    )
}

function commitOf(git: Git, ref: string): Promise<string | undefined> {
  return git.textIfAny(['rev-parse', '--verify', '--quiet', '--end-of-options', `${ref}^{commit}`])
}

/** What CI says; without CI, the main branch of the remote. */
async function likelyBases(git: Git, environment: BaseQuestion['environment']): Promise<BaseCandidate[]> {
  const found = baseCandidates(environment, await eventOf(environment['GITHUB_EVENT_PATH']))
  if (found.length > 0) return found
  const main = await git.textIfAny(['symbolic-ref', '--quiet', '--short', 'refs/remotes/origin/HEAD'])
  return [...(main === undefined ? [] : [main]), 'origin/main', 'origin/master'].map((ref) => ({
    ref,
    from: 'the main branch of the remote',
  }))
}

async function eventOf(file: string | undefined): Promise<unknown> {
  if (file === undefined || file === '') return undefined
  try {
    return JSON.parse(await readFile(file, 'utf8')) as unknown
  } catch {
    // Other variables may say it; where none does, the complaint is of the base itself.
    return undefined
  }
}

async function commonCommit(
  git: Git,
  { ref }: BaseCandidate,
  tip: string,
  environment: BaseQuestion['environment'],
): Promise<string> {
  const { status, out, words } = await git.answer(['merge-base', tip, 'HEAD'])
  if (status === 0) return out.toString('utf8').trim()
  if (status !== 1) throw new SourceError(`git merge-base failed: ${words.trim()}`, ref)
  if (await isShallow(git))
    throw new SourceError(
      `This clone is shallow and does not reach back to where the branch left ${ref}.\n${fetchMore(ref, environment, true)}`,
      ref,
    )
  throw new SourceError(`${ref} and this branch have no commit in common, so there is nothing to compare with.`, ref)
}

async function missing(
  git: Git,
  { ref, from }: BaseCandidate,
  environment: BaseQuestion['environment'],
): Promise<string> {
  const named = from === '--base' ? '' : ` (${from})`
  const shallow = await isShallow(git)
  const near = from === '--base' ? await nearRef(git, ref) : undefined
  if (near !== undefined) return `There is no commit ${ref} here. Did you mean ${near}?`
  return shallow || isCi(environment) || ref.startsWith('origin/')
    ? `The base ${ref}${named} is not in this clone.\n${fetchMore(ref, environment, shallow)}`
    : `There is no commit ${ref}${named} here: it is no branch, no tag and no hash that this repository knows.`
}

/** The ref that was meant: of the remote, or with a slip of the keyboard. */
async function nearRef(git: Git, ref: string): Promise<string | undefined> {
  const listed = await git.textIfAny([
    'for-each-ref',
    '--format=%(refname:short)',
    'refs/heads',
    'refs/remotes',
    'refs/tags',
  ])
  const refs = (listed ?? '').split('\n').filter((name) => name !== '')
  return (
    refs.find((name) => name === `origin/${ref}`) ??
    refs.find((name) => name.endsWith(`/${ref}`)) ??
    nearestName(ref, refs)
  )
}

async function isShallow(git: Git): Promise<boolean> {
  return (await git.textIfAny(['rev-parse', '--is-shallow-repository'])) === 'true'
}

/** The line that fetches what is missing, as the place where this runs has it. */
function fetchMore(ref: string, environment: BaseQuestion['environment'], shallow: boolean): string {
  const line = fetchLine(ref, shallow)
  if (environment['GITHUB_ACTIONS'] === 'true')
    return `Let the step actions/checkout have all of the history, with fetch-depth: 0, or fetch it before:\n  ${line}`
  if (environment['GITLAB_CI'] === 'true')
    return `Give the job all of the history, with the variable GIT_DEPTH: "0", or fetch it before:\n  ${line}`
  return `Fetch it first:\n  ${line}`
}

function fetchLine(ref: string, shallow: boolean): string {
  const [, branch] = /^(?:refs\/remotes\/)?origin\/(.+)$/.exec(ref) ?? []
  const deepen = shallow ? ' --unshallow' : ''
  if (branch !== undefined) return `git fetch${deepen} origin +refs/heads/${branch}:refs/remotes/origin/${branch}`
  return /^[0-9a-f]{7,40}$/.test(ref) ? `git fetch${deepen} origin ${ref}` : `git fetch${deepen} origin`
}
