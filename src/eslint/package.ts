import manifest from '../../package.json' with { type: 'json' }

/** The package's own name: ESLint's caches and messages ask for it. */
export const packageName = manifest.name
export const packageVersion = manifest.version
