/**
 * The back-off between deletions of failed pods of one node (D-24): client-go's flowcontrol.Backoff with 1 s and 15
 * min.
 */
const first = 1
const longest = 15 * 60

interface Entry {
  delay: number
  at: number
}

export type BackOff = Map<string, Entry>

const hasExpired = (entry: Entry, now: number) => now - entry.at > 2 * longest

/** IsInBackOffSinceUpdate */
export function inBackOff(backOff: BackOff, key: string, now: number): boolean {
  const entry = backOff.get(key)
  return entry !== undefined && !hasExpired(entry, now) && now - entry.at < entry.delay
}

export function delayOf(backOff: BackOff, key: string): number {
  return backOff.get(key)?.delay ?? 0
}

/** Next: the first failure waits one second, each further one twice as long. */
export function noteFailure(backOff: BackOff, key: string, now: number): void {
  const entry = backOff.get(key)
  const delay = entry === undefined || hasExpired(entry, now) ? first : Math.min(entry.delay * 2, longest)
  backOff.set(key, { delay, at: now })
}
