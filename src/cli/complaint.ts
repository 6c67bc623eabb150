/** Why a command could not run, in words for the person who gave it. */
import { UnknownTargetError } from '../kubernetes/versions.js'
import { UnknownKubectlLineError } from '../planner/index.js'
import { SourceError } from '../sources/files.js'
import { ourFault } from './our-fault.js'
import { CannotRun } from './cannot-run.js'

/**
 * The words of an error that is the input's fault.
 * @throws the error itself where it is ours.
 */
export function complaintOf(error: unknown): string {
  if (
    error instanceof CannotRun ||
    error instanceof SourceError ||
    error instanceof UnknownTargetError ||
    error instanceof UnknownKubectlLineError
  )
    return error.message
  if (error instanceof RangeError) return ourFault(error)
  throw error
}
