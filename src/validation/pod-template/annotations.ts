/**
 * The annotations that mean something to the server: ValidatePodSpecificAnnotations, and what has to agree with a
 * field.
 */
import { asList, asObject, entryOf, isObject, type JsonObject, type JsonValue } from '../../kubernetes/json.js'
import type { Target } from '../../kubernetes/target.js'
import { atLeast } from '../../kubernetes/versions.js'
import type { Cause } from '../answer.js'
import { child, forbidden, invalid, keyed, quoteText, type Field } from '../field.js'
import { visitContainers } from './containers-of.js'
import { validateDescendingPath, writtenAs } from './fields.js'
import type { PodValidationOptions } from './validation-options.js'
import { entriesOf, objectAt, text } from './read.js'
import { validateTolerations } from './tolerations.js'

const mirrorPod = 'kubernetes.io/config.mirror'
const tolerations = 'scheduler.alpha.kubernetes.io/tolerations'
const deletionCost = 'controller.kubernetes.io/pod-deletion-cost'
export const seccompPodAnnotation = 'seccomp.security.alpha.kubernetes.io/pod'
export const seccompContainerPrefix = 'container.seccomp.security.alpha.kubernetes.io/'
export const appArmorPrefix = 'container.apparmor.security.beta.kubernetes.io/'

/**
 * The annotations of a pod template.
 * @param at the annotations, as the server names them (V-25).
 */
export function validatePodSpecificAnnotations(
  annotations: JsonObject,
  podSpec: JsonObject,
  at: Field,
  target: Target,
  options: PodValidationOptions,
): Cause[] {
  const causes: Cause[] = []
  if (typeof annotations[mirrorPod] === 'string' && text(podSpec, 'nodeName') === '') {
    causes.push(
      invalid(keyed(at, mirrorPod), annotations[mirrorPod], 'must set spec.nodeName if mirror pod annotation is set'),
    )
  }
  if (text(annotations, tolerations) !== '')
    causes.push(...validateTolerationsAnnotation(text(annotations, tolerations), at, target, options))
  if (!options.allowInvalidPodDeletionCost && !deletionCostIsValid(annotations)) {
    causes.push(invalid(keyed(at, deletionCost), text(annotations, deletionCost), 'must be a 32bit integer'))
  }
  return [
    ...causes,
    ...validateSeccompAnnotations(annotations, at),
    ...validateAppArmorAnnotations(annotations, podSpec, at),
  ]
}

/**
 * Tells whether the annotation for the deletion cost is absent or a number of 32 bits
 * (GetDeletionCostFromPodAnnotations).
 */
export function deletionCostIsValid(annotations: JsonObject): boolean {
  const value = annotations[deletionCost]
  if (typeof value !== 'string') return true
  return /^(?:0|-[0-9]+|[1-9][0-9]*)$/.test(value) && BigInt(value) >= -2147483648n && BigInt(value) <= 2147483647n
}

function validateTolerationsAnnotation(
  json: string,
  at: Field,
  target: Target,
  options: PodValidationOptions,
): Cause[] {
  const place: Field = { field: at.field, path: [...at.path, tolerations] }
  let parsed: JsonValue
  try {
    parsed = JSON.parse(json) as JsonValue
  } catch {
    return [invalid(place, tolerations, syntaxError(json))]
  }
  if (!Array.isArray(parsed) && parsed !== null) {
    return [
      invalid(
        place,
        tolerations,
        `json: cannot unmarshal ${isObject(parsed) ? 'object' : typeof parsed} into Go value of type []core.Toleration`,
      ),
    ]
  }
  return validateTolerations(
    asList(parsed).map((item) => asObject(item)),
    { field: `${at.field}.${tolerations}`, path: place.path },
    target,
    options,
  ).map((cause) => ({ ...cause, path: place.path }))
}

function syntaxError(json: string): string {
  const start = json.trimStart()
  if (start === '') return 'unexpected end of JSON input'
  return `invalid character ${start.startsWith("'") ? "'\\''" : `'${[...start][0] ?? ''}'`} looking for beginning of value`
}

function validateSeccompAnnotations(annotations: JsonObject, at: Field): Cause[] {
  const causes: Cause[] = []
  const profile = annotations[seccompPodAnnotation]
  if (typeof profile === 'string') causes.push(...validateSeccompProfileName(profile, child(at, seccompPodAnnotation)))
  for (const [name, value] of entriesOf(annotations)) {
    if (name.startsWith(seccompContainerPrefix)) causes.push(...validateSeccompProfileName(value, child(at, name)))
  }
  return causes
}

function validateSeccompProfileName(profile: string, at: Field): Cause[] {
  if (['runtime/default', 'docker/default', 'unconfined'].includes(profile)) return []
  if (profile.startsWith('localhost/')) return validateDescendingPath(profile.slice('localhost/'.length), at)
  return [invalid(at, profile, 'must be a valid seccomp profile')]
}

function validateAppArmorAnnotations(annotations: JsonObject, podSpec: JsonObject, at: Field): Cause[] {
  const names = new Set(visitContainers(podSpec, at).map(({ container }) => text(container, 'name')))
  return entriesOf(annotations)
    .filter(([key]) => key.startsWith(appArmorPrefix))
    .flatMap(([key, profile]) => {
      const name = key.slice(appArmorPrefix.length)
      const causes = names.has(name) ? [] : [invalid(keyed(at, key), name, 'container not found')]
      if (!['', 'runtime/default', 'unconfined'].includes(profile) && !profile.startsWith('localhost/')) {
        causes.push(invalid(keyed(at, key), profile, `invalid AppArmor profile name: ${quoteText(profile)}`))
      }
      return causes
    })
}

/** Where an annotation and a field both name a profile, they have to name the same: seccomp, then AppArmor. */
export function validateProfileAnnotationsMatch(
  annotations: JsonObject,
  podSpec: JsonObject,
  at: Field,
  target: Target,
): Cause[] {
  const causes: Cause[] = []
  const podContext = objectAt(podSpec, 'securityContext') ?? {}
  const podAnnotation = annotations[seccompPodAnnotation]
  const podSeccomp = objectAt(podContext, 'seccompProfile')
  if (podSeccomp !== undefined && typeof podAnnotation === 'string') {
    causes.push(
      ...profileMismatch('seccomp', podAnnotation, podSeccomp, child(at, 'securityContext', 'seccompProfile')),
    )
  }
  for (const { container, at: place } of visitContainers(podSpec, at)) {
    const annotation = annotations[seccompContainerPrefix + text(container, 'name')]
    const profile = objectAt(asObject(container.securityContext), 'seccompProfile')
    if (profile === undefined || typeof annotation !== 'string') continue
    causes.push(...profileMismatch('seccomp', annotation, profile, child(place, 'securityContext', 'seccompProfile')))
  }
  if (!atLeast(target.version, 30) || (!atLeast(target.version, 31) && target.gates.AppArmorFields !== true))
    return causes
  if (text(asObject(podSpec.os), 'name') === 'windows') return causes
  for (const { container, at: place } of visitContainers(podSpec, at)) {
    const annotation = annotations[appArmorPrefix + text(container, 'name')]
    const own = objectAt(asObject(container.securityContext), 'appArmorProfile')
    const profile = own ?? objectAt(podContext, 'appArmorProfile')
    if (profile === undefined || typeof annotation !== 'string') continue
    // the server names the container, also where the profile is the pod's
    const written = child(place, 'securityContext', 'appArmorProfile')
    const stands = own === undefined ? child(at, 'securityContext', 'appArmorProfile') : written
    causes.push(...profileMismatch('apparmor', annotation, profile, writtenAs(stands, written)))
  }
  return causes
}

function profileMismatch(kind: 'seccomp' | 'apparmor', annotation: string, profile: JsonObject, at: Field): Cause[] {
  const names: Readonly<Record<string, readonly string[]>> = {
    Unconfined: ['unconfined'],
    RuntimeDefault: kind === 'seccomp' ? ['runtime/default', 'docker/default'] : ['runtime/default'],
  }
  const type = text(profile, 'type')
  const typeMismatch = [forbidden(child(at, 'type'), `${kind} type in annotation and field must match`)]
  if (type === 'Localhost') {
    if (!annotation.startsWith('localhost/')) return typeMismatch
    if (profile.localhostProfile === annotation.slice('localhost/'.length)) return []
    return [forbidden(child(at, 'localhostProfile'), `${kind} profile in annotation and field must match`)]
  }
  return entryOf(names, type)?.includes(annotation) === false ? typeMismatch : []
}
