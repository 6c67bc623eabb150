/**
 * Manifests: a text in Kubernetes' YAML dialect to its documents and objects, with their places, and back. It runs
 * anywhere.
 */
export type * from './types.js'
export { usualMaxBytes, usualMaxDocuments, type ReadingLimits } from './limits.js'
export { manifestsOf } from './manifests.js'
export { readManifestFile } from './read-file.js'
export { parseYamlValue, readObjects, YamlError } from './read-values.js'
export { writeYaml } from './write.js'
export type { JsonObject, JsonValue } from '../kubernetes/json.js'
