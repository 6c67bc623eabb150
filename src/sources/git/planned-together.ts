/**
 * Which changed objects belong into one cluster. A repository often holds the same object for several: `dev/web.yaml`
 * and `prod/web.yaml`. What bears one identity twice cannot be in one cluster, so the folders (or files) that hold it
 * are told apart.
 */
import { identityOf, type ObjectPair } from './pair-objects.js'

/** Objects that are planned together. */
export interface PlannedTogether {
  /** The folder or file that they have in common; empty for all there is. */
  readonly place: string
  readonly pairs: readonly ObjectPair[]
}

/** Parts pairs into groups in which no object is there twice; what is in nobody's way stays together. */
export function plannedTogether(pairs: readonly ObjectPair[]): PlannedTogether[] {
  return part(pairs, '')
}

function part(pairs: readonly ObjectPair[], place: string): PlannedTogether[] {
  if (!hasTwice(pairs)) return pairs.length === 0 ? [] : [{ place, pairs }]
  const byNext = new Map<string, ObjectPair[]>()
  for (const pair of pairs) {
    const next = nextFolder(fileOf(pair), place)
    byNext.set(next, [...(byNext.get(next) ?? []), pair])
  }
  const holders = holdersOf(byNext)
  const isApart = (inside: readonly ObjectPair[]) =>
    hasTwice(inside) || inside.some((pair) => (holders.get(identityOfPair(pair)) ?? 0) > 1)
  const rest = [...byNext.values()].filter((inside) => !isApart(inside)).flat()
  const apart = [...byNext]
    .filter(([, inside]) => isApart(inside))
    .sort(([one], [other]) => (one < other ? -1 : 1))
    // The same file twice: what became of several objects, or of one in several. Each is a plan of its own.
    .flatMap(([next, inside]) =>
      next === place ? inside.map((pair) => ({ place, pairs: [pair] })) : part(inside, next),
    )
  return [...(rest.length === 0 ? [] : [{ place, pairs: rest }]), ...apart]
}

/** In how many of the groups each object is. */
function holdersOf(groups: ReadonlyMap<string, readonly ObjectPair[]>): Map<string, number> {
  const holders = new Map<string, number>()
  for (const inside of groups.values())
    for (const identity of new Set(inside.map(identityOfPair))) holders.set(identity, (holders.get(identity) ?? 0) + 1)
  return holders
}

function hasTwice(pairs: readonly ObjectPair[]): boolean {
  const seen = new Set<string>()
  for (const pair of pairs) {
    const identity = identityOfPair(pair)
    if (seen.has(identity)) return true
    seen.add(identity)
  }
  return false
}

function identityOfPair({ before, after }: ObjectPair): string {
  const placed = after ?? before
  return placed === undefined ? '' : identityOf(placed.object)
}

function fileOf({ before, after }: ObjectPair): string {
  return (after ?? before)?.file ?? ''
}

/** The place one folder further down on the way to a file; the file itself at the end. */
function nextFolder(file: string, place: string): string {
  if (file === place) return place
  const start = place === '' ? 0 : place.length + 1
  const slash = file.indexOf('/', start)
  return slash === -1 ? file : file.slice(0, slash)
}
