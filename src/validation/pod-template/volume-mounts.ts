/** The rules for what a container mounts (ValidateVolumeMounts, ValidateVolumeDevices). */
import { isObject, type JsonObject } from '../../kubernetes/json.js'
import type { Target } from '../../kubernetes/target.js'
import { atLeast } from '../../kubernetes/versions.js'
import type { Cause } from '../answer.js'
import { child, duplicate, forbidden, invalid, notFound, required, type Field } from '../field.js'
import { goValue } from '../go-value.js'
import type { PodContext } from './context.js'
import { validateDescendingPath, validateNoBacksteps, validateOneOf, writtenAs } from './fields.js'
import { isSet, isTrue, objectAt, objectsAt, stringsAt, text } from './read.js'

export function validateVolumeMounts(container: JsonObject, at: Field, context: PodContext): Cause[] {
  const devices = pathsByName(objectsAt(container, 'volumeDevices'), 'devicePath')
  const taken = new Set<string>()
  return objectsAt(container, 'volumeMounts').flatMap((mount, index) => {
    const place = child(at, index)
    const [name, mountPath] = [text(mount, 'name'), text(mount, 'mountPath')]
    const causes: Cause[] = []
    if (name === '') causes.push(required(child(place, 'name'), ''))
    if (!context.volumes.has(name)) causes.push(notFound(child(place, 'name'), name))
    if (mountPath === '') causes.push(required(child(place, 'mountPath'), ''))
    if (taken.has(mountPath)) causes.push(invalid(child(place, 'mountPath'), mountPath, 'must be unique'))
    taken.add(mountPath)
    if (devices.has(name)) causes.push(invalid(child(place, 'name'), name, 'must not already exist in volumeDevices'))
    if ([...devices.values()].includes(mountPath))
      causes.push(invalid(child(place, 'mountPath'), mountPath, 'must not already exist as a path in volumeDevices'))
    return [
      ...causes,
      ...validateSubPaths(mount, place, at, context),
      ...validateMountOptions(mount, container, place, at, context),
    ]
  })
}

/** The last path by name, as a Go map holds it (GetVolumeMountMap). */
function pathsByName(items: readonly JsonObject[], key: string): Map<string, string> {
  return new Map(items.map((item) => [text(item, 'name'), text(item, key)]))
}

function validateSubPaths(mount: JsonObject, at: Field, list: Field, { volumes, target }: PodContext): Cause[] {
  const [subPath, expression] = [text(mount, 'subPath'), text(mount, 'subPathExpr')]
  const causes: Cause[] = []
  const image = volumes.get(text(mount, 'name'))?.image
  const ofImage =
    isObject(image) &&
    !atLeast(target.version, 33) &&
    (atLeast(target.version, 32) || target.gates.ImageVolume === true)
  for (const [key, value] of [
    ['subPath', subPath],
    ['subPathExpr', expression],
  ] as const) {
    if (ofImage && value !== '') causes.push(invalid(child(at, key), value, 'not allowed in image volume sources'))
  }
  // the server leaves the index of the mount out of these paths
  if (subPath !== '')
    causes.push(...validateDescendingPath(subPath, writtenAs(child(at, 'subPath'), child(list, 'subPath'))))
  if (expression === '') return causes
  if (subPath !== '')
    causes.push(invalid(child(at, 'subPathExpr'), expression, 'subPathExpr and subPath are mutually exclusive'))
  return [
    ...causes,
    ...validateDescendingPath(expression, writtenAs(child(at, 'subPathExpr'), child(list, 'subPathExpr'))),
  ]
}

function validateMountOptions(
  mount: JsonObject,
  container: JsonObject,
  at: Field,
  list: Field,
  { volumes, target }: PodContext,
): Cause[] {
  const causes: Cause[] = []
  const propagation = text(mount, 'mountPropagation')
  if (isSet(mount, 'mountPropagation')) {
    const place = writtenAs(child(at, 'mountPropagation'), child(list, 'mountPropagation'))
    causes.push(...validateOneOf(propagation, ['Bidirectional', 'HostToContainer', 'None'], place, target))
    const privileged = isTrue(objectAt(container, 'securityContext') ?? {}, 'privileged')
    if (propagation === 'Bidirectional' && !privileged) {
      causes.push(forbidden(place, 'Bidirectional mount propagation is available only to privileged containers'))
    }
  }
  if (isSet(mount, 'recursiveReadOnly')) {
    causes.push(
      ...validateRecursiveReadOnly(
        mount,
        propagation,
        writtenAs(child(at, 'recursiveReadOnly'), child(list, 'recursiveReadOnly')),
        target,
      ),
    )
  }
  const options = stringsAt(mount, 'bindMountOptions')
  const place = child(at, 'bindMountOptions')
  for (const [index, option] of options.entries()) {
    causes.push(...validateOneOf(option, ['nodev', 'noexec', 'nosuid'], child(place, index), target))
    if (options.indexOf(option) < index) causes.push(duplicate(child(place, index), goValue('string', option, target)))
  }
  if (options.length > 0 && isObject(volumes.get(text(mount, 'name'))?.image)) {
    causes.push(
      invalid(place, goValue('[]string', options, target), 'bindMountOptions may not be used with image volumes'),
    )
  }
  return causes
}

function validateRecursiveReadOnly(mount: JsonObject, propagation: string, at: Field, target: Target): Cause[] {
  const mode = text(mount, 'recursiveReadOnly')
  if (mode === 'Disabled') return []
  if (mode !== 'Enabled' && mode !== 'IfPossible')
    return validateOneOf(mode, ['Disabled', 'Enabled', 'IfPossible'], at, target)
  const causes = isTrue(mount, 'readOnly') ? [] : [forbidden(at, 'may only be specified when readOnly is true')]
  if (isSet(mount, 'mountPropagation') && propagation !== 'None')
    causes.push(forbidden(at, 'may only be specified when mountPropagation is None or not specified'))
  return causes
}

export function validateVolumeDevices(container: JsonObject, at: Field, { volumes }: PodContext): Cause[] {
  const mounts = pathsByName(objectsAt(container, 'volumeMounts'), 'mountPath')
  const [paths, names] = [new Set<string>(), new Set<string>()]
  return objectsAt(container, 'volumeDevices').flatMap((device, index) => {
    const [nameAt, pathAt] = [child(at, index, 'name'), child(at, index, 'devicePath')]
    const [name, path] = [text(device, 'name'), text(device, 'devicePath')]
    const volume = volumes.get(name)
    const causes: Cause[] = []
    if (name === '') causes.push(required(nameAt, ''))
    if (names.has(name)) causes.push(invalid(nameAt, name, 'must be unique'))
    if (volume === undefined) causes.push(notFound(nameAt, name))
    else if (!isObject(volume.persistentVolumeClaim) && !isObject(volume.ephemeral)) {
      causes.push(
        invalid(nameAt, name, 'can only use volume source type of PersistentVolumeClaim or Ephemeral for block mode'),
      )
    }
    if (path === '') causes.push(required(pathAt, ''))
    if (paths.has(path)) causes.push(invalid(pathAt, path, 'must be unique'))
    if (validateNoBacksteps(path, pathAt).length > 0)
      causes.push(invalid(pathAt, path, "can not contain backsteps ('..')"))
    else paths.add(path)
    if (mounts.has(name)) causes.push(invalid(nameAt, name, 'must not already exist in volumeMounts'))
    if ([...mounts.values()].includes(path))
      causes.push(invalid(pathAt, path, 'must not already exist as a path in volumeMounts'))
    if (name !== '') names.add(name)
    return causes
  })
}
