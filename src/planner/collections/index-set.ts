/**
 * A set of small whole numbers that finds its lowest, highest and next member at once, however large it is: bits in
 * words, and words of bits that say which words below are not empty. It is what keeps a sync of thousands of pods as
 * short as one of three.
 */
export interface IndexSet {
  /** The bits themselves first; each further level has a bit for every word of the one below. */
  readonly levels: readonly Uint32Array[]
  size: number
}

/** An empty set for the numbers from 0 to `limit - 1`. */
export function newIndexSet(limit: number): IndexSet {
  const levels: Uint32Array[] = []
  let words = Math.max(1, limit)
  do {
    words = Math.ceil(words / 32)
    levels.push(new Uint32Array(words))
  } while (words > 1)
  return { levels, size: 0 }
}

export function hasIndex(set: IndexSet, index: number): boolean {
  return ((wordAt(set, 0, index >>> 5) >>> (index & 31)) & 1) === 1
}

function wordAt(set: IndexSet, level: number, word: number): number {
  return set.levels[level]?.[word] ?? 0
}

export function addIndex(set: IndexSet, index: number): void {
  if (hasIndex(set, index)) return
  set.size++
  let at = index
  for (const words of set.levels) {
    const before = words[at >>> 5] ?? 0
    words[at >>> 5] = before | (1 << (at & 31))
    if (before !== 0) return
    at >>>= 5
  }
}

export function removeIndex(set: IndexSet, index: number): void {
  if (!hasIndex(set, index)) return
  set.size--
  let at = index
  for (const words of set.levels) {
    const after = (words[at >>> 5] ?? 0) & ~(1 << (at & 31))
    words[at >>> 5] = after
    if (after !== 0) return
    at >>>= 5
  }
}

/** Adds a number, or takes it out. */
export function putIndex(set: IndexSet, index: number, isMember: boolean): void {
  if (isMember) addIndex(set, index)
  else removeIndex(set, index)
}

/** The lowest member from `from` on. */
export function nextIndex(set: IndexSet, from = 0): number | undefined {
  let at = from
  for (let level = 0; level < set.levels.length; level++) {
    const rest = wordAt(set, level, at >>> 5) & (at % 32 === 0 ? ~0 : ~0 << (at & 31))
    if (rest !== 0) return descend(set, level, (at >>> 5) * 32 + lowestBit(rest), lowestBit)
    at = (at >>> 5) + 1
    if (at >= (set.levels[level + 1]?.length ?? 0) * 32) return undefined
  }
  return undefined
}

/** The highest member from `from` down; without `from`, the highest of all. */
export function previousIndex(set: IndexSet, from = Infinity): number | undefined {
  let at = Math.min(from, (set.levels[0]?.length ?? 0) * 32 - 1)
  if (at < 0) return undefined
  for (let level = 0; level < set.levels.length; level++) {
    const rest = wordAt(set, level, at >>> 5) & ((at & 31) === 31 ? ~0 : (1 << ((at & 31) + 1)) - 1)
    if (rest !== 0) return descend(set, level, (at >>> 5) * 32 + highestBit(rest), highestBit)
    at = (at >>> 5) - 1
    if (at < 0) return undefined
  }
  return undefined
}

function descend(set: IndexSet, level: number, at: number, bit: (word: number) => number): number {
  let index = at
  for (let below = level - 1; below >= 0; below--) index = index * 32 + bit(wordAt(set, below, index))
  return index
}

function lowestBit(word: number): number {
  return 31 - Math.clz32(word & -word)
}

function highestBit(word: number): number {
  return 31 - Math.clz32(word)
}

/** All members, lowest first. */
export function* indexesUp(set: IndexSet): Iterable<number> {
  for (let index = nextIndex(set); index !== undefined; index = nextIndex(set, index + 1)) yield index
}

/** All members, highest first. */
export function* indexesDown(set: IndexSet): Iterable<number> {
  for (let index = previousIndex(set); index !== undefined; index = previousIndex(set, index - 1)) yield index
}
