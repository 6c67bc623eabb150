/** What changes from one object to another, as sets of fields (typed.Compare). */
import { equalJson, isObject, type JsonObject, type JsonValue } from '../../kubernetes/json.js'
import { FieldSetBuilder, recursiveDifference, type FieldSet } from './field-set.js'
import { itemElement } from './list-items.js'
import { fieldElement, serializeElement, type FieldPath, type PathElement } from './path-element.js'
import { atomFor, type Atom, type ListType, type MapType, type Schema } from './schema.js'

/** No field is in more than one of the three. */
export interface Comparison {
  readonly added: FieldSet
  readonly modified: FieldSet
  readonly removed: FieldSet
}

type Side = JsonValue | undefined

/** Compares two values of one schema; at least one of them is there. */
export function compare(before: Side, after: Side, schema: Schema): Comparison {
  const walker = new Comparer()
  walker.compare(before, after, schema, [])
  return { added: walker.added.set, modified: walker.modified.set, removed: walker.removed.set }
}

/** Leaves out some fields and all that is below them. */
export function withoutFields({ added, modified, removed }: Comparison, fields: FieldSet): Comparison {
  return {
    added: recursiveDifference(added, fields),
    modified: recursiveDifference(modified, fields),
    removed: recursiveDifference(removed, fields),
  }
}

class Comparer {
  readonly added = new FieldSetBuilder()
  readonly modified = new FieldSetBuilder()
  readonly removed = new FieldSetBuilder()

  compare(before: Side, after: Side, schema: Schema, path: FieldPath): void {
    const [left, right] = [atomFor(schema, before), atomFor(schema, after)]
    let isLeaf: boolean
    if (after === undefined) isLeaf = this.visit(left, before, after, path)
    else if (before === undefined || sameForm(left, right)) isLeaf = this.visit(right, before, after, path)
    else {
      this.visit(left, before, after, path)
      isLeaf = this.visit(right, before, after, path)
    }
    if (isLeaf) return
    if (before === undefined) this.added.insert(path)
    else if (after === undefined) this.removed.insert(path)
  }

  /** @returns whether the value is one, with nothing below it that is owned by itself. */
  private visit({ map, scalar, list }: Atom, before: Side, after: Side, path: FieldPath): boolean {
    if (map !== undefined) {
      const [left, right] = [isObject(before) ? before : {}, isObject(after) ? after : {}]
      if (map.isAtomic || (isEmpty(left) && isEmpty(right))) return this.leaf(before, after, path)
      this.visitMap(left, right, map, path)
      return false
    }
    if (scalar !== undefined) return this.leaf(before, after, path)
    if (list !== undefined) {
      const [left, right] = [Array.isArray(before) ? before : [], Array.isArray(after) ? after : []]
      if (list.isAtomic || (left.length === 0 && right.length === 0)) return this.leaf(before, after, path)
      this.visitList(left, right, list, path)
    }
    return false
  }

  private leaf(before: Side, after: Side, path: FieldPath): true {
    if (before === undefined) this.added.insert(path)
    else if (after === undefined) this.removed.insert(path)
    else if (!equalJson(before, after)) this.modified.insert(path)
    return true
  }

  private visitMap(before: JsonObject, after: JsonObject, type: MapType, path: FieldPath): void {
    for (const name of new Set([...Object.keys(before), ...Object.keys(after)])) {
      const [left, right] = [before[name], after[name]]
      const schema = type.field(name) ?? type.element
      if (schema === undefined || (left === undefined && right === undefined)) continue
      this.compare(left, right, schema, [...path, fieldElement(name)])
    }
  }

  private visitList(before: readonly JsonValue[], after: readonly JsonValue[], type: ListType, path: FieldPath): void {
    const [left, right] = [byElement(before, type), byElement(after, type)]
    for (const [key, { element }] of new Map([...left, ...right])) {
      const [olds, news] = [left.get(key)?.values ?? [], right.get(key)?.values ?? []]
      const here = [...path, element]
      // what stands there more than once is owned as one item
      if (olds.length <= 1 && news.length <= 1) this.compare(olds[0], news[0], type.element, here)
      else if (olds.length > 1 && news.length > 1) {
        if (!equalJson(olds, news)) this.modified.insert(here)
      } else if (olds.length > 1) {
        if (news.length > 0) this.compare(undefined, news[0], type.element, here)
        this.removed.insert(here)
      } else {
        if (olds.length > 0) this.compare(olds[0], undefined, type.element, here)
        this.added.insert(here)
      }
    }
  }
}

function byElement(
  items: readonly JsonValue[],
  type: ListType,
): Map<string, { readonly element: PathElement; readonly values: JsonValue[] }> {
  const found = new Map<string, { element: PathElement; values: JsonValue[] }>()
  for (const item of items) {
    const element = itemElement(type, item)
    if (typeof element === 'string') continue
    const key = serializeElement(element)
    const known = found.get(key)
    if (known === undefined) found.set(key, { element, values: [item] })
    else known.values.push(item)
  }
  return found
}

function sameForm(one: Atom, other: Atom): boolean {
  return (
    (one.map === undefined) === (other.map === undefined) &&
    (one.list === undefined) === (other.list === undefined) &&
    (one.scalar === undefined) === (other.scalar === undefined)
  )
}

function isEmpty(object: JsonObject): boolean {
  return Object.keys(object).length === 0
}
