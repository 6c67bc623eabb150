/** One file of a run, with what its rules ask together: the answers of the API server are worked out once for all. */
import type { Manifest, ManifestFile } from '../manifest/types.js'
import { podStartFaults } from '../validation/apps/pod-start.js'
import type { Answer, Cause } from '../validation/answer.js'
import { answerTo } from './answers.js'
import type { Run } from './run.js'

/** A file, read, and the Kubernetes objects in it. */
export interface ReadManifests {
  readonly file: ManifestFile
  readonly manifests: readonly Manifest[]
}

/** A file as the rules look at it. */
export interface FileInRun extends ReadManifests {
  readonly run: Run
  /**
   * Whether a rule is on for this file. With that, a rule can leave a field to another rule that speaks of the same
   * field: one wrong field, one message; and it speaks for itself where a user has switched the other one off.
   */
  isInUse(rule: string): boolean
  /** The API server's answer to an object of the file. */
  answer(manifest: Manifest): Answer
  /** Why no pod of a set will ever start although the server takes the set; empty where it refuses it. */
  podStart(manifest: Manifest): readonly Cause[]
}

/**
 * Puts a file into a run.
 * @param rules the names of the rules that are on for it.
 */
export function fileInRun({ file, manifests }: ReadManifests, run: Run, rules: ReadonlySet<string>): FileInRun {
  const answers = new Map<Manifest, Answer>()
  const podStarts = new Map<Manifest, readonly Cause[]>()
  const answer = (manifest: Manifest) => remembered(answers, manifest, () => answerTo(manifest, run))
  return {
    file,
    manifests,
    run,
    isInUse: (rule) => rules.has(rule),
    answer,
    podStart: (manifest) =>
      remembered(podStarts, manifest, () =>
        answer(manifest).accepted ? podStartFaults(manifest.object, run.target) : [],
      ),
  }
}

function remembered<Key, Value>(known: Map<Key, Value>, key: Key, find: () => Value): Value {
  const found = known.get(key)
  if (found !== undefined) return found
  const value = find()
  known.set(key, value)
  return value
}
