/** The rules for projected volumes (validateProjectionSources). */
import { isObject, type JsonObject } from '../../kubernetes/json.js'
import { qualifiedNameFaults } from '../../kubernetes/names.js'
import { atLeast } from '../../kubernetes/versions.js'
import type { Cause } from '../answer.js'
import { child, forbidden, invalid, notSupported, required, type Field } from '../field.js'
import { goValue } from '../go-value.js'
import { validateAnnotationsSize, validateLabelSelector } from '../labels.js'
import { invalidEach, validateNonReservedPath, validateRequired, writtenAs } from './fields.js'
import { entriesOf, isSet, number, objectAt, objectsAt, text } from './read.js'
import { isKubernetesSigner, validateSignerName, validateTrustBundleName } from './signer-name.js'
import {
  validateDownwardApiFile,
  validateFileMode,
  validateKeyToPath,
  validateUser,
  type SourceContext,
} from './volume-files.js'

/** What one source's rule is asked with. */
interface Source {
  readonly source: JsonObject
  /** The source itself: `projected.sources[0].secret`. */
  readonly at: Field
  /** The volume: the server names it for some faults of a source. */
  readonly volume: Field
  /** The paths of all sources up to here. */
  readonly paths: Set<string>
  readonly context: SourceContext
}

export function validateProjected(projected: JsonObject, at: Field, context: SourceContext): Cause[] {
  const causes = [...validateFileMode(projected, 'defaultMode', at), ...validateUser(projected, 'defaultUser', at)]
  const paths = new Set<string>()
  for (const [index, sources] of objectsAt(projected, 'sources').entries()) {
    const place = child(at, 'sources', index)
    let chosen = 0
    for (const [kind, rule] of Object.entries(sourceRules)) {
      const source = sources[kind]
      if (!isObject(source)) continue
      chosen++
      causes.push(...rule({ source, at: child(place, kind), volume: at, paths, context }))
    }
    if (chosen > 1)
      causes.push(
        forbidden(
          place,
          `may not specify more than 1 volume type${atLeast(context.target.version, 31) ? ' per source' : ''}`,
        ),
      )
  }
  return causes
}

const sourceRules: Readonly<Record<string, (source: Source) => Cause[]>> = {
  secret: validateKeys,
  configMap: validateKeys,
  downwardAPI: validateDownwardApi,
  serviceAccountToken: validateToken,
  clusterTrustBundle: validateTrustBundle,
  podCertificate: validatePodCertificate,
}

/** A path that another source has already. The server names the volume; the value is not always the path. */
function takePath(path: string, value: string, place: Field, { volume, paths }: Source): Cause[] {
  if (paths.has(path)) return [invalid(writtenAs(place, volume), value, 'conflicting duplicate paths')]
  paths.add(path)
  return []
}

function validateKeys(projection: Source): Cause[] {
  const { source, at } = projection
  const causes = validateRequired(source, ['name'], at)
  for (const [index, item] of objectsAt(source, 'items').entries()) {
    const place = child(at, 'items', index)
    const path = text(item, 'path')
    causes.push(...validateKeyToPath(item, place))
    if (path !== '') causes.push(...takePath(path, text(source, 'name'), child(place, 'path'), projection))
  }
  return causes
}

function validateDownwardApi(projection: Source): Cause[] {
  const { source, at, context } = projection
  return objectsAt(source, 'items').flatMap((file, index) => {
    const place = child(at, 'items', index)
    const path = text(file, 'path')
    const causes = validateDownwardApiFile(file, place, at, context)
    return path === '' ? causes : [...causes, ...takePath(path, path, child(place, 'path'), projection)]
  })
}

function validateToken({ source, at, volume, context }: Source): Cause[] {
  const place = child(at, 'expirationSeconds')
  const seconds = number(source, 'expirationSeconds')
  const causes: Cause[] = []
  if (!isSet(source, 'expirationSeconds') && atLeast(context.target.version, 37)) causes.push(required(place, ''))
  else if (seconds < 600) causes.push(invalid(place, seconds, 'may not specify a duration less than 10 minutes'))
  else if (seconds > 2 ** 32)
    causes.push(invalid(place, seconds, 'may not specify a duration larger than 2^32 seconds'))
  const path = text(source, 'path')
  const pathAt = writtenAs(child(at, 'path'), child(volume, 'path'))
  if (path === '') causes.push(required(pathAt, ''))
  else if (!context.options.allowNonLocalProjectedTokenPath) causes.push(...validateNonReservedPath(path, pathAt))
  return [...causes, ...validateUser(source, 'user', at)]
}

function validateTrustBundle(projection: Source): Cause[] {
  const {
    source,
    context: { target },
  } = projection
  // up to 1.30 the server calls the source by another name
  const at = atLeast(target.version, 31) ? projection.at : { ...projection.at, field: `${projection.at.field}PEM` }
  const causes: Cause[] = []
  const selector = objectAt(source, 'labelSelector')
  const [hasName, hasSigner] = [isSet(source, 'name'), isSet(source, 'signerName')]
  if (hasName && hasSigner)
    causes.push(
      invalid(
        at,
        goValue('*core.ClusterTrustBundleProjection', source, target),
        'only one of name and signerName may be used',
      ),
    )
  else if (hasName) {
    const name = text(source, 'name')
    if (name === '') causes.push(required(child(at, 'name'), 'must be a valid object name'))
    causes.push(...validateTrustBundleName(name, child(at, 'name')))
    if (selector !== undefined) {
      causes.push(
        invalid(
          child(at, 'labelSelector'),
          goValue('*v1.LabelSelector', selector, target),
          'labelSelector must be unset if name is specified',
        ),
      )
    }
  } else if (hasSigner) {
    const signer = text(source, 'signerName')
    if (signer === '') causes.push(required(child(at, 'signerName'), 'must be a valid signer name'))
    causes.push(...validateSignerName(signer, child(at, 'signerName'), target))
    causes.push(...validateLabelSelector(selector, child(at, 'labelSelector'), target))
  } else causes.push(required(at, 'either name or signerName must be specified'))
  const path = text(source, 'path')
  if (path === '') causes.push(required(child(at, 'path'), ''))
  causes.push(...validateUser(source, 'user', at), ...validateNonReservedPath(path, child(at, 'path')))
  return [...causes, ...takePath(path, path, child(at, 'path'), projection)]
}

const keyTypes = ['RSA3072', 'RSA4096', 'ECDSAP256', 'ECDSAP384', 'ECDSAP521', 'ED25519']

function validatePodCertificate(projection: Source): Cause[] {
  const {
    source,
    at,
    context: { target },
  } = projection
  const signer = text(source, 'signerName')
  const causes = validateSignerName(signer, child(at, 'signerName'), target)
  if (isSet(source, 'userAnnotations'))
    causes.push(...validateUserAnnotations(source, child(at, 'userAnnotations'), projection.context))
  causes.push(...validateUser(source, 'user', at))
  if (!keyTypes.includes(text(source, 'keyType')))
    causes.push(notSupported(child(at, 'keyType'), text(source, 'keyType'), keyTypes))
  if (isSet(source, 'maxExpirationSeconds')) {
    const place = child(at, 'maxExpirationSeconds')
    const seconds = number(source, 'maxExpirationSeconds')
    const most = isKubernetesSigner(signer) ? 86400 : 7862400
    if (seconds < 3600) causes.push(invalid(place, seconds, 'if provided, maxExpirationSeconds must be >= 3600'))
    if (seconds > most) causes.push(invalid(place, seconds, `if provided, maxExpirationSeconds must be <= ${most}`))
  }
  const keys = ['credentialBundlePath', 'keyPath', 'certificateChainPath'].filter((key) => text(source, key) !== '')
  for (const key of keys) {
    const path = text(source, key)
    causes.push(...validateNonReservedPath(path, child(at, key)), ...takePath(path, path, child(at, key), projection))
  }
  return keys.length > 0
    ? causes
    : [...causes, required(at, 'specify at least one of credentialBundlePath, keyPath, and certificateChainPath')]
}

/** Keys of annotations for a signer have to be in a domain (IsDomainPrefixedKey). */
function validateUserAnnotations(source: JsonObject, at: Field, { target }: SourceContext): Cause[] {
  const causes = entriesOf(source.userAnnotations).flatMap(([name]) => {
    const key = name.toLowerCase()
    const place: Field = { field: at.field, path: [...at.path, name] }
    if (key === '') return [required(place, '')]
    const faults = qualifiedNameFaults(key, target)
    if (faults.length === 0 && !key.includes('/'))
      return [invalid(place, key, 'must be a domain-prefixed key (such as "acme.io/foo")')]
    return invalidEach(place, key, faults)
  })
  return [...causes, ...validateAnnotationsSize(source.userAnnotations, at, target)]
}
