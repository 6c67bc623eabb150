/** What somebody needs who asks for an answer: a version and its feature gates, from their texts to a target. */
export { parseFeatureGates, resolveTarget, type Target } from './target.js'
export {
  formatVersion,
  newestVersion,
  parseVersion,
  supportedVersions,
  UnknownTargetError,
  type KubernetesVersion,
} from './versions.js'
