/** The rules for what happens around a container's start and end (validateLifecycle). */
import type { JsonObject } from '../../kubernetes/json.js'
import type { Cause } from '../answer.js'
import { child, forbidden, type Field } from '../field.js'
import type { PodContext } from './context.js'
import { validateOneOf } from './fields.js'
import { validateHandler } from './probes.js'
import { isSet, objectAt, text } from './read.js'

const windowsSignals = ['SIGKILL', 'SIGTERM']
const plainSignals =
  'SIGABRT SIGALRM SIGBUS SIGCHLD SIGCLD SIGCONT SIGFPE SIGHUP SIGILL SIGINT SIGIO SIGIOT SIGKILL SIGPIPE SIGPOLL SIGPROF SIGPWR SIGQUIT SIGSEGV ' +
  'SIGSTKFLT SIGSTOP SIGSYS SIGTERM SIGTRAP SIGTSTP SIGTTIN SIGTTOU SIGURG SIGUSR1 SIGUSR2 SIGVTALRM SIGWINCH SIGXCPU SIGXFSZ SIGRTMIN SIGRTMAX'
const numbered = (base: string, sign: string, last: number): string[] =>
  Array.from({ length: last }, (_, index) => `${base}${sign}${index + 1}`)
const linuxSignals = [
  ...plainSignals.split(' '),
  ...numbered('SIGRTMIN', '+', 15),
  ...numbered('SIGRTMAX', '-', 14),
].sort()

export function validateLifecycle(lifecycle: JsonObject, at: Field, context: PodContext): Cause[] {
  const causes: Cause[] = []
  for (const hook of ['postStart', 'preStop']) {
    const handler = objectAt(lifecycle, hook)
    if (handler !== undefined)
      causes.push(...validateHandler(handler, ['exec', 'httpGet', 'tcpSocket', 'sleep'], child(at, hook), context))
  }
  return isSet(lifecycle, 'stopSignal')
    ? [...causes, ...validateStopSignal(text(lifecycle, 'stopSignal'), child(at, 'stopSignal'), context)]
    : causes
}

function validateStopSignal(signal: string, at: Field, { os, target }: PodContext): Cause[] {
  if (os === undefined) return [forbidden(at, 'may not be set for containers with empty `spec.os.name`')]
  const supported = os.name === 'windows' ? windowsSignals : os.name === 'linux' ? linuxSignals : undefined
  return supported === undefined ? [] : validateOneOf(signal, supported, at, target)
}
