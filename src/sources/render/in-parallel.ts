import { availableParallelism } from 'node:os'

/**
 * Runs tasks side by side, as many at a time as there are processors, and gives their results in order. Where some
 * fail, the first in order is thrown; tasks that have not begun by then never do, and those that have are waited for.
 */
export async function inParallel<Result>(
  tasks: readonly (() => Promise<Result> | Result)[],
  most = Math.max(availableParallelism(), 2),
): Promise<Result[]> {
  const results: Result[] = []
  let next = 0
  const faults: { readonly index: number; readonly error: unknown }[] = []
  const work = async (): Promise<void> => {
    while (faults.length === 0 && next < tasks.length) {
      const index = next++
      try {
        results[index] = (await tasks[index]?.()) as Result
      } catch (error) {
        faults.push({ index, error })
      }
    }
  }
  await Promise.all(Array.from({ length: Math.min(most, tasks.length) }, work))
  const [first] = faults.sort((one, other) => one.index - other.index)
  if (first !== undefined) throw first.error
  return results
}
