/**
 * The name that was probably meant: the same in other case, or a few letters off.
 * @param most how many letters it may be off; where left out, a third of them, and three at most.
 */
export function nearestName(
  written: string,
  known: Iterable<string>,
  most = Math.min(Math.floor(written.length / 3), 3),
): string | undefined {
  let best: string | undefined
  let bestDistance = most + 1
  for (const name of known) {
    if (name.toLowerCase() === written.toLowerCase()) return name
    const distance = editDistance(written.toLowerCase(), name.toLowerCase(), bestDistance)
    if (distance < bestDistance) [best, bestDistance] = [name, distance]
  }
  return best
}

/**
 * How many letters have to be added, taken away, changed or swapped with their neighbour; `limit` where it is that many
 * or more.
 */
export function editDistance(a: string, b: string, limit = Infinity): number {
  if (Math.abs(a.length - b.length) >= limit) return limit
  let beforeLast: number[] = []
  let last = Array.from({ length: b.length + 1 }, (_, index) => index)
  for (let i = 1; i <= a.length; i++) {
    const row = [i]
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1] ? 0 : 1
      let cost = Math.min((last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (last[j - 1] ?? 0) + same)
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        cost = Math.min(cost, (beforeLast[j - 2] ?? 0) + 1)
      row.push(cost)
    }
    beforeLast = last
    last = row
  }
  return Math.min(last[b.length] ?? 0, limit)
}
