/** Holds a plan against a recording, with the comparison that the tests use. */
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'

const bundle = await build({
  stdin: {
    contents: `export { differenceFromRecording } from './src/planner/testing/hold-recording.js'`,
    resolveDir: fileURLToPath(new URL('..', import.meta.url)),
  },
  bundle: true,
  write: false,
  format: 'esm',
  platform: 'browser',
  target: 'node20.19',
  logLevel: 'warning',
})

/** `differenceFromRecording(trace)`: the first difference in words, undefined where the plan is what was recorded. */
export const { differenceFromRecording } = await import(
  `data:text/javascript;base64,${Buffer.from(bundle.outputFiles[0].text).toString('base64')}`
)
