/**
 * What kubectl prints: its output, and errors in the form in which it writes them (checkErr of
 * k8s.io/kubectl/pkg/cmd/util).
 */
import type { Resource } from '../../apiserver/resources.js'
import { ServerError } from '../../apiserver/server-error.js'
import type { TouchedObject, TouchVerb } from '../plan.js'
import { KubectlError } from './command-line.js'
import { shownNamespace, shownPodName, withShownPodNames } from '../objects/index.js'
import { Refusal } from '../../apiserver/refusal.js'

/** An object that kubectl speaks of. */
export interface Subject {
  readonly resource: Resource
  readonly namespace: string
  readonly name: string
}

/** All that one act says. */
export interface Replies {
  /** What it says of single objects; the same lines and errors are in the lists below. */
  readonly touched: TouchedObject[]
  readonly output: string[]
  readonly errors: Refusal[]
  /** Lines that kubectl writes beside its errors. */
  readonly notes: string[]
  readonly warnings: string[]
}

export function noReplies(): Replies {
  return { touched: [], output: [], errors: [], notes: [], warnings: [] }
}

/** AddSourceToErr: the same refusal, with what was being done when it came. An error that is none stays as it is. */
export function whileDoing<Thrown>(error: Thrown, prefix: string): Thrown | Refusal {
  if (error instanceof ServerError)
    return new ServerError(error.reason, `${prefix}: ${error.message}`, error.object, error.causes)
  return error instanceof Refusal ? new KubectlError(`${prefix}: ${error.message}`) : error
}

function touchedObject({ resource, namespace, name }: Subject, verb: TouchVerb): TouchedObject {
  return {
    group: resource.group,
    kind: resource.kind,
    ...(resource.namespaced ? shownNamespace(namespace) : {}),
    name: shownPodName(name),
    verb,
  }
}

/** kubectl has done something with an object, and prints these lines of it (none: it says nothing). */
export function say(replies: Replies, subject: Subject, verb: TouchVerb, ...lines: readonly string[]): void {
  const printed = lines.map(withShownPodNames)
  replies.output.push(...printed)
  replies.touched.push({
    ...touchedObject(subject, verb),
    ...(printed.length === 0 ? {} : { output: printed.join('\n') }),
  })
}

/** Something is refused about an object. */
export function refuse(replies: Replies, subject: Subject, error: Error): void {
  replies.errors.push(error)
  touchRefused(replies, subject, single(error))
}

/** The same, where kubectl gathers the refusals of several objects in one error of another object (drain). */
export function touchRefused(replies: Replies, subject: Subject, error: string): void {
  replies.touched.push({ ...touchedObject(subject, 'refused'), error: withShownPodNames(error) })
}

/**
 * Runs one object's worth of an act, or what comes before all objects; what is refused goes to the errors, and the act
 * goes on (ContinueOnError).
 */
export function attempt(replies: Replies, subject: Subject | 'all', work: () => void): void {
  const [touched, warned] = [replies.touched.length, replies.warnings.length]
  try {
    work()
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    if (subject === 'all') replies.errors.push(error)
    else refuse(replies, subject, error)
  }
  const last = replies.touched.at(-1)
  const warnings = replies.warnings.slice(warned)
  if (subject !== 'all' && last !== undefined && replies.touched.length > touched && warnings.length > 0)
    replies.touched[replies.touched.length - 1] = { ...last, warnings }
}

/** The text of the errors as kubectl prints them; undefined where there are none. */
export function errorText({ errors, notes }: Replies): string | undefined {
  const [first, ...others] = errors
  const last = first === undefined ? [] : others.length === 0 ? [single(first)] : errors.map(plain)
  const lines = [...notes, ...last]
  return lines.length === 0 ? undefined : withShownPodNames(lines.join('\n').trim())
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
  if (!(error instanceof ServerError)) return error.message
  return `Error from server${error.reason === 'Unknown' ? '' : ` (${error.reason})`}: ${error.message}`
}
