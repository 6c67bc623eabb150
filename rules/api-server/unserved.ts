import { asObject, asString, isObject } from '../../src/kubernetes/json.js'
import type { Manifest, ManifestFile, TextRange } from '../../src/manifest/types.js'

const setKinds = ['DaemonSet', 'StatefulSet']

/** The version under which Kubernetes serves a kind today. */
export function servedVersionOf(kind: string): string {
  if (kind === 'PodDisruptionBudget') return 'policy/v1'
  return kind === 'HorizontalPodAutoscaler' ? 'autoscaling/v2' : 'apps/v1'
}

/** `Daemonset`, `statefulSet`: the kind that was meant. */
export function wronglyNamedKind({ apiVersion, kind }: Manifest): string | undefined {
  if (!apiVersion.startsWith('apps/')) return undefined
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
    if (!isObject(value) || !setKinds.includes(asString(value.kind) ?? '') || asString(value.apiVersion)) return []
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
