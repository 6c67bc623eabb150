/** The rules for the kinds of volumes that are in use today; the plug-ins of old are in legacy-volume-sources.ts. */
import { asObject, type JsonObject } from '../../kubernetes/json.js'
import { byteLength, dnsSubdomainFaults } from '../../kubernetes/names.js'
import { atLeast } from '../../kubernetes/versions.js'
import type { Cause } from '../answer.js'
import { validateClaimSpec } from '../claim-template.js'
import { child, forbidden, invalid, required, type Field } from '../field.js'
import { tooLongBytes, validateAnnotations, validateLabels } from '../labels.js'
import { invalidEach, validateNoBacksteps, validateOneOf, validateRequired, writtenAs } from './fields.js'
import { legacyVolumeSourceRules } from './legacy-volume-sources.js'
import { validatePullPolicy } from './pull-policy.js'
import { validateProjected } from './projected.js'
import { isSet, objectAt, objectsAt, text } from './read.js'
import {
  validateDownwardApiFile,
  validateFileMode,
  validateKeyToPath,
  validateUser,
  type SourceContext,
  type SourceRule,
} from './volume-files.js'

const hostPathTypes = [
  '',
  'BlockDevice',
  'CharDevice',
  'Directory',
  'DirectoryOrCreate',
  'File',
  'FileOrCreate',
  'Socket',
]

function validateHostPath(source: JsonObject, at: Field, { target }: SourceContext): Cause[] {
  const path = text(source, 'path')
  if (path === '') return [required(child(at, 'path'), '')]
  return [
    ...validateNoBacksteps(path, child(at, 'path')),
    ...validateOneOf(text(source, 'type'), hostPathTypes, child(at, 'type'), target),
  ]
}

/** A Secret or a ConfigMap as files. */
const filesOf =
  (nameKey: string): SourceRule =>
  (source, at) => [
    ...validateRequired(source, [nameKey], at),
    ...validateFileMode(source, 'defaultMode', at),
    ...validateUser(source, 'defaultUser', at),
    ...objectsAt(source, 'items').flatMap((item, index) => validateKeyToPath(item, child(at, 'items', index))),
  ]

function validateCsi(source: JsonObject, at: Field, { target }: SourceContext): Cause[] {
  const driver = text(source, 'driver')
  const place = child(at, 'driver')
  const causes: Cause[] = []
  if (driver === '') causes.push(required(place, ''))
  // up to 1.34 an absent name is also held to be malformed
  if (driver !== '' || !atLeast(target.version, 35)) {
    if (byteLength(driver) > 63) causes.push(tooLongBytes(place, 63, target))
    causes.push(...invalidEach(place, driver, dnsSubdomainFaults(driver.toLowerCase())))
  }
  const secret = objectAt(source, 'nodePublishSecretRef')
  if (secret === undefined) return causes
  const name = text(secret, 'name')
  const nameAt = child(at, 'nodePublishSecretRef', 'name')
  if (name === '') causes.push(required(nameAt, ''))
  else causes.push(...invalidEach(writtenAs(nameAt, child(at, 'name')), name, dnsSubdomainFaults(name)))
  return causes
}

/**
 * The metadata of a claim that a pod makes for itself: labels and annotations, nothing else
 * (ValidateTemplateObjectMeta).
 */
const forbiddenMeta = [
  'name',
  'generateName',
  'namespace',
  'selfLink',
  'uid',
  'resourceVersion',
  'generation',
  'creationTimestamp',
  'deletionTimestamp',
  'deletionGracePeriodSeconds',
  'ownerReferences',
  'finalizers',
  'managedFields',
]

function validateEphemeral(source: JsonObject, at: Field, { target }: SourceContext): Cause[] {
  const template = objectAt(source, 'volumeClaimTemplate')
  const place = child(at, 'volumeClaimTemplate')
  if (template === undefined) return [required(place, '')]
  const meta = asObject(template.metadata)
  const metaAt = child(place, 'metadata')
  return [
    ...validateAnnotations(meta.annotations, child(metaAt, 'annotations'), target),
    ...validateLabels(meta.labels, child(metaAt, 'labels'), target),
    ...forbiddenMeta
      .filter((key) => isSet(meta, key))
      .map((key) => {
        // the server makes the name from the Go field's: `UID` becomes `uID`
        return forbidden(writtenAs(child(metaAt, key), child(metaAt, key === 'uid' ? 'uID' : key)), 'cannot be set')
      }),
    ...validateClaimSpec(asObject(template.spec), child(place, 'spec'), target),
  ]
}

/** A rule for each kind of volume, by its name in the manifest. */
export const volumeSourceRules = {
  ...legacyVolumeSourceRules,
  hostPath: validateHostPath,
  secret: filesOf('secretName'),
  configMap: filesOf('name'),
  nfs: (source, at) => {
    const path = text(source, 'path')
    const causes = validateRequired(source, ['server', 'path'], at)
    return path.startsWith('/') ? causes : [...causes, invalid(child(at, 'path'), path, 'must be an absolute path')]
  },
  persistentVolumeClaim: (source, at) => validateRequired(source, ['claimName'], at),
  downwardAPI: (source, at, context) => [
    ...validateFileMode(source, 'defaultMode', at),
    ...validateUser(source, 'defaultUser', at),
    ...objectsAt(source, 'items').flatMap((file, index) =>
      validateDownwardApiFile(file, child(at, 'items', index), at, context),
    ),
  ],
  projected: validateProjected,
  csi: validateCsi,
  ephemeral: validateEphemeral,
  image: (source, at, { options, target }) => [
    ...(options.allowEmptyImageVolumeReference ? [] : validateRequired(source, ['reference'], at)),
    ...validatePullPolicy(text(source, 'pullPolicy'), child(at, 'pullPolicy'), target),
  ],
} as const satisfies Readonly<Record<string, SourceRule>>
