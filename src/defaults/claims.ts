/** Defaults of claims and claim templates: SetDefaults_PersistentVolumeClaim, SetDefaults_PersistentVolumeClaimSpec. */
import { asList, type JsonObject } from '../kubernetes/json.js'
import type { Target } from '../kubernetes/target.js'
import { isUnset, pointerAt, setDefault, structAt } from './go-value.js'
import { roundResourceList, roundResources } from './resource-lists.js'

/** Fills in the defaults of a decoded PersistentVolumeClaim, in place. */
export function defaultClaim(claim: JsonObject): void {
  const status = structAt(claim, 'status')
  setDefault(status, 'phase', 'Pending')
  defaultClaimSpec(structAt(claim, 'spec'))
  roundResourceList(pointerAt(status, 'capacity'))
  roundResourceList(pointerAt(status, 'allocatedResources'))
}

export function defaultClaimSpec(spec: JsonObject): void {
  spec['volumeMode'] ??= 'Filesystem'
  roundResources(pointerAt(spec, 'resources'))
}

/** A claim that stands alone, with what its strategy resets (pkg/registry/core/persistentvolumeclaim). */
export function defaultClaimObject(claim: JsonObject, target: Target, old: JsonObject | undefined): void {
  defaultClaim(claim)
  const spec = structAt(claim, 'spec')
  const oldSpec = pointerAt(old, 'spec')
  if (target.gates['VolumeAttributesClass'] !== true && oldSpec?.['volumeAttributesClassName'] === undefined)
    delete spec['volumeAttributesClassName']
  const reference = pointerAt(spec, 'dataSourceRef')
  if (
    target.gates['CrossNamespaceVolumeDataSource'] !== true &&
    !isUnset(reference?.['namespace']) &&
    oldSpec?.['dataSourceRef'] === undefined
  )
    delete spec['dataSourceRef']
  keepKnownDataSource(spec, oldSpec)
  copyDataSource(spec)
  if (old === undefined) protect(structAt(claim, 'metadata'))
  claim['status'] = old === undefined ? { phase: 'Pending' } : structAt(old, 'status')
}

/** EnforceDataSourceBackwardsCompatibility: a dataSource is a claim or a snapshot, or it is lost without a word. */
function keepKnownDataSource(spec: JsonObject, old: JsonObject | undefined): void {
  if (old?.['dataSource'] !== undefined || old?.['dataSourceRef'] !== undefined || spec['dataSourceRef'] !== undefined)
    return
  const source = pointerAt(spec, 'dataSource')
  const isClaim = source?.['kind'] === 'PersistentVolumeClaim' && isUnset(source['apiGroup'])
  const isSnapshot = source?.['kind'] === 'VolumeSnapshot' && source['apiGroup'] === 'snapshot.storage.k8s.io'
  if (!isClaim && !isSnapshot) delete spec['dataSource']
}

/** NormalizeDataSources: each of the two fields is filled in from the other. */
function copyDataSource(spec: JsonObject): void {
  const source = pointerAt(spec, 'dataSource')
  const reference = pointerAt(spec, 'dataSourceRef')
  if (source !== undefined && reference === undefined) spec['dataSourceRef'] = { ...source }
  if (source === undefined && reference !== undefined && isUnset(reference['namespace'])) {
    const { namespace: _, ...copied } = reference
    spec['dataSource'] = copied
  }
}

/** The admission plug-in StorageObjectInUseProtection, on by default: no claim goes while a pod uses it. */
function protect(metadata: JsonObject): void {
  const finalizers = asList(metadata['finalizers'])
  if (!finalizers.includes(protection)) metadata['finalizers'] = [...finalizers, protection]
}

const protection = 'kubernetes.io/pvc-protection'
