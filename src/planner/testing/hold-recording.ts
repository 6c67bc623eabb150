/** A recording, and whether the plan of its scenario is what was recorded: for the tests and for conformance/. */
import { plan } from '../simulate.js'
import { firstDifference } from './compare-trace.js'
import { replays, type RecordedTrace } from './recorded-trace.js'

/**
 * A recording does not say at which fraction of a second it began, and where minReadySeconds are awaited its end depends
 * on that: late in a second, as most begin, or at its start.
 */
const fractions = [0.6, 0]

/**
 * The first difference between the plan and the recording, in words; undefined where there is none. A recording whose
 * choices can be replayed in several ways is met if one of them meets it; else the difference is that of the first.
 */
export function differenceFromRecording(trace: RecordedTrace): string | undefined {
  const differences: string[] = []
  for (const startsAt of fractions) {
    for (const request of replays(trace)) {
      const difference = firstDifference(trace, plan({ ...request, startsAt }))
      if (difference === undefined) return undefined
      differences.push(difference)
    }
  }
  return differences[0]
}
