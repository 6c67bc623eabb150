/** What the package gives to Node: the plugin, the command, and what the GitHub action runs. */
export const nodeEntries = {
  index: 'src/eslint/index.ts',
  cli: 'src/cli/main.ts',
  action: 'src/action/main.ts',
}

/** What runs anywhere, in a browser too: none of Node's own modules, no file, no clock. */
export const anywhereEntries = {
  planner: 'src/planner/index.ts',
  validation: 'src/validation/index.ts',
  manifest: 'src/manifest/index.ts',
  report: 'src/report/index.ts',
}

export const entries = { ...nodeEntries, ...anywhereEntries }

/** Those that somebody imports: they have declarations. */
export const imported = ['index', ...Object.keys(anywhereEntries)]

/** How both are bundled. */
const bundled = {
  bundle: true,
  format: 'esm',
  target: 'node20.19',
  // Its Node build looks at process.env for each token, and cannot be taken in parts (docs/decisions/yaml-reader.md).
  alias: { yaml: './node_modules/yaml/browser/index.js' },
  legalComments: 'none',
  logLevel: 'warning',
}

export const forNode = {
  ...bundled,
  platform: 'node',
  // ESLint is the user's own (a peer); everything else is bundled, so that a cold start reads few files.
  external: ['eslint', 'eslint/*'],
  banner: {
    // What CommonJS modules among the bundled ones expect to be there.
    js: "import { createRequire as __createRequire } from 'node:module'; import { fileURLToPath as __fileURLToPath } from 'node:url'; const require = __createRequire(import.meta.url); const __filename = __fileURLToPath(import.meta.url);",
  },
}

export const forAnywhere = {
  ...bundled,
  platform: 'neutral',
  mainFields: ['module', 'main'],
  // picocolors looks at it to find out about the terminal; colours are an option of a report
  define: { process: 'undefined' },
}
