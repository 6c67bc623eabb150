/** One comment on a pull request, kept up to date: found again by a mark that nobody sees. */

/** Where the comment goes, as GitHub's variables say it. */
export interface PullRequest {
  /** `https://api.github.com` */
  readonly api: string
  /** `owner/name` */
  readonly repository: string
  readonly number: number
  readonly token: string
}

/** What became of the comment; `reason` is for people. */
export interface CommentOutcome {
  readonly done: 'written' | 'updated' | 'not needed' | 'refused'
  readonly reason?: string
}

/** GitHub refuses a longer one. */
const longest = 65_536

/** The mark of a comment; a key tells those of several jobs apart. */
export function markOf(key: string): string {
  return `<!-- rollcast${key === '' ? '' : `: ${key.replace(/[^\w .-]/g, '')}`} -->`
}

/**
 * Writes the comment, or brings the one that is there up to date.
 * @param isNeeded false: a comment that is there is brought up to date, but none is written anew.
 */
export async function keepComment(
  place: PullRequest,
  { key, body, isNeeded }: { readonly key: string; readonly body: string; readonly isNeeded: boolean },
): Promise<CommentOutcome> {
  const mark = markOf(key)
  const text = withinLimit(`${mark}\n${body}`)
  const found = await findComment(place, mark)
  if ('refused' in found) return { done: 'refused', reason: found.refused }
  if (found.comment === undefined && !isNeeded) return { done: 'not needed' }
  if (found.comment?.body === text) return { done: 'updated' }
  const answer = await ask(
    place,
    found.comment === undefined ? 'POST' : 'PATCH',
    found.comment === undefined ? `issues/${place.number}/comments` : `issues/comments/${found.comment.id}`,
    { body: text },
  )
  if (!answer.ok) return { done: 'refused', reason: reasonOf(answer) }
  return { done: found.comment === undefined ? 'written' : 'updated' }
}

interface Comment {
  readonly id: number
  readonly body?: string
  readonly user?: { readonly type?: string; readonly login?: string } | null
}

async function findComment(
  place: PullRequest,
  mark: string,
): Promise<{ readonly comment: Comment | undefined } | { readonly refused: string }> {
  for (let page = 1; ; page++) {
    const answer = await ask(place, 'GET', `issues/${place.number}/comments?per_page=100&page=${page}`)
    if (!answer.ok) return { refused: reasonOf(answer) }
    const comments = (await answer.json()) as Comment[]
    for (const comment of comments)
      if (comment.body?.startsWith(mark) === true && (await isOurs(place, comment))) return { comment }
    if (comments.length < 100) return { comment: undefined }
  }
}

/** A person's comment is not ours to change, whatever stands in it; but the token may be a person's. */
async function isOurs(place: PullRequest, { user }: Comment): Promise<boolean> {
  if (user?.type !== 'User') return true
  const answer = await fetch(`${place.api}/user`, { headers: headersOf(place) })
  return answer.ok && ((await answer.json()) as { login?: string }).login === user.login
}

function headersOf({ token }: PullRequest): Record<string, string> {
  return {
    accept: 'application/vnd.github+json',
    authorization: `Bearer ${token}`,
    'user-agent': 'rollcast',
    'x-github-api-version': '2022-11-28',
  }
}

function ask(place: PullRequest, method: string, path: string, body?: object): Promise<Response> {
  return fetch(`${place.api}/repos/${place.repository}/${path}`, {
    method,
    headers: { ...headersOf(place), ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
}

function reasonOf({ status }: Response): string {
  return status === 403 || status === 404
    ? 'the job may not write comments (permissions: pull-requests: write; a pull request of a fork never may)'
    : `GitHub answered ${status}`
}

function withinLimit(text: string): string {
  if (text.length <= longest) return text
  const end = '\n\n*The rest does not fit into a comment: see the summary of the job.*\n'
  const cut = text.slice(0, longest - end.length)
  return `${cut.slice(0, cut.lastIndexOf('\n'))}${end}`
}
