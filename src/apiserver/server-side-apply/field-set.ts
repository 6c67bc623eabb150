/**
 * A set of fields of an object (structured-merge-diff, fieldpath.Set): a tree of path elements, in which some are
 * members. That a field is a member says nothing of what is below or above it. Sets are never changed in place.
 */
import { compareElements, serializeElement, type FieldPath, type PathElement } from './path-element.js'

interface Node {
  readonly element: PathElement
  readonly isMember: boolean
  readonly below: FieldSet
}

/** The fields of one level, by their serialized path element. */
export type FieldSet = ReadonlyMap<string, Node>

export const noFields: FieldSet = new Map()

/** Makes a set of paths. */
export function fieldSetOf(paths: Iterable<FieldPath>): FieldSet {
  const builder = new FieldSetBuilder()
  for (const path of paths) builder.insert(path)
  return builder.set
}

/** Collects paths into a set; whoever made it takes `set` when all are in. */
export class FieldSetBuilder {
  readonly set: Map<string, Node> = new Map()

  /** Adds one field; the empty path, the whole object, is nobody's. */
  insert(path: FieldPath): void {
    let level = this.set
    for (const [at, element] of path.entries()) {
      const key = serializeElement(element)
      const known = level.get(key)
      const below = (known?.below as Map<string, Node> | undefined) ?? new Map<string, Node>()
      level.set(key, { element, isMember: known?.isMember === true || at === path.length - 1, below })
      level = below
    }
  }
}

export function isEmptySet(set: FieldSet): boolean {
  for (const { isMember, below } of set.values()) if (isMember || !isEmptySet(below)) return false
  return true
}

/** Tells whether a field is a member. */
export function hasField(set: FieldSet, path: FieldPath): boolean {
  let node: Node | undefined
  let level: FieldSet = set
  for (const element of path) {
    node = level.get(serializeElement(element))
    if (node === undefined) return false
    level = node.below
  }
  return node?.isMember === true
}

/** The fields below one path element, with that element taken off. */
export function fieldsBelow(set: FieldSet, element: PathElement): FieldSet {
  return set.get(serializeElement(element))?.below ?? noFields
}

export function isMember(set: FieldSet, element: PathElement): boolean {
  return set.get(serializeElement(element))?.isMember === true
}

function combine(
  one: FieldSet,
  other: FieldSet,
  member: (inOne: boolean, inOther: boolean) => boolean,
  below: (one: FieldSet, other: FieldSet) => FieldSet,
): FieldSet {
  const result = new Map<string, Node>()
  const visit = (key: string, { element }: Node): void => {
    if (result.has(key)) return
    const [left, right] = [one.get(key), other.get(key)]
    const node = {
      element,
      isMember: member(left?.isMember === true, right?.isMember === true),
      below: below(left?.below ?? noFields, right?.below ?? noFields),
    }
    if (node.isMember || node.below.size > 0) result.set(key, node)
  }
  for (const [key, node] of one) visit(key, node)
  for (const [key, node] of other) visit(key, node)
  return result
}

/** Fields of either set. */
export function union(one: FieldSet, other: FieldSet): FieldSet {
  if (one.size === 0) return other
  if (other.size === 0) return one
  return combine(one, other, (left, right) => left || right, union)
}

/** Fields of both sets. */
export function intersection(one: FieldSet, other: FieldSet): FieldSet {
  if (one.size === 0 || other.size === 0) return noFields
  return combine(one, other, (left, right) => left && right, intersection)
}

/** Fields of the first set that are not in the second; one above or below a field of the second stays. */
export function difference(one: FieldSet, other: FieldSet): FieldSet {
  if (one.size === 0 || other.size === 0) return one
  return combine(one, other, (left, right) => left && !right, difference)
}

/** Fields of the first set that are not in the second nor below a field of it. */
export function recursiveDifference(one: FieldSet, other: FieldSet): FieldSet {
  if (one.size === 0 || other.size === 0) return one
  const result = new Map<string, Node>()
  for (const [key, node] of one) {
    const gone = other.get(key)
    if (gone?.isMember === true) continue
    const below = gone === undefined ? node.below : recursiveDifference(node.below, gone.below)
    if (node.isMember || below.size > 0) result.set(key, { ...node, below })
  }
  return result
}

/** The set with more members on its top level, and with something else below each element. */
export function mapLevel(
  set: FieldSet,
  change: (element: PathElement, isMember: boolean, below: FieldSet) => { isMember: boolean; below: FieldSet },
): FieldSet {
  const result = new Map<string, Node>()
  for (const [key, { element, isMember: member, below }] of set)
    result.set(key, { element, ...change(element, member, below) })
  return result
}

/** The elements of one level, in the order in which the API server goes through them. */
export function elementsOf(set: FieldSet): { element: PathElement; isMember: boolean; below: FieldSet }[] {
  return [...set.values()].sort((a, b) => compareElements(a.element, b.element))
}

/** Every field, as the API server lists them: the members of a level first, then what is below it. */
export function fieldsOf(set: FieldSet): FieldPath[] {
  const paths: FieldPath[] = []
  const walk = (level: FieldSet, path: FieldPath): void => {
    const nodes = elementsOf(level)
    for (const { element, isMember: member } of nodes) if (member) paths.push([...path, element])
    for (const { element, below } of nodes) walk(below, [...path, element])
  }
  walk(set, [])
  return paths
}

export function equalSets(one: FieldSet, other: FieldSet): boolean {
  return isEmptySet(difference(one, other)) && isEmptySet(difference(other, one))
}
