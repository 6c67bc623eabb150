/** Conflicts of an apply, in the API server's words. */
import { fieldsOf, type FieldSet } from './field-set.js'
import { identifier, managerText, type Writer } from './managers.js'
import { pathText, type FieldPath } from './path-element.js'
import { Refusal } from '../refusal.js'

/** A field that somebody else owns and that the configuration would change. */
export interface Conflict {
  readonly manager: Writer
  readonly path: FieldPath
}

/** What the server answers to an apply that conflicts (409); nothing has been changed. */
export class ApplyConflictError extends Refusal {
  override readonly name = 'ApplyConflictError'

  constructor(readonly conflicts: readonly Conflict[]) {
    super(conflictText(conflicts))
  }
}

/** All fields of a set as conflicts with one manager. */
export function conflictsWith(manager: Writer, fields: FieldSet): Conflict[] {
  return fieldsOf(fields).map((path) => ({ manager, path }))
}

function conflictText(conflicts: readonly Conflict[]): string {
  const [only, ...more] = conflicts
  if (only !== undefined && more.length === 0)
    return `Apply failed with 1 conflict: conflict with ${managerText(only.manager)}: ${pathText(only.path)}`
  const byManager = new Map<string, Conflict[]>()
  for (const conflict of conflicts) {
    const key = identifier(conflict.manager)
    byManager.set(key, [...(byManager.get(key) ?? []), conflict])
  }
  const lines = [...byManager.keys()].sort(byBytes).flatMap((key) => {
    const own = byManager.get(key) ?? []
    return own.flatMap(({ manager, path }, at) => [
      ...(at === 0 ? [`conflicts with ${managerText(manager)}:`] : []),
      `- ${pathText(path)}`,
    ])
  })
  return `Apply failed with ${conflicts.length} conflicts: ${lines.join('\n')}`
}

function byBytes(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0
}
