/** The rules that depend on the operating system that a pod is for (validateOS, validateLinux, validateWindows). */
import type { JsonObject } from '../../kubernetes/json.js'
import type { Target } from '../../kubernetes/target.js'
import { atLeast } from '../../kubernetes/versions.js'
import type { Cause } from '../answer.js'
import { child, forbidden, required, type Field } from '../field.js'
import { visitContainers } from './containers-of.js'
import { validateOneOf, writtenAs } from './fields.js'
import { isSet, isTrue, objectAt, text } from './read.js'
import { linuxFieldsOfContainer, linuxFieldsOfPod, notOnWindows } from './security-context.js'

export function validateOperatingSystem(spec: JsonObject, at: Field, target: Target): Cause[] {
  const os = objectAt(spec, 'os')
  if (os === undefined) return []
  const name = text(os, 'name')
  if (name === '') return [required(child(at, 'os', 'name'), atLeast(target.version, 34) ? '' : 'cannot be empty')]
  if (name === 'linux') return validateLinux(spec, at)
  if (name === 'windows') return validateWindows(spec, at, target)
  return validateOneOf(name, ['linux', 'windows'], writtenAs(child(at, 'os', 'name'), child(at, 'os')), target)
}

function validateLinux(spec: JsonObject, at: Field): Cause[] {
  return [{ container: spec, at }, ...visitContainers(spec, at)]
    .filter(({ container }) => isSet(objectAt(container, 'securityContext') ?? {}, 'windowsOptions'))
    .map(({ at: place }) =>
      forbidden(child(place, 'securityContext', 'windowsOptions'), 'windows options cannot be set for a linux pod'),
    )
}

function validateWindows(spec: JsonObject, at: Field, target: Target): Cause[] {
  const fields = linuxFieldsOfPod(objectAt(spec, 'securityContext') ?? {}).map((key) =>
    child(at, 'securityContext', key),
  )
  const hostFields = ['hostUsers', 'hostPID', 'hostIPC'].filter((key) =>
    key === 'hostUsers' ? isSet(spec, key) : isTrue(spec, key),
  )
  const places = hostFields.map((key) => child(at, key))
  const shared = isSet(spec, 'shareProcessNamespace') ? [child(at, 'shareProcessNamespace')] : []
  const containers = visitContainers(spec, at).flatMap(({ container, at: place }) =>
    linuxFieldsOfContainer(objectAt(container, 'securityContext') ?? {}).map((key) =>
      child(place, 'securityContext', key),
    ),
  )
  // up to 1.36 the fields of the pod came among those of its security context, which the server kept them in
  const ordered = atLeast(target.version, 37) ? [...fields, ...places, ...shared] : inOldOrder(fields, places, shared)
  return [...ordered, ...containers].map(notOnWindows)
}

function inOldOrder(fields: readonly Field[], hostFields: readonly Field[], shared: readonly Field[]): Field[] {
  const split = (last: string): number =>
    fields.filter(({ path }) => order.indexOf(String(path[path.length - 1])) <= order.indexOf(last)).length
  const [afterSelinux, afterSysctls] = [split('seLinuxOptions'), split('sysctls')]
  return [
    ...fields.slice(0, afterSelinux),
    ...hostFields,
    ...fields.slice(afterSelinux, afterSysctls),
    ...shared,
    ...fields.slice(afterSysctls),
  ]
}

const order = [
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
