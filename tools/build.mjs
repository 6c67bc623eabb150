/**
 * Builds dist/: the plugin (index.js) and the command (cli.js), bundled with shared chunks so that a start reads few
 * files and loads ESLint only where a rule runs; and, apart from them, what runs anywhere (planner.js, validation.js,
 * manifest.js, report.js). The types are a step of their own (`npm run types`).
 */
import { chmodSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import { compilePlanValidators } from './compile-plan-validators.mjs'
import { compileValidators } from './compile-validators.mjs'
import { anywhereEntries, forAnywhere, forNode, nodeEntries } from './entries.mjs'
import { thirdPartyNotices } from './third-party.mjs'

process.chdir(fileURLToPath(new URL('..', import.meta.url)))
await compileValidators()
await compilePlanValidators()

const common = { outdir: 'dist', splitting: true, metafile: true }
const builds = [
  await build({ ...forNode, ...common, entryPoints: nodeEntries, chunkNames: 'chunks/[name]-[hash]' }),
  await build({ ...forAnywhere, ...common, entryPoints: anywhereEntries, chunkNames: 'chunks/anywhere-[hash]' }),
]
const filesOf = (side) => builds.flatMap(({ metafile }) => Object.keys(metafile[side]))
chmodSync('dist/cli.js', 0o755)

// What an earlier build left goes last, so that a command that runs meanwhile still finds its chunks.
const built = new Set(filesOf('outputs'))
for (const name of readdirSync('dist/chunks')) if (!built.has(`dist/chunks/${name}`)) rmSync(`dist/chunks/${name}`)
writeFileSync('dist/THIRD-PARTY-LICENSES.txt', thirdPartyNotices([...new Set(filesOf('inputs'))]))
writeFileSync('dist/built', '')
