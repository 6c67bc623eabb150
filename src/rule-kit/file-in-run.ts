/** One file of a run, with what its rules ask together: the answers of the API server are worked out once for all. */
import { manifestsOf, readManifestFile } from '../manifest/index.js'
import type { Manifest, ManifestFile } from '../manifest/types.js'
import { podStartFaults } from '../validation/apps/pod-start.js'
import type { Answer, Cause } from '../validation/answer.js'
import type { RunObject } from '../objects/run-object.js'
import { objectsSeenFrom, type RunObjects } from '../objects/run-objects.js'
import { answerTo } from './answers.js'
import type { Run } from './run.js'

/** A file, read, and the Kubernetes objects in it. */
export interface ReadManifests {
  /** Its path as the run's index has it. */
  readonly path: string
  readonly file: ManifestFile
  readonly manifests: readonly Manifest[]
}

/** A file as the rules look at it. */
export interface FileInRun extends ReadManifests {
  readonly run: Run
  /** The objects of the run as this file sees them. */
  readonly objects: RunObjects & { of(manifest: Manifest): RunObject | undefined }
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
 * Reads a file's text for the rules.
 * @param path its path in the run.
 */
export function readManifests(path: string, text: string): ReadManifests {
  const file = readManifestFile(text, { fileName: path })
  return { path, file, manifests: manifestsOf(file) }
}

/**
 * Puts a file into a run.
 * @param rules the names of the rules that are on for it.
 */
export function fileInRun({ path, file, manifests }: ReadManifests, run: Run, rules: ReadonlySet<string>): FileInRun {
  let objects: FileInRun['objects'] | undefined
  const answers = new Map<Manifest, Answer>()
  const podStarts = new Map<Manifest, readonly Cause[]>()
  const answer = (manifest: Manifest) => remembered(answers, manifest, () => answerTo(manifest, run))
  return {
    path,
    file,
    manifests,
    run,
    get objects() {
      objects ??= objectsSeenFrom(path, file, manifests, run.index())
      return objects
    },
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
