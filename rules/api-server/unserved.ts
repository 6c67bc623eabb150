import { asObject, asString, isObject } from '../../src/kubernetes/json.js'
import { groupOf, kindNamed, setKinds } from '../../src/kubernetes/kinds.js'
import type { Manifest, ManifestFile, TextRange } from '../../src/manifest/types.js'

/** The version under which Kubernetes serves a kind today: `apps/v1`. */
export function servedVersionOf(kind: string): string {
  return kindNamed(kind)?.served[0] ?? ''
}

/** `Daemonset`, `statefulSet`: the kind that was meant. */
export function wronglyNamedKind({ apiVersion, kind }: Manifest): string | undefined {
  if (groupOf(apiVersion) !== 'apps') return undefined
  return setKinds.find((known) => known !== kind && known.toLowerCase() === kind.toLowerCase())
}

export interface UnnamedSet {
  /** `DaemonSet/agent` */
  readonly object: string
  readonly range: TextRange
  /** Where an apiVersion can be written for sure: before the kind, where that has a line of its own. */
  readonly insertAt: TextRange | undefined
}

/** Sets without an apiVersion: the server knows no such resource. They are no manifests for any other rule. */
export function unnamedSetsIn(file: ManifestFile): UnnamedSet[] {
  return file.documents.flatMap((document) => {
    const { value } = document
    if (!isObject(value) || !setKinds.some((kind) => kind === value.kind) || asString(value.apiVersion)) return []
    const range = document.rangeOf(['kind'], 'key')
    const isFree =
      value.apiVersion === undefined &&
      file.kind === 'yaml' &&
      (range.start === 0 || file.text[range.start - 1] === '\n')
    const name = asString(asObject(value.metadata).name) ?? ''
    return [
      {
        object: `${String(value.kind)}/${name}`,
        range,
        insertAt: isFree ? { start: range.start, end: range.start } : undefined,
      },
    ]
  })
}
