/** Which object of the base is which object now: by kind, namespace and name, whatever files they stand in. */
import { asObject, asString, equalJson, type JsonObject } from '../../kubernetes/json.js'

/** An object of a manifest, and where it stands. */
export interface PlacedObject {
  /** The file, or the name of what rendered it. */
  readonly file: string
  readonly object: JsonObject
  /** What its text was made from, where it was rendered: helm's `# Source:`. */
  readonly source?: string
}

/** An object before and after a change; one of both may be missing. */
export interface ObjectPair {
  readonly before?: PlacedObject
  readonly after?: PlacedObject
}

/** What an object is, whatever its version and content: `apps/StatefulSet shop/web`. */
export function identityOf(object: JsonObject): string {
  const metadata = asObject(object['metadata'])
  const group = /^(.*)\//.exec(asString(object['apiVersion']) ?? '')?.[1] ?? ''
  const kind = asString(object['kind']) ?? ''
  const namespace = asString(metadata['namespace']) ?? ''
  // What has no name yet (generateName) is a new object each time.
  const name = asString(metadata['name']) ?? ''
  // The sets were served under this group once; they are the same objects.
  return `${group === 'extensions' ? 'apps' : group}/${kind} ${namespace}/${name}`
}

/** The object as people name it: `StatefulSet shop/web`. */
export function shownObject(object: JsonObject): string {
  const metadata = asObject(object['metadata'])
  const namespace = asString(metadata['namespace'])
  return `${asString(object['kind']) ?? ''} ${namespace === undefined ? '' : `${namespace}/`}${asString(metadata['name']) ?? ''}`
}

/** Whether an object is other than it was; its layout, comments and place do not count. */
export function isChanged({ before, after }: ObjectPair): boolean {
  return !equalJson(before?.object, after?.object)
}

/** What pairing came to. */
export interface PairedObjects {
  readonly pairs: readonly ObjectPair[]
  /** What is open about them, for people. */
  readonly notes: readonly string[]
}

/**
 * Pairs the objects of both sides. An object that is in the same file before and after is that object; what is left is
 * an object that has moved. Where several could have become one (or one several), each is taken as it was in each, and
 * a note says so.
 */
export function pairObjects(before: readonly PlacedObject[], after: readonly PlacedObject[]): PairedObjects {
  const notes: string[] = []
  const left = new Map<string, PlacedObject[]>()
  for (const placed of lastOfEach(before, notes, 'in the base')) put(left, identityOf(placed.object), placed)
  const pairs: ObjectPair[] = []
  const moved = new Map<string, PlacedObject[]>()
  for (const placed of lastOfEach(after, notes, 'now')) {
    const identity = identityOf(placed.object)
    const same = left.get(identity)?.find(({ file }) => file === placed.file)
    if (same === undefined) put(moved, identity, placed)
    else {
      take(left, identity, same)
      pairs.push({ before: same, after: placed })
    }
  }
  for (const [identity, places] of moved) {
    const sources = left.get(identity) ?? []
    left.delete(identity)
    pairs.push(...pairMoved(sources, places, notes))
  }
  for (const gone of left.values()) pairs.push(...gone.map((placed) => ({ before: placed })))
  return { pairs, notes }
}

function pairMoved(sources: readonly PlacedObject[], places: readonly PlacedObject[], notes: string[]): ObjectPair[] {
  if (sources.length === 0) return places.map((after) => ({ after }))
  const pairs = sources.flatMap((before) => places.map((after) => ({ before, after })))
  const [first] = places
  if (pairs.length > 1 && first !== undefined)
    notes.push(
      `${shownObject(first.object)} was in ${list(sources)} and is now in ${list(places)}: each is taken as what became of each.`,
    )
  return pairs
}

/** An object that stands twice in a file is applied twice, so the last one is what counts. */
function lastOfEach(placed: readonly PlacedObject[], notes: string[], when: string): PlacedObject[] {
  const last = new Map<string, PlacedObject>()
  for (const each of placed) {
    const key = `${each.file}\0${identityOf(each.object)}`
    const unnamed = asString(asObject(each.object['metadata'])['name']) === undefined
    if (!unnamed && last.has(key))
      notes.push(`${shownObject(each.object)} stands twice in ${each.file} ${when}: the last one counts.`)
    last.set(unnamed ? `${key}\0${last.size}` : key, each)
  }
  return [...last.values()]
}

function list(placed: readonly PlacedObject[]): string {
  return placed.map(({ file }) => file).join(' and ')
}

function put<Key, Value>(map: Map<Key, Value[]>, key: Key, value: Value): void {
  const values = map.get(key)
  if (values === undefined) map.set(key, [value])
  else values.push(value)
}

function take(map: Map<string, PlacedObject[]>, key: string, value: PlacedObject): void {
  const rest = (map.get(key) ?? []).filter((each) => each !== value)
  if (rest.length === 0) map.delete(key)
  else map.set(key, rest)
}
