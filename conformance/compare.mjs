/** Holds a plan against a recording, with the comparison that the tests use. */
import { loadTypescript } from '../tools/load-typescript.mjs'

/** `differenceFromRecording(trace)`: the first difference in words, undefined where the plan is what was recorded. */
export const { differenceFromRecording } = await loadTypescript(
  `export { differenceFromRecording } from './src/planner/testing/hold-recording.js'`,
)
