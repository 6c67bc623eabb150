/** V-66: what the API server warns of in a pod template, in its words and order (pkg/api/pod/warnings.go). */
import { asObject, isObject, type JsonObject } from '../../kubernetes/json.js'
import type { Target } from '../../kubernetes/target.js'
import { atLeast } from '../../kubernetes/versions.js'
import type { ServerWarning } from '../answer.js'
import { claimSpecWarnings } from '../claim-template.js'
import { child, keyed, quoteText, type Field } from '../field.js'
import { appArmorPrefix, seccompContainerPrefix, seccompPodAnnotation } from './annotations.js'
import { visitContainers } from './containers-of.js'
import { number, objectAt, objectsAt, text } from './read.js'
import { isWholeAmount } from './resource-names.js'
import { addressWarnings } from './warnings-addresses.js'
import { affinityWarnings, deprecatedNodeLabel } from './warnings-affinity.js'
import { envWarnings, portNameWarnings, portWarnings } from './warnings-containers.js'
import { overlappingPathWarnings } from './warnings-paths.js'

/** A warning about a field: `PATH: WORDS`. */
export function warning(at: Field, words: string): ServerWarning {
  return { message: `${at.field}: ${words}`, path: at.path }
}

const deprecatedAnnotations: Readonly<Record<string, string>> = {
  'scheduler.alpha.kubernetes.io/critical-pod': 'non-functional in v1.16+; use the "priorityClassName" field instead',
  'security.alpha.kubernetes.io/sysctls': 'non-functional in v1.11+; use the "sysctls" field instead',
  'security.alpha.kubernetes.io/unsafe-sysctls': 'non-functional in v1.11+; use the "sysctls" field instead',
}

/**
 * The warnings about a pod template. The server sends them on create, and on an update that changes the template.
 * @param template the template as it would be stored.
 * @param at `spec.template`
 */
export function podTemplateWarnings(template: JsonObject, at: Field, target: Target): ServerWarning[] {
  const spec = asObject(template.spec)
  const specAt = child(at, 'spec')
  const annotations = asObject(asObject(template.metadata).annotations)
  const annotationsAt = child(at, 'metadata', 'annotations')
  const containers = visitContainers(spec, specAt)
  return [
    ...Object.keys(asObject(spec.nodeSelector)).flatMap((label) => {
      const words = deprecatedNodeLabel(label, target)
      return words === undefined ? [] : [warning(keyed(child(specAt, 'nodeSelector'), label), words)]
    }),
    ...affinityWarnings(spec, specAt, target, 'node'),
    ...Object.entries(deprecatedAnnotations)
      .filter(([name]) => Object.hasOwn(annotations, name))
      .map(([name, words]) => warning(keyed(annotationsAt, name), words)),
    ...objectsAt(spec, 'volumes').flatMap((volume, index) =>
      volumeWarnings(volume, child(specAt, 'volumes', index), target),
    ),
    ...(atLeast(target.version, 32) ? overlappingPathWarnings(spec, specAt, target) : []),
    ...duplicateWarnings(spec, 'hostAliases', 'ip', specAt),
    ...duplicateWarnings(spec, 'imagePullSecrets', 'name', specAt),
    ...objectsAt(spec, 'imagePullSecrets').flatMap((secret, index) =>
      text(secret, 'name') === ''
        ? [warning(child(specAt, 'imagePullSecrets', index, 'name'), 'invalid empty name ""')]
        : [],
    ),
    ...fractionWarnings(asObject(spec.overhead), child(specAt, 'overhead'), ['memory', 'ephemeral-storage']),
    ...podSeccompWarnings(spec, annotations, annotationsAt),
    ...containers.flatMap(({ container, at: place }) => [
      ...profileWarnings(container, spec, annotations, annotationsAt, target),
      ...resourceWarnings(container, place),
      ...envWarnings(container, place, target),
    ]),
    ...portWarnings(containers),
    ...(atLeast(target.version, 33) ? portNameWarnings(containers) : []),
    ...(number(spec, 'terminationGracePeriodSeconds') < 0
      ? [
          warning(
            child(specAt, 'terminationGracePeriodSeconds'),
            'must be >= 0; negative values are invalid and will be treated as 1',
          ),
        ]
      : []),
    ...affinityWarnings(spec, specAt, target, 'pod'),
    ...(atLeast(target.version, 33) ? addressWarnings(spec, specAt, target) : []),
  ]
}

function volumeWarnings(volume: JsonObject, at: Field, target: Target): ServerWarning[] {
  const gitRepo =
    atLeast(target.version, 33) && target.gates.GitRepoVolumeDriver !== true
      ? 'deprecated in v1.11, and disabled by default in v1.33+'
      : 'deprecated in v1.11'
  const deprecated: readonly (readonly [kind: string, words: string, name?: string])[] = [
    ['photonPersistentDisk', 'deprecated in v1.11, non-functional in v1.16+'],
    ['gitRepo', gitRepo],
    ['scaleIO', 'deprecated in v1.16, non-functional in v1.22+'],
    ['flocker', 'deprecated in v1.22, non-functional in v1.25+'],
    ['storageos', 'deprecated in v1.22, non-functional in v1.25+', 'storageOS'],
    ['quobyte', 'deprecated in v1.22, non-functional in v1.25+'],
    ['glusterfs', 'deprecated in v1.25, non-functional in v1.26+'],
    ['ephemeral', ''],
    ['cephfs', 'deprecated in v1.28, non-functional in v1.31+'],
    ['rbd', 'deprecated in v1.28, non-functional in v1.31+'],
  ]
  return deprecated.flatMap(([kind, words, name = kind]) => {
    const source = objectAt(volume, kind)
    if (source === undefined) return []
    if (kind !== 'ephemeral') return [{ message: `${child(at, name).field}: ${words}`, path: [...at.path, kind] }]
    const claim = objectAt(source, 'volumeClaimTemplate')
    return claim === undefined
      ? []
      : claimSpecWarnings(asObject(claim.spec), child(at, 'ephemeral', 'volumeClaimTemplate', 'spec'))
  })
}

function duplicateWarnings(spec: JsonObject, list: string, key: string, at: Field): ServerWarning[] {
  const seen = new Set<string>()
  return objectsAt(spec, list).flatMap((item, index) => {
    const value = text(item, key)
    if (seen.has(value)) return [warning(child(at, list, index, key), `duplicate ${key} ${quoteText(value)}`)]
    seen.add(value)
    return []
  })
}

function fractionWarnings(amounts: JsonObject, at: Field, names: readonly string[]): ServerWarning[] {
  return names
    .filter((name) => Object.hasOwn(amounts, name) && !isWholeAmount(text(amounts, name)))
    .map((name) =>
      warning(
        keyed(at, name),
        `fractional byte value ${quoteText(text(amounts, name))} is invalid, must be an integer`,
      ),
    )
}

function resourceWarnings(container: JsonObject, at: Field): ServerWarning[] {
  const resources = asObject(container.resources)
  return ['memory', 'ephemeral-storage'].flatMap((name) =>
    ['limits', 'requests'].flatMap((list) =>
      fractionWarnings(asObject(resources[list]), child(at, 'resources', list), [name]),
    ),
  )
}

const seccompWords = 'non-functional in v1.27+; use the "seccompProfile" field instead'

function podSeccompWarnings(spec: JsonObject, annotations: JsonObject, at: Field): ServerWarning[] {
  const hasField = isObject(asObject(spec.securityContext).seccompProfile)
  return hasField || !Object.hasOwn(annotations, seccompPodAnnotation)
    ? []
    : [warning(keyed(at, seccompPodAnnotation), seccompWords)]
}

/** Annotations that name a profile for a container which has no field for it. */
function profileWarnings(
  container: JsonObject,
  spec: JsonObject,
  annotations: JsonObject,
  at: Field,
  target: Target,
): ServerWarning[] {
  const warnings: ServerWarning[] = []
  const context = asObject(container.securityContext)
  const seccomp = seccompContainerPrefix + text(container, 'name')
  if (!isObject(context.seccompProfile) && Object.hasOwn(annotations, seccomp))
    warnings.push(warning(keyed(at, seccomp), seccompWords))
  if (!atLeast(target.version, 30) || (!atLeast(target.version, 31) && target.gates.AppArmorFields !== true))
    return warnings
  const appArmor = appArmorPrefix + text(container, 'name')
  const ofPod = objectAt(asObject(spec.securityContext), 'appArmorProfile')
  const isCovered =
    isObject(context.appArmorProfile) ||
    (ofPod !== undefined && (!atLeast(target.version, 34) || isSameProfile(ofPod, text(annotations, appArmor))))
  if (!isCovered && Object.hasOwn(annotations, appArmor))
    warnings.push(warning(keyed(at, appArmor), 'deprecated since v1.30; use the "appArmorProfile" field instead'))
  return warnings
}

/** Tells whether an annotation says what the field says (ApparmorFieldForAnnotation). */
function isSameProfile(profile: JsonObject, annotation: string): boolean {
  if (annotation === 'unconfined' || annotation === 'runtime/default') {
    return (
      profile.type === (annotation === 'unconfined' ? 'Unconfined' : 'RuntimeDefault') &&
      profile.localhostProfile === undefined
    )
  }
  return (
    annotation.startsWith('localhost/') &&
    annotation !== 'localhost/' &&
    profile.type === 'Localhost' &&
    profile.localhostProfile === annotation.slice('localhost/'.length)
  )
}
