import { asObject, type JsonObject } from '../kubernetes/json.js'
import type { Target } from '../kubernetes/target.js'
import type { Cause, ServerWarning } from './answer.js'

/**
 * What a rule looks at: the object as it would be stored, and as it was submitted, since the server quotes from its
 * memory.
 */
export interface Subject {
  readonly stored: JsonObject
  readonly submitted: JsonObject
  readonly target: Target
}

/** How the API server treats one kind (pkg/registry/…/strategy.go). */
export interface Strategy {
  validate(subject: Subject): Cause[]
  validateUpdate(subject: Subject, old: Subject): Cause[]
  warningsOnCreate(subject: Subject): ServerWarning[]
  warningsOnUpdate(subject: Subject, old: Subject): ServerWarning[]
}

/**
 * The metadata as the server has it in memory. The annotation that a DaemonSet's template generation is stored as is a
 * field of its own there; and an update sees the deletion times that the client sent, which a stored object never takes
 * over.
 */
export function metadataOf({ stored, submitted }: Subject): JsonObject {
  const metadata: JsonObject = { ...asObject(stored.metadata) }
  if (stored.kind === 'DaemonSet') {
    const annotations = { ...asObject(metadata.annotations) }
    delete annotations['deprecated.daemonset.template.generation']
    metadata.annotations = annotations
  }
  for (const name of ['deletionTimestamp', 'deletionGracePeriodSeconds'])
    metadata[name] ??= asObject(submitted.metadata)[name]
  return metadata
}
