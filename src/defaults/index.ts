/**
 * What the API server makes of a manifest before it stores it: decoding, defaults, what its strategies reset or drop,
 * and the form in which it writes the result.
 */
import { decodeStruct, encodeStruct } from '../kubernetes/go-types/decode.js'
import { goTypes, type GoTypes } from '../kubernetes/go-types/index.js'
import { asString, type JsonObject } from '../kubernetes/json.js'
import { answeredKindOf, rootType, type AnsweredKind } from '../kubernetes/kinds.js'
import type { Target } from '../kubernetes/target.js'
import { defaultClaimObject } from './claims.js'
import { defaultDaemonSet } from './daemonset.js'
import { structAt, unset } from './go-value.js'
import { defaultHorizontalPodAutoscaler } from './autoscaler.js'
import { defaultDisruptionBudget } from './disruption-budget.js'
import { defaultPodTemplate } from './pod-template.js'
import { defaultService } from './service.js'
import { defaultStatefulSet } from './statefulset.js'

/** Fills in and resets the fields of one decoded object, in place. `old` is decoded too. */
type Strategy = (object: JsonObject, target: Target, old: JsonObject | undefined, types: GoTypes) => void

const strategies: Readonly<Record<AnsweredKind, Strategy>> = {
  StatefulSet: defaultStatefulSet,
  DaemonSet: defaultDaemonSet,
  PersistentVolumeClaim: defaultClaimObject,
  Service: defaultService,
  PodDisruptionBudget: defaultDisruptionBudget,
  HorizontalPodAutoscaler: defaultHorizontalPodAutoscaler,
}

/**
 * The object as the API server would store it on create, or on update of `old` (a stored object). What only the server
 * can know is left out: uid, resourceVersion, creationTimestamp, managedFields, and the name that it makes from
 * generateName. It assumes that the object decodes; an object of a kind that Rollcast has no types of comes back as it
 * is.
 */
export function storedObject(object: JsonObject, target: Target, old?: JsonObject): JsonObject {
  const kind = answeredKindOf(object)
  const root = kind === undefined ? undefined : rootType(asString(object.apiVersion) ?? '', kind)
  if (kind === undefined || root === undefined) return object
  const types = goTypes(target.version.minor)
  const value = decodeStruct(object, root, types)
  const oldValue = old === undefined ? undefined : decodeStruct(old, root, types)
  resetMetadata(value, oldValue)
  strategies[kind](value, target, oldValue, types)
  const stored = encodeStruct(value, root, types)
  delete structAt(stored, 'metadata')['creationTimestamp']
  return stored
}

/** A pod template with its defaults, as a controller of that version fills them in. */
export function defaultedTemplate(template: JsonObject, target: Target): JsonObject {
  const types = goTypes(target.version.minor)
  const value = decodeStruct(template, 'core/v1.PodTemplateSpec', types)
  defaultPodTemplate(value, target)
  return encodeStruct(value, 'core/v1.PodTemplateSpec', types)
}

/** rest.BeforeCreate and rest.BeforeUpdate, as far as they do not make anything up. */
function resetMetadata(value: JsonObject, old: JsonObject | undefined): void {
  const metadata = structAt(value, 'metadata')
  for (const name of [
    'managedFields',
    'uid',
    'resourceVersion',
    'selfLink',
    'creationTimestamp',
    'deletionTimestamp',
    'deletionGracePeriodSeconds',
  ]) {
    unset(metadata, name)
  }
  metadata['namespace'] ??= 'default'
  if (old === undefined) return
  const oldMetadata = structAt(old, 'metadata')
  for (const name of ['generation', 'deletionTimestamp', 'deletionGracePeriodSeconds']) {
    metadata[name] = oldMetadata[name]
  }
}
