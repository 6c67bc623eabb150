/**
 * Writes the declarations of the package's entries: one file each, with all that it names inside, so that a user's
 * compiler needs nothing but ESLint's own types.
 */
import { rmSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { rollup } from 'rollup'
import { dts } from 'rollup-plugin-dts'
import { entries, imported } from './entries.mjs'

process.chdir(fileURLToPath(new URL('..', import.meta.url)))

const bundle = await rollup({
  input: Object.fromEntries(imported.map((name) => [name, entries[name]])),
  plugins: [
    dts({ tsconfig: 'tsconfig.json', includeExternal: ['@eslint/core', '@eslint/plugin-kit', '@types/json-schema'] }),
  ],
  external: ['eslint'],
  onwarn(warning) {
    // Types that two entries share stand in a file of their own; they have names in both.
    if (!warning.message.includes('private shared type')) throw new Error(warning.message)
  },
})
rmSync('dist/types', { recursive: true, force: true })
await bundle.write({ dir: 'dist/types', entryFileNames: '[name].d.ts', chunkFileNames: '[name].d.ts' })
