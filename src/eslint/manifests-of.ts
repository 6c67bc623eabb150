import {
  manifestsOf as manifestsOfFile,
  readManifestFile,
  type Manifest,
  type ManifestFile,
} from '../manifest/index.js'
import type { HostContext } from './host.js'

/** A file under ESLint: its text, read once for all rules, and the Kubernetes objects in it. */
export interface LintedFile {
  readonly file: ManifestFile
  readonly manifests: readonly Manifest[]
}

const linted = new WeakMap<object, LintedFile>()

/**
 * The file that ESLint is at. Rollcast's own parser and language have read it already; where another parser or language
 * owns the file (eslint-plugin-yml, \@eslint/json), its text is read here, once.
 */
export function lintedFileOf(context: Pick<HostContext, 'sourceCode' | 'filename'>): LintedFile {
  const { sourceCode } = context
  let found = linted.get(sourceCode)
  if (found === undefined) {
    const file =
      sourceCode.manifestFile ??
      sourceCode.parserServices?.manifestFile ??
      readManifestFile(sourceCode.text, { fileName: context.filename })
    found = { file, manifests: manifestsOfFile(file) }
    linted.set(sourceCode, found)
  }
  return found
}

/** The Kubernetes objects of the file that ESLint is at. */
export function manifestsOf(context: Pick<HostContext, 'sourceCode' | 'filename'>): readonly Manifest[] {
  return lintedFileOf(context).manifests
}
