/**
 * The rules for security contexts, of a pod and of a container (validatePodSpecSecurityContext,
 * ValidateSecurityContext).
 */
import type { JsonObject } from '../../kubernetes/json.js'
import { byteLength, idFaults } from '../../kubernetes/names.js'
import type { Target } from '../../kubernetes/target.js'
import { atLeast } from '../../kubernetes/versions.js'
import type { Cause } from '../answer.js'
import { child, forbidden, invalid, required, tooLong, type Field } from '../field.js'
import { goValue } from '../go-value.js'
import { tooLongBytes } from '../labels.js'
import type { PodContext } from './context.js'
import { invalidEach, validateDescendingPath, validateOneOf } from './fields.js'
import { isSet, isTrue, number, objectAt, stringsAt, text } from './read.js'
import { validateSysctls } from './sysctls.js'
import { validateWindowsOptions } from './windows-options.js'

export function validatePodSecurityContext(spec: JsonObject, at: Field, { target, options }: PodContext): Cause[] {
  const context = objectAt(spec, 'securityContext')
  if (context === undefined) return []
  const causes: Cause[] = []
  const among = (key: string, values: readonly string[]): void => {
    if (isSet(context, key)) causes.push(...validateOneOf(text(context, key), values, child(at, key), target))
  }
  for (const key of ['fsGroup', 'runAsUser', 'runAsGroup']) causes.push(...validateId(context, key, at))
  const groups = context.supplementalGroups
  for (const [index, group] of (Array.isArray(groups) ? groups : []).entries()) {
    if (typeof group === 'number')
      causes.push(...invalidEach(child(at, 'supplementalGroups', index), group, idFaults(group)))
  }
  // up to 1.36 this rule stood among those of the security context, which holds these fields inside the server
  if (!atLeast(target.version, 37))
    causes.push(
      ...validateShareProcessNamespace(spec, child(at, 'shareProcessNamespace'), [
        ...at.path.slice(0, -1),
        'shareProcessNamespace',
      ]),
    )
  causes.push(...validateSysctls(context, spec, child(at, 'sysctls'), options))
  among('fsGroupChangePolicy', ['Always', 'OnRootMismatch'])
  causes.push(...validateSeccompProfile(context, at, target))
  causes.push(...validateWindowsOptions(context, at, target))
  causes.push(...validateAppArmorProfile(context, at, target))
  among('supplementalGroupsPolicy', ['Merge', 'Strict'])
  among(
    'seLinuxChangePolicy',
    options.allowOnlyRecursiveSELinuxChangePolicy ? ['Recursive'] : ['MountOption', 'Recursive'],
  )
  return causes
}

/** A process namespace is either shared among the containers or the node's own. */
export function validateShareProcessNamespace(spec: JsonObject, at: Field, path = at.path): Cause[] {
  if (!isTrue(spec, 'shareProcessNamespace') || !isTrue(spec, 'hostPID')) return []
  return [invalid({ field: at.field, path }, true, 'ShareProcessNamespace and HostPID cannot both be enabled')]
}

function validateId(context: JsonObject, key: string, at: Field): Cause[] {
  return isSet(context, key) ? invalidEach(child(at, key), number(context, key), idFaults(number(context, key))) : []
}

const profileTypes = ['Localhost', 'RuntimeDefault', 'Unconfined']

function validateSeccompProfile(context: JsonObject, at: Field, target: Target): Cause[] {
  const profile = objectAt(context, 'seccompProfile')
  if (profile === undefined) return []
  const type = text(profile, 'type')
  const [typeAt, localAt] = [child(at, 'seccompProfile', 'type'), child(at, 'seccompProfile', 'localhostProfile')]
  const causes: Cause[] = []
  if (type === '') causes.push(required(typeAt, 'type is required when seccompProfile is set'))
  else causes.push(...validateOneOf(type, profileTypes, typeAt, target))
  if (type !== 'Localhost') {
    if (isSet(profile, 'localhostProfile'))
      causes.push(
        invalid(
          localAt,
          goValue('*core.SeccompProfile', profile, target),
          'can only be set when seccomp type is Localhost',
        ),
      )
  } else if (!isSet(profile, 'localhostProfile'))
    causes.push(required(localAt, 'must be set when seccomp type is Localhost'))
  else causes.push(...validateDescendingPath(text(profile, 'localhostProfile'), localAt))
  return causes
}

function validateAppArmorProfile(context: JsonObject, at: Field, target: Target): Cause[] {
  const profile = objectAt(context, 'appArmorProfile')
  if (profile === undefined) return []
  const [type, local] = [text(profile, 'type'), text(profile, 'localhostProfile')]
  const [typeAt, localAt] = [child(at, 'appArmorProfile', 'type'), child(at, 'appArmorProfile', 'localhostProfile')]
  if (type === '') return [required(typeAt, 'type is required when appArmorProfile is set')]
  if (!profileTypes.includes(type)) return validateOneOf(type, profileTypes, typeAt, target)
  const quoted = goValue('*string', profile.localhostProfile, target)
  if (type !== 'Localhost')
    return isSet(profile, 'localhostProfile')
      ? [invalid(localAt, quoted, 'can only be set when AppArmor type is Localhost')]
      : []
  const causes: Cause[] = []
  if (local.trim() !== local) causes.push(invalid(localAt, local, 'must not be padded with whitespace'))
  else if (local === '') causes.push(required(localAt, 'must be set when AppArmor type is Localhost'))
  if (byteLength(local) > 4095)
    causes.push(
      atLeast(target.version, 32)
        ? tooLongBytes(localAt, 4095, target)
        : tooLong(localAt, 'may not be longer than 4095'),
    )
  return causes
}

export function validateContainerSecurityContext(
  container: JsonObject,
  at: Field,
  { target, options, hostUsers }: PodContext,
): Cause[] {
  const context = objectAt(container, 'securityContext')
  if (context === undefined) return []
  const causes = [...validateId(context, 'runAsUser', at), ...validateId(context, 'runAsGroup', at)]
  if (isSet(context, 'procMount')) {
    const mount = text(context, 'procMount')
    causes.push(...validateOneOf(mount, ['Default', 'Unmasked'], child(at, 'procMount'), target))
    if (mount === 'Unmasked' && hostUsers && atLeast(target.version, 30))
      causes.push(invalid(child(at, 'procMount'), mount, '`hostUsers` must be false to use `Unmasked`'))
  }
  causes.push(...validateSeccompProfile(context, at, target))
  if (context.allowPrivilegeEscalation === false) {
    const quoted = goValue('*core.SecurityContext', context, target)
    if (isTrue(context, 'privileged'))
      causes.push(invalid(at, quoted, 'cannot set `allowPrivilegeEscalation` to false and `privileged` to true'))
    if (!options.allowSysAdminWhenPrivilegeEscalationFalse) {
      for (const capability of stringsAt(objectAt(context, 'capabilities') ?? {}, 'add')) {
        if (capability === 'CAP_SYS_ADMIN')
          causes.push(
            invalid(at, quoted, 'cannot set `allowPrivilegeEscalation` to false and `capabilities.Add` CAP_SYS_ADMIN'),
          )
      }
    }
  }
  return [...causes, ...validateWindowsOptions(context, at, target), ...validateAppArmorProfile(context, at, target)]
}

/**
 * What makes no sense on Windows, in the server's order; the pod's own fields are mixed in where the server has them.
 */
const podFieldsOfLinux = [
  'appArmorProfile',
  'seLinuxOptions',
  'seccompProfile',
  'fsGroup',
  'fsGroupChangePolicy',
  'sysctls',
  'runAsUser',
  'runAsGroup',
  'supplementalGroups',
  'supplementalGroupsPolicy',
  'seLinuxChangePolicy',
]
const containerFieldsOfLinux = [
  'appArmorProfile',
  'seLinuxOptions',
  'seccompProfile',
  'capabilities',
  'readOnlyRootFilesystem',
  'privileged',
  'allowPrivilegeEscalation',
  'procMount',
  'runAsUser',
  'runAsGroup',
]

/** The fields of a pod's security context that only Linux knows. */
export function linuxFieldsOfPod(context: JsonObject): string[] {
  return podFieldsOfLinux.filter((key) =>
    key === 'sysctls' ? Array.isArray(context[key]) && context[key].length > 0 : isSet(context, key),
  )
}

/** The fields of a container's security context that only Linux knows. */
export function linuxFieldsOfContainer(context: JsonObject): string[] {
  return containerFieldsOfLinux.filter((key) => isSet(context, key))
}

/** One cause for a field that a Windows pod cannot have. */
export function notOnWindows(at: Field): Cause {
  return forbidden(at, 'cannot be set for a windows pod')
}
