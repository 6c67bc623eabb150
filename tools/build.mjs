/**
 * Builds dist/: the plugin (index.js), the command (cli.js) and the planner alone (planner.js), bundled with shared
 * chunks so that a start reads few files and loads ESLint only where a rule runs. The types are a step of their own
 * (`npm run types`).
 */
import { chmodSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import { compileValidators } from './compile-validators.mjs'
import { entries } from './entries.mjs'
import { thirdPartyNotices } from './third-party.mjs'

process.chdir(fileURLToPath(new URL('..', import.meta.url)))
await compileValidators()

const { metafile } = await build({
  entryPoints: entries,
  outdir: 'dist',
  bundle: true,
  splitting: true,
  metafile: true,
  format: 'esm',
  platform: 'node',
  target: 'node20.19',
  // ESLint is the user's own (a peer); everything else is bundled, so that a cold start reads few files.
  external: ['eslint', 'eslint/*'],
  // Its Node build looks at process.env for each token, and cannot be taken in parts (docs/decisions/yaml-reader.md).
  alias: { yaml: './node_modules/yaml/browser/index.js' },
  banner: {
    js: "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);",
  },
  chunkNames: 'chunks/[name]-[hash]',
  legalComments: 'none',
  logLevel: 'warning',
})
chmodSync('dist/cli.js', 0o755)

// What an earlier build left goes last, so that a command that runs meanwhile still finds its chunks.
const built = new Set(Object.keys(metafile.outputs))
for (const name of readdirSync('dist/chunks')) if (!built.has(`dist/chunks/${name}`)) rmSync(`dist/chunks/${name}`)
writeFileSync('dist/THIRD-PARTY-LICENSES.txt', thirdPartyNotices(Object.keys(metafile.inputs)))
writeFileSync('dist/built', '')
