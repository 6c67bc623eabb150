import { mapLevel, type FieldSet } from './field-set.js'
import type { PathElement } from './path-element.js'
import type { Atom, Schema } from './schema.js'

/**
 * The set with every declared field on the way to its members (fieldpath.EnsureNamedFieldsAreMembers): who owns
 * `spec.template.spec` in part also has `spec`, but not the entries of a map on the way.
 */
export function withNamedFields(set: FieldSet, schema: Schema | undefined): FieldSet {
  const atom: Atom = schema?.() ?? {}
  return mapLevel(set, (element, isMember, below) => ({
    isMember: isMember || (below.size > 0 && element.type === 'field' && atom.map?.field(element.name) !== undefined),
    below: withNamedFields(below, schemaBelow(atom, element)),
  }))
}

function schemaBelow({ map, list }: Atom, element: PathElement): Schema | undefined {
  if (element.type === 'field') return map?.field(element.name) ?? map?.element
  return element.type === 'key' ? list?.element : undefined
}
