/** Lets a tool see what the TypeScript says: a module is bundled into a cache folder and imported from there. */
import { createHash } from 'node:crypto'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { join } from 'node:path'
import { build } from 'esbuild'

const root = fileURLToPath(new URL('..', import.meta.url))
const banner = {
  js: "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);",
}

/**
 * Imports TypeScript that need not lie in a file.
 * @param contents the module's text; its imports count from the repository's root.
 */
export async function loadTypescript(contents) {
  const name = createHash('sha256').update(contents).digest('hex').slice(0, 16)
  const outfile = join(root, 'node_modules', '.cache', 'rollcast', `${name}-${process.pid}.mjs`)
  await build({
    stdin: { contents, resolveDir: root, loader: 'ts' },
    outfile,
    bundle: true,
    format: 'esm',
    platform: 'node',
    banner,
    logLevel: 'error',
  })
  return import(pathToFileURL(outfile).href)
}
