/**
 * A StatefulSet's defaults (pkg/apis/apps/v1/defaults.go) and what its strategy resets (pkg/registry/apps/statefulset).
 */
import type { GoTypes } from '../kubernetes/go-types/index.js'
import type { JsonObject } from '../kubernetes/json.js'
import { semanticallyEqual } from '../kubernetes/semantic-equality.js'
import type { Target } from '../kubernetes/target.js'
import { defaultClaim } from './claims.js'
import { dropDisabledTemplateFields } from './drop-disabled-fields.js'
import { objectsAt, pointerAt, setDefault, structAt, unset } from './go-value.js'
import { defaultPodTemplate } from './pod-template.js'

export function defaultStatefulSet(set: JsonObject, target: Target, old: JsonObject | undefined, types: GoTypes): void {
  const spec = structAt(set, 'spec')
  const oldSpec = old === undefined ? undefined : structAt(old, 'spec')
  setDefault(spec, 'podManagementPolicy', 'OrderedReady')
  defaultUpdateStrategy(structAt(spec, 'updateStrategy'), target)
  if (target.gates['StatefulSetAutoDeletePVC'] === true) {
    const policy = structAt(spec, 'persistentVolumeClaimRetentionPolicy')
    setDefault(policy, 'whenDeleted', 'Retain')
    setDefault(policy, 'whenScaled', 'Retain')
  }
  spec['replicas'] ??= 1
  spec['revisionHistoryLimit'] ??= 10
  const template = structAt(spec, 'template')
  defaultPodTemplate(template, target)
  for (const claim of objectsAt(spec, 'volumeClaimTemplates')) {
    defaultClaim(claim)
    claim['apiVersion'] = 'v1'
    claim['kind'] = 'PersistentVolumeClaim'
  }
  dropDisabledFields(spec, target, oldSpec)
  dropDisabledTemplateFields(template, target, pointerAt(oldSpec, 'template'))

  const metadata = structAt(set, 'metadata')
  set['status'] = old === undefined ? {} : structAt(old, 'status')
  if (oldSpec === undefined) metadata['generation'] = 1
  else if (!semanticallyEqual(oldSpec, spec, 'apps/v1.StatefulSetSpec', types))
    metadata['generation'] = Number(metadata['generation'] ?? 0) + 1
}

/** S-36: without a `type` a rollingUpdate block is made too, with one it stays as it is. */
function defaultUpdateStrategy(strategy: JsonObject, target: Target): void {
  if (strategy['type'] === undefined) {
    strategy['type'] = 'RollingUpdate'
    structAt(strategy, 'rollingUpdate')
  }
  const rollingUpdate = pointerAt(strategy, 'rollingUpdate')
  if (rollingUpdate === undefined) return
  // with another type the partition comes to 0 as well: the server's own type has no way to leave it out
  rollingUpdate['partition'] ??= 0
  if (strategy['type'] === 'RollingUpdate' && target.gates['MaxUnavailableStatefulSet'] === true)
    rollingUpdate['maxUnavailable'] ??= 1
}

/** dropStatefulSetDisabledFields; the gates of the other two fields are gone in later versions and count as on. */
function dropDisabledFields(spec: JsonObject, target: Target, old: JsonObject | undefined): void {
  const isOff = (gate: string): boolean => target.gates[gate] !== true
  const rollingUpdate = pointerAt(pointerAt(spec, 'updateStrategy'), 'rollingUpdate')
  const oldMaxUnavailable = pointerAt(pointerAt(old, 'updateStrategy'), 'rollingUpdate')?.['maxUnavailable']
  if (isOff('MaxUnavailableStatefulSet') && oldMaxUnavailable === undefined && rollingUpdate !== undefined)
    delete rollingUpdate['maxUnavailable']
  for (const [gate, name] of [
    ['StatefulSetAutoDeletePVC', 'persistentVolumeClaimRetentionPolicy'],
    ['StatefulSetStartOrdinal', 'ordinals'],
  ] as const) {
    if (isOff(gate) && pointerAt(old, name) === undefined) unset(spec, name)
  }
}
