/** A DaemonSet's defaults (pkg/apis/apps/v1/defaults.go) and what its strategy resets (pkg/registry/apps/daemonset). */
import type { GoTypes } from '../kubernetes/go-types/index.js'
import type { JsonObject } from '../kubernetes/json.js'
import { semanticallyEqual } from '../kubernetes/semantic-equality.js'
import type { Target } from '../kubernetes/target.js'
import { dropDisabledTemplateFields } from './drop-disabled-fields.js'
import { pointerAt, setDefault, structAt } from './go-value.js'
import { defaultPodTemplate } from './pod-template.js'

/** The annotation in which apps/v1 carries the server's own templateGeneration (V-81). */
const templateGeneration = 'deprecated.daemonset.template.generation'

export function defaultDaemonSet(set: JsonObject, target: Target, old: JsonObject | undefined, types: GoTypes): void {
  const spec = structAt(set, 'spec')
  const strategy = structAt(spec, 'updateStrategy')
  setDefault(strategy, 'type', 'RollingUpdate')
  if (strategy['type'] === 'RollingUpdate') {
    const rollingUpdate = structAt(strategy, 'rollingUpdate')
    rollingUpdate['maxUnavailable'] ??= 1
    rollingUpdate['maxSurge'] ??= 0
  }
  // with another type both come to 0: the server's own type has no way to leave them out
  const unused = pointerAt(strategy, 'rollingUpdate')
  if (unused !== undefined) for (const name of ['maxUnavailable', 'maxSurge']) unused[name] ??= 0
  spec['revisionHistoryLimit'] ??= 10
  const template = structAt(spec, 'template')
  defaultPodTemplate(template, target)
  const oldSpec = old === undefined ? undefined : structAt(old, 'spec')
  dropDisabledTemplateFields(template, target, pointerAt(oldSpec, 'template'))
  set['status'] = old === undefined ? {} : structAt(old, 'status')
  countGenerations(set, spec, old, types)
}

function countGenerations(set: JsonObject, spec: JsonObject, old: JsonObject | undefined, types: GoTypes): void {
  const metadata = structAt(set, 'metadata')
  const annotations = structAt(metadata, 'annotations')
  if (old === undefined) {
    metadata['generation'] = 1
    annotations[templateGeneration] = String(Math.max(1, annotatedGeneration(set)))
    return
  }
  const oldSpec = structAt(old, 'spec')
  const templateChanged = !semanticallyEqual(oldSpec['template'], spec['template'], 'core/v1.PodTemplateSpec', types)
  const specChanged = templateChanged || !semanticallyEqual(oldSpec, spec, 'apps/v1.DaemonSetSpec', types)
  annotations[templateGeneration] = String(annotatedGeneration(old) + (templateChanged ? 1 : 0))
  if (specChanged) metadata['generation'] = Number(metadata['generation'] ?? 0) + 1
}

function annotatedGeneration(set: JsonObject): number {
  const text = pointerAt(pointerAt(set, 'metadata'), 'annotations')?.[templateGeneration]
  return typeof text === 'string' && /^[+-]?\d+$/.test(text) ? Number(text) : 0
}
