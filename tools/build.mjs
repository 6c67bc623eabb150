/**
 * Builds dist/: the plugin (index.js), the command (cli.js) and the planner alone (planner.js), bundled with shared chunks so
 * that a start reads few files and loads ESLint only where a rule runs; then the types.
 */
import { execFileSync } from 'node:child_process'
import { chmodSync, existsSync, rmSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { join } from 'node:path'
import { build } from 'esbuild'
import { compileValidators } from './compile-validators.mjs'

const root = fileURLToPath(new URL('..', import.meta.url))
process.chdir(root)
rmSync('dist', { recursive: true, force: true })
await compileValidators()

const entries = { index: 'src/eslint/index.ts', cli: 'src/cli/main.ts', planner: 'src/planner/index.ts' }
await build({
  entryPoints: Object.fromEntries(Object.entries(entries).filter(([, path]) => existsSync(path))),
  outdir: 'dist',
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node20.19',
  // ESLint is the user's own (a peer); everything else is bundled, so that a cold start reads few files.
  external: ['eslint', 'eslint/*', '@eslint/*'],
  banner: { js: "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);" },
  chunkNames: 'chunks/[name]-[hash]',
  legalComments: 'none',
  logLevel: 'warning',
})
if (existsSync('dist/cli.js')) chmodSync('dist/cli.js', 0o755)

if (!process.argv.includes('--no-types')) {
  execFileSync(process.execPath, [join('node_modules', 'typescript', 'bin', 'tsc'), '-p', 'tsconfig.types.json'], { stdio: 'inherit' })
}
writeFileSync('dist/built', '')
