/**
 * A heap of strings: the smallest comes out first. Written out, because a rollout over thousands of pods takes one name
 * at a time.
 */
export function pushName(heap: string[], name: string): void {
  let at = heap.length
  heap.push(name)
  while (at > 0) {
    const parent = (at - 1) >> 1
    const above = heap[parent] as string
    if (above <= name) break
    heap[at] = above
    at = parent
  }
  heap[at] = name
}

/** The smallest name, which stays where it is. */
export function firstName(heap: readonly string[]): string | undefined {
  return heap[0]
}

/** Takes the smallest name out. */
export function popName(heap: string[]): string | undefined {
  const first = heap[0]
  const last = heap.pop()
  if (first === undefined || last === undefined || heap.length === 0) return first
  let at = 0
  for (;;) {
    let child = 2 * at + 1
    if (child >= heap.length) break
    if (child + 1 < heap.length && (heap[child + 1] as string) < (heap[child] as string)) child++
    const below = heap[child] as string
    if (below >= last) break
    heap[at] = below
    at = child
  }
  heap[at] = last
  return first
}
