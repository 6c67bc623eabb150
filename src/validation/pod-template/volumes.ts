/** The rules for the volumes of a pod (ValidateVolumes, validateVolumeSource). */
import { isObject, type JsonObject } from '../../kubernetes/json.js'
import { byteLength } from '../../kubernetes/names.js'
import { compareQuantities } from '../../kubernetes/quantity.js'
import type { Target } from '../../kubernetes/target.js'
import { atLeast } from '../../kubernetes/versions.js'
import type { Cause } from '../answer.js'
import { child, duplicate, forbidden, invalid, required, type Field } from '../field.js'
import { validateDnsLabel, writtenAs } from './fields.js'
import { isSet, number, text } from './read.js'
import type { SourceContext } from './volume-files.js'
import { volumeSourceRules } from './volume-sources.js'

/** The volumes that are well formed, by name, and the faults of the others. */
export interface CheckedVolumes {
  readonly volumes: ReadonlyMap<string, JsonObject>
  readonly causes: readonly Cause[]
}

export function validateVolumes(volumes: readonly JsonObject[], at: Field, context: SourceContext): CheckedVolumes {
  const known = new Map<string, JsonObject>()
  const causes: Cause[] = []
  for (const [index, volume] of volumes.entries()) {
    const place = child(at, index)
    const name = text(volume, 'name')
    const own = validateVolumeSource(volume, name, place, context)
    if (name === '') own.push(required(child(place, 'name'), ''))
    else own.push(...validateDnsLabel(name, child(place, 'name')))
    if (known.has(name)) own.push(duplicate(child(place, 'name'), name))
    if (own.length === 0) known.set(name, volume)
    causes.push(...own)
  }
  return { volumes: known, causes }
}

/** The kinds of volumes in the order in which the server looks at them, and the odd names that it has for some. */
const sourceOrder = [
  'hostPath',
  'gitRepo',
  'gcePersistentDisk',
  'awsElasticBlockStore',
  'secret',
  'nfs',
  'iscsi',
  'glusterfs',
  'flocker',
  'persistentVolumeClaim',
  'rbd',
  'cinder',
  'cephfs',
  'quobyte',
  'downwardAPI',
  'fc',
  'flexVolume',
  'configMap',
  'azureFile',
  'vsphereVolume',
  'photonPersistentDisk',
  'portworxVolume',
  'azureDisk',
  'storageos',
  'projected',
  'scaleIO',
  'csi',
  'ephemeral',
  'image',
] as const
const nameWhenSecond: Readonly<Record<string, string>> = { cephfs: 'cephFS', downwardAPI: 'downwarAPI' }
const nameOfRules: Readonly<Record<string, string>> = { gcePersistentDisk: 'persistentDisk' }

function validateVolumeSource(volume: JsonObject, name: string, at: Field, context: SourceContext): Cause[] {
  const causes: Cause[] = []
  let chosen = false
  if (isObject(volume.emptyDir)) {
    chosen = true
    causes.push(...validateEmptyDir(volume.emptyDir, child(at, 'emptyDir')))
  }
  for (const kind of sourceOrder) {
    const source = volume[kind]
    if (!isObject(source) || (kind === 'image' && !imagesAreVolumes(context.target))) continue
    const place = child(at, kind)
    if (chosen)
      causes.push(
        forbidden(writtenAs(place, child(at, nameWhenSecond[kind] ?? kind)), 'may not specify more than 1 volume type'),
      )
    else
      causes.push(
        ...renamed(volumeSourceRules[kind](source, place, context), place, child(at, nameOfRules[kind] ?? kind)),
      )
    chosen = true
    if (kind === 'iscsi') causes.push(...validateIscsiName(source, name, at))
  }
  return chosen ? causes : [...causes, required(at, 'must specify a volume type')]
}

/** Puts the server's name for a volume's kind in place of the real one. */
function renamed(causes: readonly Cause[], place: Field, name: Field): Cause[] {
  return causes.map((cause) =>
    cause.field.startsWith(place.field)
      ? { ...cause, field: name.field + cause.field.slice(place.field.length) }
      : cause,
  )
}

/** In 1.31 the rules for image volumes are asked only where the gate is on; before that there are none. */
function imagesAreVolumes(target: Target): boolean {
  return atLeast(target.version, 32) || (atLeast(target.version, 31) && target.gates.ImageVolume === true)
}

function validateEmptyDir(source: JsonObject, at: Field): Cause[] {
  const causes: Cause[] = []
  const limit = source.sizeLimit
  if ((typeof limit === 'string' || typeof limit === 'number') && compareQuantities(limit, 0) < 0) {
    causes.push(forbidden(child(at, 'sizeLimit'), 'SizeLimit field must be a valid resource quantity'))
  }
  const mode = number(source, 'mode')
  if (isSet(source, 'mode') && (mode < 0 || mode > 0o1777))
    causes.push(invalid(child(at, 'mode'), mode, 'must be a number between 0 and 01777 (octal), both inclusive'))
  return causes
}

function validateIscsiName(source: JsonObject, name: string, at: Field): Cause[] {
  if (!isSet(source, 'initiatorName') || byteLength(`${name}:${text(source, 'targetPortal')}`) <= 64) return []
  return [
    invalid(
      child(at, 'name'),
      name,
      'Total length of <volume name>:<iscsi.targetPortal> must be under 64 characters if iscsi.initiatorName is specified.',
    ),
  ]
}
