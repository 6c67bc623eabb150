/**
 * Which base `--base` means where it names none: CI says in variables what a pull request goes into. A pure reading of
 * them; whether such a commit is there is asked elsewhere.
 */

/** A commit that may be the base. */
export interface BaseCandidate {
  /** As git takes it: `origin/main`, a hash, `HEAD^1`. */
  readonly ref: string
  /** Where it was read, for people: `GITHUB_BASE_REF`. */
  readonly from: string
  /** A commit that has to be there too, or this one means something else. */
  readonly only?: string
}

/** What GitHub writes into the file that GITHUB_EVENT_PATH names, as far as it tells the base. */
interface GithubEvent {
  readonly before?: unknown
  readonly pull_request?: { readonly base?: { readonly sha?: unknown }; readonly head?: { readonly sha?: unknown } }
  readonly merge_group?: { readonly base_sha?: unknown }
  readonly repository?: { readonly default_branch?: unknown }
}

type Environment = Readonly<Record<string, string | undefined>>

/**
 * The commits that may be meant, the likeliest first; empty where no variable speaks.
 * @param event the parsed file of GITHUB_EVENT_PATH, undefined where there is none.
 */
export function baseCandidates(environment: Environment, event?: unknown): BaseCandidate[] {
  const found = [
    ...fromPreCommit(environment),
    ...fromGithub(environment, event as GithubEvent | undefined),
    ...fromGitlab(environment),
    ...fromOthers(environment),
  ]
  return found.filter(({ ref }, index) => found.findIndex((other) => other.ref === ref) === index)
}

/** pre-commit gives both ends where it is run between two (--from-ref, or before a push); else it is run on a commit. */
function fromPreCommit(environment: Environment): BaseCandidate[] {
  const from = commit(environment['PRE_COMMIT_FROM_REF'])
  if (from !== undefined) return [{ ref: from, from: 'PRE_COMMIT_FROM_REF' }]
  return environment['PRE_COMMIT'] === undefined || isCi(environment)
    ? []
    : [{ ref: 'HEAD', from: 'PRE_COMMIT (the commit before this one)' }]
}

function fromGithub(environment: Environment, event: GithubEvent | undefined): BaseCandidate[] {
  const branch = text(environment['GITHUB_BASE_REF'])
  if (branch !== undefined) {
    const sha = commit(event?.pull_request?.base?.sha)
    return [
      { ref: `origin/${branch}`, from: 'GITHUB_BASE_REF' },
      // What actions/checkout checks out is the merge of both ends: its first parent is the base as it was then.
      ...(event?.pull_request === undefined
        ? []
        : [{ ref: 'HEAD^1', only: 'HEAD^2', from: 'the merge that GitHub made' }]),
      ...(sha === undefined ? [] : [{ ref: sha, from: 'pull_request.base.sha' }]),
    ]
  }
  const queued = commit(event?.merge_group?.base_sha)
  if (queued !== undefined) return [{ ref: queued, from: 'merge_group.base_sha' }]
  if (environment['GITHUB_EVENT_NAME'] !== 'push') return []
  const before = commit(event?.before)
  if (before !== undefined) return [{ ref: before, from: 'before (the commit before this push)' }]
  const main = text(event?.repository?.default_branch)
  return main === undefined ? [] : [{ ref: `origin/${main}`, from: 'repository.default_branch' }]
}

function fromGitlab(environment: Environment): BaseCandidate[] {
  const target = text(environment['CI_MERGE_REQUEST_TARGET_BRANCH_NAME'])
  const base = commit(environment['CI_MERGE_REQUEST_DIFF_BASE_SHA'])
  if (target !== undefined || base !== undefined)
    return [
      ...(base === undefined ? [] : [{ ref: base, from: 'CI_MERGE_REQUEST_DIFF_BASE_SHA' }]),
      ...(target === undefined ? [] : [{ ref: `origin/${target}`, from: 'CI_MERGE_REQUEST_TARGET_BRANCH_NAME' }]),
    ]
  if (environment['GITLAB_CI'] === undefined) return []
  const before = commit(environment['CI_COMMIT_BEFORE_SHA'])
  if (before !== undefined) return [{ ref: before, from: 'CI_COMMIT_BEFORE_SHA' }]
  const main = text(environment['CI_DEFAULT_BRANCH'])
  return main === undefined ? [] : [{ ref: `origin/${main}`, from: 'CI_DEFAULT_BRANCH' }]
}

/** The branch that a request goes into, as other servers call it. */
const targetBranches = [
  'BITBUCKET_PR_DESTINATION_BRANCH',
  'SYSTEM_PULLREQUEST_TARGETBRANCH',
  'BUILDKITE_PULL_REQUEST_BASE_BRANCH',
  'CHANGE_TARGET',
  'DRONE_TARGET_BRANCH',
]

function fromOthers(environment: Environment): BaseCandidate[] {
  return targetBranches.flatMap((name) => {
    const branch = text(environment[name])?.replace(/^refs\/heads\//, '')
    return branch === undefined ? [] : [{ ref: `origin/${branch}`, from: name }]
  })
}

/** Whether a machine runs this: there is then no commit that is just being made. */
export function isCi(environment: Environment): boolean {
  return !['', '0', 'false', undefined].includes(environment['CI']?.toLowerCase())
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined
}

/** A commit that is named; a hash of noughts means that there is none. */
function commit(value: unknown): string | undefined {
  const written = text(value)
  return written === undefined || /^0+$/.test(written) ? undefined : written
}
