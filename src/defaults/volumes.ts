/** Defaults of a pod's volumes: SetDefaults_Volume and what zz_generated.defaults.go sets in each kind of source. */
import type { JsonObject, JsonValue } from '../kubernetes/json.js'
import type { Target } from '../kubernetes/target.js'
import { defaultClaimSpec } from './claims.js'
import { objectsAt, pointerAt, setDefault, structAt } from './go-value.js'
import { isLatest } from './image-name.js'

/** Text fields that are filled in where they are empty. */
const texts: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  iscsi: { iscsiInterface: 'default' },
  rbd: { pool: 'rbd', user: 'admin', keyring: '/etc/ceph/keyring' },
  scaleIO: { storageMode: 'ThinProvisioned', fsType: 'xfs' },
}
/** Pointers that are filled in where they are nil. */
const pointers: Readonly<Record<string, Readonly<Record<string, JsonValue>>>> = {
  hostPath: { type: '' },
  secret: { defaultMode: 0o644 },
  configMap: { defaultMode: 0o644 },
  downwardAPI: { defaultMode: 0o644 },
  projected: { defaultMode: 0o644 },
  azureDisk: { cachingMode: 'ReadWrite', fsType: 'ext4', readOnly: false, kind: 'Shared' },
}

/** Fills in the defaults of one decoded volume, in place. */
export function defaultVolume(volume: JsonObject, target: Target): void {
  if (Object.keys(volume).every((name) => name === 'name')) volume['emptyDir'] = {}
  for (const [name, defaults] of Object.entries(texts)) {
    const source = pointerAt(volume, name)
    if (source !== undefined) for (const [field, text] of Object.entries(defaults)) setDefault(source, field, text)
  }
  for (const [name, defaults] of Object.entries(pointers)) {
    const source = pointerAt(volume, name)
    if (source !== undefined) for (const [field, value] of Object.entries(defaults)) source[field] ??= value
  }
  defaultDownwardItems(pointerAt(volume, 'downwardAPI'))
  for (const source of objectsAt(pointerAt(volume, 'projected'), 'sources')) {
    defaultDownwardItems(pointerAt(source, 'downwardAPI'))
    const token = pointerAt(source, 'serviceAccountToken')
    if (token !== undefined) token['expirationSeconds'] ??= 3600
  }
  const claim = pointerAt(pointerAt(volume, 'ephemeral'), 'volumeClaimTemplate')
  if (claim !== undefined) defaultClaimSpec(structAt(claim, 'spec'))
  const image = pointerAt(volume, 'image')
  if (image !== undefined && target.gates['ImageVolume'] === true) {
    const { reference } = image
    setDefault(
      image,
      'pullPolicy',
      isLatest(typeof reference === 'string' ? reference : '') ? 'Always' : 'IfNotPresent',
    )
  }
}

function defaultDownwardItems(source: JsonObject | undefined): void {
  for (const item of objectsAt(source, 'items')) defaultFieldRef(pointerAt(item, 'fieldRef'))
}

/** SetDefaults_ObjectFieldSelector. */
export function defaultFieldRef(fieldRef: JsonObject | undefined): void {
  if (fieldRef !== undefined) setDefault(fieldRef, 'apiVersion', 'v1')
}
