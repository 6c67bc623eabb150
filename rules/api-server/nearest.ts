/** The name of a list that was probably meant: differs in case alone, or in one or two letters. */
export function nearest(name: string, names: readonly string[]): string | undefined {
  if (name === '') return undefined
  const sameButCase = names.find((known) => known.toLowerCase() === name.toLowerCase())
  if (sameButCase !== undefined) return sameButCase
  const limit = name.length < 5 ? 1 : 2
  const ranked = names.map((known) => ({ known, distance: distanceOf(name.toLowerCase(), known.toLowerCase()) })).filter(({ distance }) => distance <= limit)
  ranked.sort((one, other) => one.distance - other.distance)
  return ranked[0]?.known
}

/** Letters put in, left out or changed on the way from one word to the other (Levenshtein). */
function distanceOf(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, index) => index)
  for (let i = 1; i <= from.length; i++) {
    const next = [i]
    for (let j = 1; j <= to.length; j++) {
      const change = (row[j - 1] ?? 0) + (from[i - 1] === to[j - 1] ? 0 : 1)
      next.push(Math.min(change, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1))
    }
    row = next
  }
  return row[to.length] ?? 0
}
