/**
 * "Accepted by the server, and no pod will ever start": what the server refuses when the controller creates a
 * StatefulSet's pods and claims, although it takes the set (V-10, V-21, V-28, V-30, S-95).
 */
import { storedObject } from '../../defaults/index.js'
import { asList, asObject, type JsonObject } from '../../kubernetes/json.js'
import type { Target } from '../../kubernetes/target.js'
import { atLeast } from '../../kubernetes/versions.js'
import type { Cause } from '../answer.js'
import { child, invalid, rootField, type Field } from '../field.js'
import { validateObjectMeta } from '../object-meta.js'
import { claimStrategy } from '../other-kinds/claim.js'
import { validateDnsLabel } from '../pod-template/fields.js'
import { podValidationOptions, validatePodTemplateSpec } from '../pod-template/index.js'
import { number, objectsAt, text } from '../pod-template/read.js'
import { joinClaimTemplates } from './joined-volumes.js'

const spec = rootField('spec')

/** The revision's hash has up to 10 characters, and stands behind a dash. */
const longestRevisionSuffix = 11

/**
 * What the pods and claims of a StatefulSet would be refused for, by the fields of the set that cause it. Only of use
 * for a set that the server accepts: what it refuses at once is not repeated here. Empty for every other kind.
 */
export function podStartFaults(object: JsonObject, target: Target): Cause[] {
  if (object.kind !== 'StatefulSet') return []
  const stored = storedObject(object, target)
  const set = asObject(stored.spec)
  const name = text(asObject(stored.metadata), 'name')
  return [
    ...nameFaults(name, set),
    ...serviceNameFaults(set, target),
    ...templateFaults(set, target),
    ...claimFaults(set, name, target),
  ]
}

/** S-95: the pod's name and the revision's are label values, of at most 63 characters. */
function nameFaults(name: string, set: JsonObject): Cause[] {
  const at = child(rootField('metadata'), 'name')
  const lastOrdinal = number(asObject(set.ordinals), 'start') + Math.max(number(set, 'replicas') - 1, 0)
  if (name.length + longestRevisionSuffix > 63) {
    const label = `the label controller-revision-hash, which is up to ${longestRevisionSuffix} characters longer than the name`
    return [invalid(at, name, `its pods carry ${label} and may have no more than 63`)]
  }
  const podName = `${name}-${lastOrdinal}`
  return podName.length > 63
    ? [invalid(at, name, `its pod ${podName} would have a name of more than 63 characters`)]
    : []
}

/** V-21: the service's name becomes the pod's subdomain. */
function serviceNameFaults(set: JsonObject, target: Target): Cause[] {
  const name = text(set, 'serviceName')
  return name === '' || atLeast(target.version, 33) ? [] : validateDnsLabel(name, child(spec, 'serviceName'))
}

/** V-28: from 1.34 on the server checks the template itself, apart from what it asks of pods alone. */
function templateFaults(set: JsonObject, target: Target): Cause[] {
  const at = child(spec, 'template')
  const { metadata, spec: podSpec } = asObject(set.template)
  const podOnly = [
    ...finalizerFaults(asObject(metadata), child(at, 'metadata'), target),
    ...imageFaults(asObject(podSpec), child(at, 'spec')),
  ]
  if (atLeast(target.version, 34)) return podOnly
  const { template, relocate } = joinClaimTemplates(set)
  const causes = validatePodTemplateSpec(
    template,
    at,
    target,
    podValidationOptions(asObject(set.template), undefined, target),
  ).map(relocate)
  // of these, the set's own rules have told already (V-25, V-26)
  const told = [`${at.field}.labels`, `${at.field}.annotations`, `${at.field}.spec.restartPolicy`]
  return [
    ...causes.filter(({ field }) => !told.some((known) => field === known || field.startsWith(`${known}[`))),
    ...podOnly,
  ]
}

/**
 * Labels and annotations of a template are the set's own matter; its finalizers are looked at when they are a pod's.
 */
function finalizerFaults(metadata: JsonObject, at: Field, target: Target): Cause[] {
  const pod: JsonObject = { name: 'pod', namespace: 'default', finalizers: metadata.finalizers }
  return validateObjectMeta(pod, { namespaced: true, nameRule: 'dns-subdomain' }, at, target)
}

/** validateContainersOnlyForPod. */
function imageFaults(podSpec: JsonObject, at: Field): Cause[] {
  return ['initContainers', 'containers'].flatMap((list) =>
    objectsAt(podSpec, list).flatMap((container, index) => {
      const image = text(container, 'image')
      return image === image.trim()
        ? []
        : [invalid(child(at, list, index, 'image'), image, 'must not have leading or trailing whitespace')]
    }),
  )
}

/**
 * V-30: the claims that the controller makes, as the server would take them. From 1.34 on it has looked at their spec
 * already.
 */
function claimFaults(set: JsonObject, setName: string, target: Target): Cause[] {
  const selected = asObject(asObject(set.selector).matchLabels)
  return asList(set.volumeClaimTemplates).flatMap((template, index) => {
    const at = child(spec, 'volumeClaimTemplates', index)
    const metadata = asObject(asObject(template).metadata)
    const claim: JsonObject = {
      apiVersion: 'v1',
      kind: 'PersistentVolumeClaim',
      metadata: {
        ...metadata,
        name: `${text(metadata, 'name')}-${setName}-${number(asObject(set.ordinals), 'start')}`,
        namespace: 'default',
        labels: { ...asObject(metadata.labels), ...selected },
      },
      spec: asObject(asObject(template).spec),
    }
    return claimStrategy
      .validate({ stored: storedObject(claim, target), submitted: claim, target })
      .filter(({ field }) => !field.startsWith('spec') || !atLeast(target.version, 34))
      .map((cause) => ({ ...cause, field: `${at.field}.${cause.field}`, path: [...at.path, ...cause.path] }))
  })
}
