/**
 * Fields that were recorded when a type was merged in another way (typed.ReconcileFieldSetWithSchema): where it has
 * become one value since, who owned a part of it owns all of it.
 */
import { fieldSetOf, isEmptySet, recursiveDifference, union, elementsOf, type FieldSet } from './field-set.js'
import type { FieldPath } from './path-element.js'
import { deducedSchema, type Schema } from './schema.js'

export function reconcileFields(set: FieldSet, schema: Schema): FieldSet {
  const becameAtomic: FieldPath[] = []
  visit(set, schema, [], false, becameAtomic)
  if (becameAtomic.length === 0) return set
  const roots = fieldSetOf(becameAtomic)
  return union(recursiveDifference(set, roots), roots)
}

function visit(set: FieldSet, schema: Schema, path: FieldPath, isLeaf: boolean, found: FieldPath[]): void {
  if (schema === deducedSchema) return
  const { map, scalar, list } = schema()
  if (map !== undefined) {
    if (map.isAtomic) {
      if (!isLeaf && !isEmptySet(set)) found.push(path)
      return
    }
    for (const { element, isMember, below } of elementsOf(set)) {
      const inner = element.type === 'field' ? (map.field(element.name) ?? map.element) : map.element
      if (inner !== undefined) visit(below, inner, [...path, element], isMember && below.size === 0, found)
    }
  } else if (scalar === undefined && list !== undefined) {
    if (list.isAtomic) {
      if (!isLeaf) found.push(path)
      return
    }
    for (const { element, isMember, below } of elementsOf(set))
      visit(below, list.element, [...path, element], isMember && below.size === 0, found)
  }
}
