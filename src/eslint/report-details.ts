/**
 * What Rollcast knows of a message beyond what ESLint passes on: the field, the object, and the API server's cause.
 * ESLint drops a report's data, so the command line finds it here again.
 */
export interface ReportDetails {
  /** `spec.updateStrategy.rollingUpdate.maxUnavailable` */
  readonly path: string
  /** `DaemonSet/agent` */
  readonly object: string
  readonly cause?: { readonly field: string; readonly reason: string }
}

const details = new WeakMap<object, Map<string, ReportDetails>>()

/** Where a message stands, as ESLint gives it out: both numbers from 1. */
export interface ReportedMessage {
  readonly messageId?: string
  readonly message: string
  readonly line: number
  readonly column: number
}

function keyOf({ messageId = '', message, line, column }: ReportedMessage): string {
  return `${line}:${column} ${messageId} ${message}`
}

export function keepDetails(sourceCode: object, message: ReportedMessage, found: ReportDetails): void {
  let ofFile = details.get(sourceCode)
  if (ofFile === undefined) details.set(sourceCode, (ofFile = new Map()))
  ofFile.set(keyOf(message), found)
}

export function detailsOf(sourceCode: object, message: ReportedMessage): ReportDetails | undefined {
  return details.get(sourceCode)?.get(keyOf(message))
}
