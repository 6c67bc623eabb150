/**
 * The rules for containers: regular, init and ephemeral ones (validateContainers, validateInitContainers,
 * validateEphemeralContainers).
 */
import { asObject, type JsonObject } from '../../kubernetes/json.js'
import type { Target } from '../../kubernetes/target.js'
import type { Cause } from '../answer.js'
import { child, duplicate, forbidden, invalid, notFound, notSupported, required, type Field } from '../field.js'
import { goValue } from '../go-value.js'
import { isSidecar } from './containers-of.js'
import type { PodContext } from './context.js'
import { validateEnv, validateEnvFrom } from './env.js'
import { validateDnsLabel, validateOneOf, writtenAs } from './fields.js'
import { validateLifecycle } from './lifecycle.js'
import { validateContainerPorts, validateHostPortsAreUnique } from './ports.js'
import { validateProbes } from './probes.js'
import { validatePullPolicy } from './pull-policy.js'
import { isSet, objectAt, objectsAt, text } from './read.js'
import { validateContainerResources } from './resources.js'
import { validateInitContainerRestartPolicy, validateRegularContainerRestartPolicy } from './restart-policy.js'
import { validateContainerSecurityContext } from './security-context.js'
import { validateVolumeDevices, validateVolumeMounts } from './volume-mounts.js'

/** What holds for all kinds of containers (validateContainerCommon). */
function validateCommon(container: JsonObject, at: Field, context: PodContext): Cause[] {
  const name = text(container, 'name')
  const causes = name === '' ? [required(child(at, 'name'), '')] : validateDnsLabel(name, child(at, 'name'))
  if (text(container, 'image') === '') causes.push(required(child(at, 'image'), ''))
  const policy = text(container, 'terminationMessagePolicy')
  if (policy === '') causes.push(required(child(at, 'terminationMessagePolicy'), ''))
  else
    causes.push(
      ...validateOneOf(
        policy,
        ['File', 'FallbackToLogsOnError'],
        child(at, 'terminationMessagePolicy'),
        context.target,
      ),
    )
  return [
    ...causes,
    ...validateContainerPorts(objectsAt(container, 'ports'), child(at, 'ports'), context.target),
    ...validateEnv(objectsAt(container, 'env'), child(at, 'env'), context),
    ...validateEnvFrom(objectsAt(container, 'envFrom'), child(at, 'envFrom'), context),
    ...validateVolumeMounts(container, child(at, 'volumeMounts'), context),
    ...validateVolumeDevices(container, child(at, 'volumeDevices'), context),
    ...validatePullPolicy(text(container, 'imagePullPolicy'), child(at, 'imagePullPolicy'), context.target),
    ...validateContainerResources(asObject(container.resources), child(at, 'resources'), context),
    ...validateResizePolicy(objectsAt(container, 'resizePolicy'), child(at, 'resizePolicy'), context),
    ...validateContainerSecurityContext(container, child(at, 'securityContext'), context),
  ]
}

/** How a container takes new resources while it runs. The server names the list, not the entry. */
function validateResizePolicy(
  policies: readonly JsonObject[],
  at: Field,
  { target, restartPolicy, resizeNeverWords }: PodContext,
): Cause[] {
  const seen = new Set<string>()
  return policies.flatMap((policy, index) => {
    const place = (key: string): Field => writtenAs(child(at, index, key), at)
    const [resource, restart] = [text(policy, 'resourceName'), text(policy, 'restartPolicy')]
    const causes: Cause[] = []
    if (seen.has(resource)) causes.push(duplicate(child(at, index), goValue('core.ResourceName', resource, target)))
    seen.add(resource)
    if (resource === '') causes.push(required(place('resourceName'), ''))
    else if (resource !== 'cpu' && resource !== 'memory')
      causes.push(
        notSupported(place('resourceName'), goValue('core.ResourceName', resource, target), ['cpu', 'memory']),
      )
    if (restart === '') causes.push(required(place('restartPolicy'), ''))
    else causes.push(...validateOneOf(restart, ['NotRequired', 'RestartContainer'], place('restartPolicy'), target))
    if (restartPolicy === 'Never' && restart !== 'NotRequired')
      causes.push(invalid(place('restartPolicy'), goValue('string', restart, target), resizeNeverWords))
    return causes
  })
}

/** The regular containers. */
export function validateContainers(containers: readonly JsonObject[], at: Field, context: PodContext): Cause[] {
  if (containers.length === 0) return [required(at, '')]
  const names = new Set<string>()
  const causes = containers.flatMap((container, index) => {
    const place = child(at, index)
    const name = text(container, 'name')
    const own = validateCommon(container, place, context)
    if (names.has(name)) own.push(duplicate(child(place, 'name'), name))
    names.add(name)
    own.push(...validateHooksAndProbes(container, place, context))
    return [...own, ...validateRegularContainerRestartPolicy(container, place, context)]
  })
  return [
    ...causes,
    ...validateHostPortsAreUnique(containers.map((container, index) => ({ container, at: child(at, index) }))),
  ]
}

function validateHooksAndProbes(container: JsonObject, at: Field, context: PodContext): Cause[] {
  const lifecycle = objectAt(container, 'lifecycle')
  const causes = lifecycle === undefined ? [] : validateLifecycle(lifecycle, child(at, 'lifecycle'), context)
  return [...causes, ...validateProbes(container, at, context)]
}

/** The init containers, which run one by one, apart from those that stay (sidecars). */
export function validateInitContainers(spec: JsonObject, at: Field, context: PodContext): Cause[] {
  const names = new Set(objectsAt(spec, 'containers').map((container) => text(container, 'name')))
  return objectsAt(spec, 'initContainers').flatMap((container, index) => {
    const place = child(at, index)
    const name = text(container, 'name')
    const causes = [
      ...validateCommon(container, place, context),
      ...validateInitContainerRestartPolicy(container, place, context),
    ]
    if (names.has(name)) causes.push(duplicate(child(place, 'name'), name))
    else if (name !== '') names.add(name)
    // each is looked at alone, so the server names the first place for all
    causes.push(
      ...validateHostPortsAreUnique([{ container, at: place }]).map((cause) => ({
        ...cause,
        field: cause.field.replace(place.field, child(at, 0).field),
      })),
    )
    if (isSidecar(container)) causes.push(...validateHooksAndProbes(container, place, context))
    else {
      for (const key of ['lifecycle', 'livenessProbe', 'readinessProbe', 'startupProbe']) {
        if (isSet(container, key))
          causes.push(forbidden(child(place, key), 'may not be set for init containers without restartPolicy=Always'))
      }
    }
    return [...causes, ...validateInitResizePolicy(container, child(place, 'resizePolicy'), context)]
  })
}

function validateInitResizePolicy(container: JsonObject, at: Field, { options, target }: PodContext): Cause[] {
  const policies = objectsAt(container, 'resizePolicy')
  const causes: Cause[] = []
  if (policies.length > 0 && !options.allowSidecarResizePolicy) {
    causes.push(
      invalid(at, goValue('[]core.ContainerResizePolicy', policies, target), 'must not be set for init containers'),
    )
  }
  if (isSidecar(container) || options.allowRestartContainerForNonSidecarInitContainer) return causes
  for (const [index, policy] of policies.entries()) {
    if (policy.restartPolicy !== 'RestartContainer') continue
    causes.push(
      invalid(
        child(at, index, 'restartPolicy'),
        'RestartContainer',
        "must not be set to 'RestartContainer' for non-sidecar initContainers",
      ),
    )
  }
  return causes
}

/** What an ephemeral container cannot have, in the order of its Go fields. */
const notForEphemeral = [
  'ports',
  'resources',
  'resizePolicy',
  'restartPolicy',
  'restartPolicyRules',
  'livenessProbe',
  'readinessProbe',
  'startupProbe',
  'lifecycle',
]

/** V-63: a template cannot have any; the server looks at them all the same. */
export function validateEphemeralContainers(spec: JsonObject, at: Field, context: PodContext): Cause[] {
  const others = new Set(
    ['containers', 'initContainers']
      .flatMap((list) => objectsAt(spec, list))
      .map((container) => text(container, 'name')),
  )
  const names = new Set(others)
  return objectsAt(spec, 'ephemeralContainers').flatMap((container, index) => {
    const place = child(at, index)
    const [name, image, targetName] = [
      text(container, 'name'),
      text(container, 'image'),
      text(container, 'targetContainerName'),
    ]
    const causes = validateCommon(container, place, context)
    if (image.trim() !== image)
      causes.push(invalid(child(place, 'image'), image, 'must not have leading or trailing whitespace'))
    if (names.has(name)) causes.push(duplicate(child(place, 'name'), name))
    names.add(name)
    if (targetName !== '' && !others.has(targetName))
      causes.push(notFound(child(place, 'targetContainerName'), targetName))
    const words = 'cannot be set for an Ephemeral Container'
    for (const key of notForEphemeral)
      if (isMeant(container, key, context.target)) causes.push(forbidden(child(place, key), words))
    for (const [mountIndex, mount] of objectsAt(container, 'volumeMounts').entries()) {
      for (const key of ['subPath', 'subPathExpr']) {
        if (text(mount, key) !== '') causes.push(forbidden(child(place, 'volumeMounts', mountIndex, key), words))
      }
    }
    return causes
  })
}

/** Lists of which nothing is left where their gate is off. */
const gateOf: Readonly<Record<string, string>> = {
  restartPolicyRules: 'ContainerRestartRules',
  resizePolicy: 'InPlacePodVerticalScaling',
  claims: 'DynamicResourceAllocation',
}

/**
 * A stored container always has `resources`, if only an empty one. Elsewhere an empty list is meant, unless it is
 * dropped.
 */
function isMeant(container: JsonObject, key: string, target: Target): boolean {
  if (key === 'resources')
    return Object.keys(asObject(container.resources)).some((name) =>
      isMeant(asObject(container.resources), name, target),
    )
  const gate = gateOf[key]
  return gate === undefined || target.gates[gate] === true
    ? isSet(container, key)
    : objectsAt(container, key).length > 0
}
