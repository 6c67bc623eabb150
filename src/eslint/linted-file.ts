/** The file that ESLint is at: read once for all rules, and put into a run once for all rules. */
import { manifestsOf, readManifestFile } from '../manifest/index.js'
import { fileInRun, type FileInRun, type ReadManifests } from '../rule-kit/file-in-run.js'
import type { Run } from '../rule-kit/run.js'
import type { HostContext } from './host.js'

/** One walk of ESLint over a file: it creates every rule that is on before it walks, so then all have said so. */
class Walk {
  readonly #rules = new Set<string>()
  #file: FileInRun | undefined

  /** Whether a rule has looked at the file already. */
  get isUnderWay(): boolean {
    return this.#file !== undefined
  }

  announce(rule: string): void {
    this.#rules.add(rule)
  }

  /** The file as the rules of this walk look at it. */
  file(read: ReadManifests, run: () => Run): FileInRun {
    this.#file ??= fileInRun(read, run(), this.#rules)
    return this.#file
  }
}

/** ESLint gives the rules of a file nothing of their own to share: what they share is kept by its source code. */
const known = new WeakMap<object, { read?: ReadManifests; walk?: Walk }>()

type FileContext = Pick<HostContext, 'sourceCode' | 'filename'>

function knownOf(sourceCode: object): { read?: ReadManifests; walk?: Walk } {
  let found = known.get(sourceCode)
  if (found === undefined) known.set(sourceCode, (found = {}))
  return found
}

/**
 * The file that ESLint is at, and the Kubernetes objects in it. Rollcast's own parser and language have read it
 * already; where another parser or language owns the file (eslint-plugin-yml, \@eslint/json), its text is read here,
 * once.
 * @param path its path in the run.
 */
export function readManifestsOf({ sourceCode, filename }: FileContext, path: string): ReadManifests {
  const found = knownOf(sourceCode)
  if (found.read !== undefined) return found.read
  const file =
    sourceCode.manifestFile ??
    sourceCode.parserServices?.manifestFile ??
    readManifestFile(sourceCode.text, { fileName: filename })
  const read = { path, file, manifests: manifestsOf(file) }
  found.read = read
  return read
}

/** The walk to which a rule that ESLint creates belongs. */
export function walkOf({ sourceCode }: FileContext): Walk {
  const found = knownOf(sourceCode)
  // A source code that has been walked is linted again: its rules and its settings may be others now.
  if (found.walk === undefined || found.walk.isUnderWay) found.walk = new Walk()
  return found.walk
}
