/**
 * What a simulation remembers beside the API's objects: what a controller knows of its set from sync to sync, and what
 * has been worked out of a stored object once. It belongs to the cluster, so two simulations share nothing.
 */
import type { Cluster, MemoryOf } from '../cluster.js'
import { writable } from './writable.js'

/** Names something that is remembered of objects; the name alone holds nothing. */
export function memoryOf<Key extends object, Value>(about: string): MemoryOf<Key, Value> {
  return { about }
}

/**
 * What is remembered of an object, made when it is first asked for. It goes with the object.
 *
 * @param make may not change the cluster.
 */
export function remember<Key extends object, Value extends NonNullable<unknown>>(
  cluster: Cluster,
  memory: MemoryOf<Key, Value>,
  key: Key,
  make: (key: Key) => Value,
): Value {
  const known = valuesOf(cluster, memory)
  let value = known.get(key) as Value | undefined
  if (value === undefined) known.set(key, (value = make(key)))
  return value
}

/** What is remembered of an object; undefined where that is nothing. */
export function remembered<Key extends object, Value>(
  cluster: Cluster,
  memory: MemoryOf<Key, Value>,
  key: Key,
): Value | undefined {
  return valuesOf(cluster, memory).get(key) as Value | undefined
}

/** Remembers a value instead of what was remembered before. */
export function rememberAs<Key extends object, Value extends NonNullable<unknown>>(
  cluster: Cluster,
  memory: MemoryOf<Key, Value>,
  key: Key,
  value: Value,
): Value {
  valuesOf(cluster, memory).set(key, value)
  return value
}

function valuesOf<Key extends object, Value>(cluster: Cluster, memory: MemoryOf<Key, Value>): WeakMap<object, unknown> {
  let known = cluster.memory.get(memory)
  if (known === undefined) writable(cluster).memory.set(memory, (known = new WeakMap()))
  return known
}
