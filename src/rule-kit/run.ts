/** What the files of a run have in common: the cluster that is asked about, and what stands in it already. */
import { asObject, asString, type JsonObject } from '../kubernetes/json.js'
import type { Target } from '../kubernetes/target.js'
import { emptyIndex, type ObjectIndex } from '../objects/object-index.js'

/** All that a rule may know beyond the file that it looks at. */
export interface Run {
  /** The Kubernetes version and its gates. */
  readonly target: Target
  readonly before: ObjectsBefore
  /** The objects of all files of the run: asked for where a rule looks at them, and not before. */
  index(): ObjectIndex
}

/** The objects of which those of the run are the next state (`--from`). */
export interface ObjectsBefore {
  readonly all: readonly JsonObject[]
  /** The object with the same identity; undefined where there is none: then the object is new. */
  of(object: JsonObject): JsonObject | undefined
}

/** Looks objects up by what makes two objects the same one: group, kind, namespace and name. */
export function objectsBefore(all: readonly JsonObject[]): ObjectsBefore {
  const known = new Map<string, JsonObject>()
  for (const object of all) {
    const identity = identityOf(object)
    if (!known.has(identity)) known.set(identity, object)
  }
  return { all, of: (object) => (known.size === 0 ? undefined : known.get(identityOf(object))) }
}

/** Nothing was there before. */
export const nothingBefore = objectsBefore([])

/** A run of one file that knows of nothing else. */
export function runOfOneFile(target: Target): Run {
  return { target, before: nothingBefore, index: () => emptyIndex }
}

/** An object without a namespace is taken to be in `default`, as kubectl's own default is. */
function identityOf(object: JsonObject): string {
  const metadata = asObject(object.metadata)
  const group = (asString(object.apiVersion) ?? '').split('/').slice(0, -1).join('/')
  return [
    group,
    asString(object.kind) ?? '',
    asString(metadata.namespace) || 'default',
    asString(metadata.name) ?? '',
  ].join(' ')
}
