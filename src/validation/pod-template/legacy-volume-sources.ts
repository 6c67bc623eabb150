/** The rules for volume plug-ins of old, most of them without function in the versions of today. */
import type { JsonObject } from '../../kubernetes/json.js'
import { byteLength, rangeFault } from '../../kubernetes/names.js'
import type { Cause } from '../answer.js'
import { child, invalid, keyed, notSupported, required, type Field } from '../field.js'
import { goValue } from '../go-value.js'
import { validateDescendingPath, validateDnsLabel, validateOneOf, validateRequired, writtenAs } from './fields.js'
import { entriesOf, isSet, isTrue, number, objectAt, stringsAt, text } from './read.js'
import type { SourceContext, SourceRule } from './volume-files.js'

const requires =
  (...keys: string[]): SourceRule =>
  (source, at) =>
    validateRequired(source, keys, at)

/** A disk of a cloud, or a part of it. */
const diskOf =
  (idKey: string): SourceRule =>
  (source, at) => {
    const partition = number(source, 'partition')
    const causes = validateRequired(source, [idKey], at)
    return partition < 0 || partition > 255
      ? [...causes, invalid(child(at, 'partition'), partition, rangeFault(1, 255))]
      : causes
  }

function validateSecretName(source: JsonObject, at: Field): Cause[] {
  const secret = objectAt(source, 'secretRef')
  return secret !== undefined && text(secret, 'name') === '' ? [required(child(at, 'secretRef', 'name'), '')] : []
}

function validateIscsi(source: JsonObject, at: Field): Cause[] {
  const [iqn, lun] = [text(source, 'iqn'), number(source, 'lun')]
  const causes = validateRequired(source, ['targetPortal', 'iqn'], at)
  if (iqn !== '') causes.push(...validateIqn(iqn, child(at, 'iqn')))
  if (lun < 0 || lun > 255) causes.push(invalid(child(at, 'lun'), lun, rangeFault(0, 255)))
  if ((isTrue(source, 'chapAuthDiscovery') || isTrue(source, 'chapAuthSession')) && !isSet(source, 'secretRef'))
    causes.push(required(child(at, 'secretRef'), ''))
  if (isSet(source, 'initiatorName'))
    causes.push(
      ...validateIqn(text(source, 'initiatorName'), writtenAs(child(at, 'initiatorName'), child(at, 'initiatorname'))),
    )
  return causes
}

function validateIqn(name: string, at: Field): Cause[] {
  const patterns: Readonly<Record<string, RegExp>> = {
    iqn: /iqn\.\d{4}-\d{2}\.([0-9A-Za-z\-.]+)(:[^,;*&$|\t\n\f\r ]+)$/,
    eui: /^eui.[0-9A-Za-z]{16}$/,
    naa: /^naa.[0-9A-Za-z]{32}$/,
  }
  const pattern = patterns[name.slice(0, 3)]
  if (pattern === undefined) return [invalid(at, name, 'must be valid format starting with iqn, eui, or naa')]
  return pattern.test(name) ? [] : [invalid(at, name, 'must be valid format')]
}

function validateFlocker(source: JsonObject, at: Field): Cause[] {
  const [name, id] = [text(source, 'datasetName'), text(source, 'datasetUUID')]
  const causes: Cause[] = []
  if (name === '' && id === '') causes.push(required(at, 'one of datasetName and datasetUUID is required'))
  if (name !== '' && id !== '')
    causes.push(invalid(at, 'resource', 'datasetName and datasetUUID can not be specified simultaneously'))
  if (name.includes('/')) causes.push(invalid(child(at, 'datasetName'), name, "must not contain '/'"))
  return causes
}

function validateQuobyte(source: JsonObject, at: Field): Cause[] {
  const registry = text(source, 'registry')
  const words = 'must be a host:port pair or multiple pairs separated by commas'
  const causes: Cause[] = []
  if (registry === '') causes.push(required(child(at, 'registry'), words))
  else if (byteLength(text(source, 'tenant')) >= 65)
    causes.push(required(child(at, 'tenant'), 'must be a UUID and may not exceed a length of 64 characters'))
  else
    for (const pair of registry.split(','))
      if (!isHostAndPort(pair)) causes.push(invalid(child(at, 'registry'), registry, words))
  return [...causes, ...validateRequired(source, ['volume'], at)]
}

/** net.SplitHostPort: an IPv6 address stands in brackets. */
function isHostAndPort(pair: string): boolean {
  return /^(?:\[[^[\]]*\]|[^:[\]]*):[^:[\]]*$/.test(pair)
}

function validateFibreChannel(source: JsonObject, at: Field, { target }: SourceContext): Cause[] {
  const [wwns, wwids, lun] = [stringsAt(source, 'targetWWNs'), stringsAt(source, 'wwids'), number(source, 'lun')]
  const causes: Cause[] = []
  if (wwns.length === 0 && wwids.length === 0)
    causes.push(required(child(at, 'targetWWNs'), 'must specify either targetWWNs or wwids, but not both'))
  if (wwns.length > 0 && wwids.length > 0) {
    causes.push(
      invalid(
        child(at, 'targetWWNs'),
        goValue('[]string', wwns, target),
        'targetWWNs and wwids can not be specified simultaneously',
      ),
    )
  }
  if (wwns.length === 0) return causes
  if (!isSet(source, 'lun')) causes.push(required(child(at, 'lun'), 'lun is required if targetWWNs is specified'))
  else if (lun < 0 || lun > 255) causes.push(invalid(child(at, 'lun'), lun, rangeFault(0, 255)))
  return causes
}

function validateFlexVolume(source: JsonObject, at: Field): Cause[] {
  const causes = validateRequired(source, ['driver'], at)
  for (const [key] of entriesOf(source.options)) {
    const namespace = `.${(key.split('/', 1)[0] ?? '').toLowerCase()}`
    if (!namespace.endsWith('.kubernetes.io') && !namespace.endsWith('.k8s.io')) continue
    causes.push(invalid(keyed(child(at, 'options'), key), key, 'kubernetes.io and k8s.io namespaces are reserved'))
  }
  return causes
}

function validateAzureDisk(source: JsonObject, at: Field, { target }: SourceContext): Cause[] {
  const [uri, cachingMode, kind] = [text(source, 'diskURI'), text(source, 'cachingMode'), text(source, 'kind')]
  const causes = validateRequired(source, ['diskName', 'diskURI'], at)
  const among = (key: string, value: string, values: readonly string[]): void => {
    if (isSet(source, key)) causes.push(...validateOneOf(value, values, child(at, key), target))
  }
  among('cachingMode', cachingMode, ['None', 'ReadOnly', 'ReadWrite'])
  among('kind', kind, ['Dedicated', 'Managed', 'Shared'])
  if (isSet(source, 'kind')) {
    const managed = kind === 'Managed'
    if (managed && !uri.startsWith('/subscriptions/')) {
      causes.push(
        notSupported(child(at, 'diskURI'), uri, [
          '/subscriptions/{sub-id}/resourcegroups/{group-name}/providers/microsoft.compute/disks/{disk-id}',
        ]),
      )
    }
    if (!managed && !uri.startsWith('https://')) {
      causes.push(
        notSupported(child(at, 'diskURI'), uri, [
          'https://{account-name}.blob.core.windows.net/{container-name}/{disk-name}.vhd',
        ]),
      )
    }
  }
  return causes
}

function validateStorageOs(source: JsonObject, at: Field): Cause[] {
  const [name, namespace] = [text(source, 'volumeName'), text(source, 'volumeNamespace')]
  const causes = name === '' ? [required(child(at, 'volumeName'), '')] : validateDnsLabel(name, child(at, 'volumeName'))
  if (namespace !== '') causes.push(...validateDnsLabel(namespace, child(at, 'volumeNamespace')))
  return [...causes, ...validateSecretName(source, at)]
}

function validateMonitors(source: JsonObject, at: Field): Cause[] {
  return stringsAt(source, 'monitors').length === 0 ? [required(child(at, 'monitors'), '')] : []
}

export const legacyVolumeSourceRules = {
  gitRepo: (source, at) => [
    ...validateRequired(source, ['repository'], at),
    ...validateDescendingPath(text(source, 'directory'), child(at, 'directory')),
  ],
  gcePersistentDisk: diskOf('pdName'),
  awsElasticBlockStore: diskOf('volumeID'),
  iscsi: validateIscsi,
  glusterfs: requires('endpoints', 'path'),
  flocker: validateFlocker,
  rbd: (source, at) => [...validateMonitors(source, at), ...validateRequired(source, ['image'], at)],
  cinder: (source, at) => [...validateRequired(source, ['volumeID'], at), ...validateSecretName(source, at)],
  cephfs: validateMonitors,
  quobyte: validateQuobyte,
  fc: validateFibreChannel,
  flexVolume: validateFlexVolume,
  azureFile: requires('secretName', 'shareName'),
  vsphereVolume: requires('volumePath'),
  photonPersistentDisk: requires('pdID'),
  portworxVolume: requires('volumeID'),
  azureDisk: validateAzureDisk,
  storageos: validateStorageOs,
  scaleIO: requires('gateway', 'system', 'volumeName'),
} as const satisfies Readonly<Record<string, SourceRule>>
