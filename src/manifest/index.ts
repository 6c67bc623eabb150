export type * from './types.js'
export { manifestsOf } from './manifests.js'
export { readManifestFile } from './read-file.js'
export { parseYamlValue, readObjects, YamlError } from './read-values.js'
