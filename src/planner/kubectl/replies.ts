/**
 * What kubectl prints: its output, and errors in the form in which it writes them (checkErr of
 * k8s.io/kubectl/pkg/cmd/util).
 */
import { ServerError } from '../../apiserver/server-error.js'
import { KubectlError } from './command-line.js'
import { PatchError } from '../../apiserver/strategic-merge.js'

/** All that one act says. */
export interface Replies {
  readonly output: string[]
  readonly errors: Error[]
  /** Lines that kubectl writes beside its errors. */
  readonly notes: string[]
  readonly warnings: string[]
}

export function noReplies(): Replies {
  return { output: [], errors: [], notes: [], warnings: [] }
}

/** AddSourceToErr: the same refusal, with what was being done when it came. */
export function whileDoing(error: Error, prefix: string): Error {
  if (error instanceof ServerError)
    return new ServerError(error.reason, `${prefix}: ${error.message}`, error.object, error.causes)
  return new KubectlError(`${prefix}: ${error.message}`)
}

/** Runs one object's worth of an act; what is refused goes to the errors, and the act goes on (ContinueOnError). */
export function attempt(replies: Replies, work: () => void): void {
  try {
    work()
  } catch (error) {
    if (!(error instanceof ServerError || error instanceof KubectlError || error instanceof PatchError)) throw error
    replies.errors.push(error)
  }
}

/** The text of the errors as kubectl prints them; undefined where there are none. */
export function errorText({ errors, notes }: Replies): string | undefined {
  const [first, ...others] = errors
  const last = first === undefined ? [] : others.length === 0 ? [single(first)] : errors.map(plain)
  const lines = [...notes, ...last]
  return lines.length === 0 ? undefined : lines.join('\n').trim()
}

function single(error: Error): string {
  if (error instanceof ServerError && error.reason === 'Invalid') {
    const { kind, name } = error.object
    const subject =
      kind === '' && name === '' ? 'The request is invalid' : `The ${kind} ${JSON.stringify(name)} is invalid`
    const causes = [...new Set(error.causes.map((cause) => `${cause.field}: ${cause.message}`))]
    if (causes.length === 0) return kind === '' && error.message !== '' ? `${subject}: ${error.message}` : subject
    return causes.length === 1
      ? `${subject}: ${causes[0] ?? ''}`
      : `${subject}: \n${causes.map((cause) => `* ${cause}`).join('\n')}`
  }
  const text = plain(error)
  return error instanceof ServerError || text.startsWith('error: ') ? text : `error: ${text}`
}

function plain(error: Error): string {
  return error instanceof ServerError ? `Error from server (${error.reason}): ${error.message}` : error.message
}
