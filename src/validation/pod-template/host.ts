/** The rules for what a pod shares with its node, and for its names on the network. */
import { isObject, type JsonObject } from '../../kubernetes/json.js'
import { byteLength } from '../../kubernetes/names.js'
import { atLeast } from '../../kubernetes/versions.js'
import type { Cause } from '../answer.js'
import { child, forbidden, invalid, notFound, type Field } from '../field.js'
import { tooLongBytes } from '../labels.js'
import { visitContainers } from './containers-of.js'
import type { PodContext } from './context.js'
import { validateDnsSubdomain, writtenAs } from './fields.js'
import { isSet, isTrue, objectsAt, text } from './read.js'

/** User ids of its own do not go together with the node's namespaces (validateHostUsers). */
export function validateHostUsers(spec: JsonObject, at: Field, { target, options }: PodContext): Cause[] {
  if (spec.hostUsers !== false) return []
  const words = atLeast(target.version, 34) ? 'when `hostUsers` is false' : 'when `pod.Spec.HostUsers` is false'
  const causes: Cause[] = []
  if (isTrue(spec, 'hostNetwork') && !options.allowUserNamespacesHostNetworkSupport)
    causes.push(forbidden(child(at, 'hostNetwork'), words))
  if (isTrue(spec, 'hostPID')) causes.push(forbidden(writtenAs(child(at, 'hostPID'), child(at, 'HostPID')), words))
  if (isTrue(spec, 'hostIPC')) causes.push(forbidden(writtenAs(child(at, 'hostIPC'), child(at, 'HostIPC')), words))
  if (options.allowUserNamespacesWithVolumeDevices) return causes
  for (const { container, at: place } of visitContainers(spec, at)) {
    if (objectsAt(container, 'volumeDevices').length > 0) causes.push(forbidden(child(place, 'volumeDevices'), words))
  }
  return causes
}

/** validatePodHostName */
export function validateHostnameOverride(spec: JsonObject, at: Field, { target }: PodContext): Cause[] {
  if (!isSet(spec, 'hostnameOverride')) return []
  const place = child(at, 'hostnameOverride')
  const name = text(spec, 'hostnameOverride')
  const causes: Cause[] = []
  if (isTrue(spec, 'setHostnameAsFQDN'))
    causes.push(forbidden(place, 'may not be specified when setHostnameAsFQDN is true'))
  if (isTrue(spec, 'hostNetwork')) causes.push(forbidden(place, 'may not be specified when hostNetwork is true'))
  if (byteLength(name) > 64) causes.push(tooLongBytes(place, 64, target))
  return [...causes, ...validateDnsSubdomain(name, place)]
}

/** A file that holds variables lies in an emptyDir of the pod (validateFileKeyRefVolumes). */
export function validateFileKeyVolumes(spec: JsonObject, at: Field): Cause[] {
  const volumes = new Map(objectsAt(spec, 'volumes').map((volume) => [text(volume, 'name'), volume]))
  return visitContainers(spec, at).flatMap(({ container, at: place }) =>
    objectsAt(container, 'env').flatMap((variable, index) => {
      const source = variable.valueFrom
      if (!isObject(source) || !isObject(source.fileKeyRef)) return []
      const name = text(source.fileKeyRef, 'volumeName')
      const nameAt = child(place, 'env', index, 'valueFrom', 'fileKeyRef', 'volumeName')
      const volume = volumes.get(name)
      if (volume === undefined) return [notFound(nameAt, name)]
      return isObject(volume.emptyDir) ? [] : [invalid(nameAt, name, 'referenced volume must be of type emptyDir')]
    }),
  )
}
