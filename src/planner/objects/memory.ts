/**
 * What a simulation remembers beside the API's objects: what a controller knows of its set from sync to sync, and what
 * has been worked out of a stored object once. It belongs to the cluster, so two simulations share nothing.
 */

/** Something that is remembered of objects of a type; made by `memoryOf`, and holding nothing itself. */
export interface MemoryOf<Key extends object, Value> {
  /** Says what it is, for whoever debugs. */
  readonly about: string
  /** Never there: it only carries the types. */
  readonly types?: (key: Key) => Value
}

/** Names something that is remembered of objects. */
export function memoryOf<Key extends object, Value>(about: string): MemoryOf<Key, Value> {
  return { about }
}

/** All that one simulation remembers. What is remembered of an object goes with the object. */
export class Memory {
  readonly #values = new Map<MemoryOf<never, unknown>, WeakMap<object, unknown>>()

  /** The values of one kind, by object. */
  of<Key extends object, Value>(memory: MemoryOf<Key, Value>): WeakMap<Key, Value> {
    let values = this.#values.get(memory)
    if (values === undefined) this.#values.set(memory, (values = new WeakMap()))
    return values as WeakMap<Key, Value>
  }
}

/**
 * What is remembered of an object, made when it is first asked for.
 *
 * @param make may not change the cluster.
 */
export function remember<Key extends object, Value extends NonNullable<unknown>>(
  cluster: { readonly memory: Memory },
  memory: MemoryOf<Key, Value>,
  key: Key,
  make: (key: Key) => Value,
): Value {
  const values = cluster.memory.of(memory)
  let value = values.get(key)
  if (value === undefined) values.set(key, (value = make(key)))
  return value
}
