import { describe, expect, it } from 'vitest'
import { baseCandidates } from './base-candidates.js'

const none = '0'.repeat(40)
const refs = (environment: Record<string, string>, event?: object) =>
  baseCandidates(environment, event).map(({ ref }) => ref)

describe('the base that CI names', () => {
  it.each<[string, Record<string, string>, object | undefined, string[]]>([
    ['nothing', {}, undefined, []],
    [
      'a pull request on GitHub',
      { GITHUB_ACTIONS: 'true', GITHUB_EVENT_NAME: 'pull_request', GITHUB_BASE_REF: 'main' },
      { pull_request: { base: { sha: 'abc' }, head: { sha: 'def' } } },
      ['origin/main', 'HEAD^1', 'abc'],
    ],
    ['one whose event file is not there', { GITHUB_BASE_REF: 'main' }, undefined, ['origin/main']],
    [
      'a merge queue on GitHub',
      { GITHUB_EVENT_NAME: 'merge_group', GITHUB_BASE_REF: '' },
      { merge_group: { base_sha: 'abc' } },
      ['abc'],
    ],
    ['a push on GitHub', { GITHUB_EVENT_NAME: 'push', GITHUB_BASE_REF: '' }, { before: 'abc' }, ['abc']],
    [
      'the first push of a branch on GitHub',
      { GITHUB_EVENT_NAME: 'push' },
      { before: none, repository: { default_branch: 'trunk' } },
      ['origin/trunk'],
    ],
    [
      'a merge request on GitLab',
      { GITLAB_CI: 'true', CI_MERGE_REQUEST_TARGET_BRANCH_NAME: 'main', CI_MERGE_REQUEST_DIFF_BASE_SHA: 'abc' },
      undefined,
      ['abc', 'origin/main'],
    ],
    [
      'a push on GitLab',
      { GITLAB_CI: 'true', CI_COMMIT_BEFORE_SHA: 'abc', CI_DEFAULT_BRANCH: 'main' },
      undefined,
      ['abc'],
    ],
    [
      'the first push of a branch on GitLab',
      { GITLAB_CI: 'true', CI_COMMIT_BEFORE_SHA: none, CI_DEFAULT_BRANCH: 'main' },
      undefined,
      ['origin/main'],
    ],
    ['Azure', { SYSTEM_PULLREQUEST_TARGETBRANCH: 'refs/heads/main' }, undefined, ['origin/main']],
    ['Jenkins', { CHANGE_TARGET: 'main' }, undefined, ['origin/main']],
    ['pre-commit between two commits', { PRE_COMMIT: '1', PRE_COMMIT_FROM_REF: 'abc' }, undefined, ['abc']],
    ['pre-commit before a commit', { PRE_COMMIT: '1' }, undefined, ['HEAD']],
    [
      'pre-commit over all files in CI',
      { PRE_COMMIT: '1', CI: 'true', GITHUB_BASE_REF: 'main' },
      undefined,
      ['origin/main'],
    ],
  ])('%s', (_, environment, event, expected) => {
    expect(refs(environment, event)).toEqual(expected)
  })
})
