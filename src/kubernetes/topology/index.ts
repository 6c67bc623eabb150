/**
 * Which lists and maps of the API are merged item by item and which are one value: what Kubernetes' OpenAPI documents
 * say in `x-kubernetes-list-type`, `x-kubernetes-list-map-keys` and `x-kubernetes-map-type`.
 */
import type { JsonValue } from '../json.js'
import { topologyRules } from './generated/topology.js'

/**
 * `atomic`: one value, owned and replaced as a whole. `set`: a list of scalars, each an item of its own. `map`: a list
 * whose items are told apart by keys. `granular`: a map whose entries are items of their own.
 */
export type Topology =
  { readonly type: 'atomic' | 'granular' | 'set' } | { readonly type: 'map'; readonly keys: readonly string[] }

/** The rules of one minor version. */
export interface Topologies {
  /** What a type says of itself, wherever it stands (`core/v1.LocalObjectReference` is atomic). */
  ofType(name: string): Topology | undefined
  /** What a type says of one of its fields. */
  ofField(type: string, field: string): Topology | undefined
  /** The value that a key field of a list's items has where an item leaves it out; undefined where it has none. */
  keyDefault(type: string, field: string): JsonValue | undefined
}

const byMinor = new Map<number, Topologies>()

/** The rules of 1.MINOR (29 to 37). */
export function topologies(minor: number): Topologies {
  let found = byMinor.get(minor)
  if (found === undefined) byMinor.set(minor, (found = readTopologies(minor)))
  return found
}

function readTopologies(minor: number): Topologies {
  const rules = new Map<string, Topology>()
  const defaults = new Map<string, JsonValue>()
  for (const line of topologyRules.split('\n')) {
    const match = /^(\S+) (\S+) (\S+)(?: (.*))?$/.exec(line)
    if (match === null) continue
    const [, ranges = '', place = '', type, rest = ''] = match
    if (!covers(ranges, minor)) continue
    if (type === 'default') defaults.set(place, JSON.parse(rest) as JsonValue)
    else if (type === 'map') rules.set(place, { type, keys: rest.split(',') })
    else if (type === 'atomic' || type === 'granular' || type === 'set') rules.set(place, { type })
  }
  return {
    ofType: (name) => rules.get(name),
    ofField: (type, field) => rules.get(`${type}#${field}`),
    keyDefault: (type, field) => defaults.get(`${type}#${field}`),
  }
}

function covers(ranges: string, minor: number): boolean {
  return ranges.split(',').some((range) => {
    const [from, to = from] = range.split('-')
    return minor >= Number(from) && minor <= Number(to)
  })
}
