/** What kubectl does to managed fields when it moves from client-side to server-side apply (client-go, csaupgrade). */
import { fieldSetOf, hasField, union } from './field-set.js'
import { lastAppliedAnnotation } from './last-applied.js'
import type { ManagedFields, Operation } from './managers.js'
import { fieldElement } from './path-element.js'

const annotationPath = ['metadata', 'annotations', lastAppliedAnnotation].map(fieldElement)

/** The fields that only hold the annotation. */
export const annotationFields = fieldSetOf([annotationPath])

/** Who owns the annotation of client-side apply by such a write. */
export function annotationOwners(entries: readonly ManagedFields[], operation: Operation): ManagedFields[] {
  return entries.filter((entry) => entry.operation === operation && hasField(entry.fields, annotationPath))
}

/**
 * The entries once everything that these managers own by updates belongs to the one that applies.
 * @returns the same entries where there is nothing to move.
 */
export function upgradedEntries(
  entries: readonly ManagedFields[],
  clientSide: ReadonlySet<string>,
  applier: string,
): readonly ManagedFields[] {
  let result = entries
  for (const manager of clientSide) result = upgradeOne(result, manager, applier)
  return result
}

function upgradeOne(entries: readonly ManagedFields[], clientSide: string, applier: string): readonly ManagedFields[] {
  const isClientSide = (entry: ManagedFields): boolean =>
    entry.manager === clientSide && entry.operation === 'Update' && entry.subresource === undefined
  let at = entries.findIndex(
    (entry) => entry.manager === applier && entry.operation === 'Apply' && entry.subresource === undefined,
  )
  if (at < 0) at = entries.findIndex(isClientSide)
  const target = entries[at]
  if (target === undefined || !entries.some(isClientSide)) return entries
  const moved = entries.find((entry) => isClientSide(entry) && entry.apiVersion === target.apiVersion)
  const upgraded: ManagedFields = {
    ...target,
    manager: applier,
    operation: 'Apply',
    fields: moved === undefined ? target.fields : union(target.fields, moved.fields),
  }
  return entries.flatMap((entry, index) => (index === at ? [upgraded] : isClientSide(entry) ? [] : [entry]))
}
