/** What the API server makes of a request: the object to store and its warnings, or a refusal. */
import { storedObject } from '../defaults/index.js'
import { asObject, asString, equalJson, isObject, setEntry, type JsonObject } from '../kubernetes/json.js'
import { answeredKindOf, kindNamed, qualifiedKind, rootType } from '../kubernetes/kinds.js'
import type { Target } from '../kubernetes/target.js'
import { answerCreate, answerUpdate, type Answer } from '../validation/index.js'
import { ConversionError, fromUnstructured } from './from-unstructured.js'
import { immutableSpecFault } from './immutable-spec.js'
import { nameOf, resourceOfObject, type LiveObject, type Managed } from './live-object.js'
import { qualifiedPlural, type Resource } from './resources.js'
import { refusalOf, ServerError } from './server-error.js'
import { withDroppedFields } from './server-side-apply/dropped-fields.js'
import {
  applyConfiguration,
  managedAfterScale,
  managedAfterUpdate,
  titleOf,
  versionOf,
  type ManagedFields,
  type Write,
} from './server-side-apply/index.js'

/** What the server stores, and the warnings that it sends along. */
export interface Accepted {
  readonly stored: JsonObject
  readonly managed: Managed
  readonly warnings: readonly string[]
}

/** The server that is asked, and as whom. */
export interface Request {
  readonly target: Target
  /** The field manager (`kubectl --field-manager`). */
  readonly manager: string
  /** The subresource that is written to, where it is not the object itself. */
  readonly subresource?: 'scale'
  /** Seconds since the story began. */
  readonly now: number
}

/** `Strict` is what kubectl apply, create and replace ask for; `kubectl patch` and the like get warnings. */
export type FieldValidation = 'Strict' | 'Warn'

/** The kinds whose rules Rollcast knows; others are stored as they are. */
const validated = ({ kind, group, version }: Resource): boolean =>
  answeredKindOf({ apiVersion: group === '' ? version : `${group}/${version}`, kind }) !== undefined
/** Kinds without rules here that still get their defaults. */
const defaulted = [
  'v1 Pod',
  'v1 PersistentVolumeClaim',
  'v1 Service',
  'policy/v1 PodDisruptionBudget',
  'autoscaling/v2 HorizontalPodAutoscaler',
]

/** A POST. @throws {ServerError} where the server refuses. */
export function create(object: JsonObject, request: Request): Accepted {
  return managedBy(request, undefined, object, createdObject(object, request.target))
}

/** A PUT. @throws {ServerError} where the server refuses. */
export function replace(
  live: LiveObject,
  object: JsonObject,
  request: Request,
  fieldValidation: FieldValidation = 'Strict',
): Accepted {
  return managedBy(request, live, object, updatedObject(live, object, request.target, fieldValidation))
}

/**
 * Server-side apply.
 * @param live undefined where there is no such object yet.
 * @throws {ServerError} where the server refuses.
 * @throws {ApplyConflictError} where it would change what others own, and is not forced.
 */
export function apply(
  live: LiveObject | undefined,
  configuration: JsonObject,
  request: Request,
  isForced: boolean,
): Accepted {
  const { object, managed } = applyConfiguration(writeOf(request, live), configuration, isForced)
  const { target } = request
  const plain = withoutNulls(converted(object, target, titleOf(configuration)))
  checkUid(live, plain)
  const answer = live === undefined ? createdObject(plain, target) : updatedObject(live, plain, target, 'Strict')
  return { ...answer, managed: () => managed }
}

/**
 * A PATCH asks for no identity beforehand, as a PUT does: its outcome may not have another uid than what is there.
 * @throws {ServerError} where it has.
 */
function checkUid(live: LiveObject | undefined, object: JsonObject): void {
  const uid = asString(asObject(object['metadata'])['uid']) ?? ''
  if (uid === '' || uid === asObject(live?.object['metadata'])['uid']) return
  const [resource, kind, name] = [resourceOfObject(object), asString(object['kind']) ?? '', nameOf(object)]
  if (live === undefined)
    throw new ServerError(
      'Conflict',
      `Operation cannot be fulfilled on ${qualifiedPlural(resource)} ${JSON.stringify(name)}: uid mismatch: the provided object specified uid ${uid}, and no existing object was found`,
    )
  const message = `Invalid value: ${JSON.stringify(uid)}: field is immutable`
  throw new ServerError(
    'Invalid',
    `${qualifiedKind(resource)} ${JSON.stringify(name)} is invalid: metadata.uid: ${message}`,
    { kind, name },
    [{ field: 'metadata.uid', message }],
  )
}

/** The outcome of an apply in the server's own type. @throws {ServerError} where it does not fit. */
function converted(object: JsonObject, target: Target, title: string): JsonObject {
  const [apiVersion, kind] = [asString(object['apiVersion']) ?? '', asString(object['kind']) ?? '']
  const root = rootType(apiVersion, kind)
  if (root === undefined) return object
  try {
    return fromUnstructured(object, root, target.version.minor)
  } catch (error) {
    if (!(error instanceof ConversionError)) throw error
    throw new ServerError(
      'Unknown',
      `failed to convert new object (${title}) to proper version: unable to convert unstructured object to ${versionOf(object)}, Kind=${kind}: ${error.message}`,
    )
  }
}

type Stored = Omit<Accepted, 'managed'>

function createdObject(object: JsonObject, target: Target): Stored {
  if (!validated(resourceOfObject(object))) return { stored: plainlyStored(object, target), warnings: [] }
  return accepted(answerCreate(object, target), object)
}

function updatedObject(live: LiveObject, object: JsonObject, target: Target, fieldValidation: FieldValidation): Stored {
  if (!validated(live.resource)) return keptSpec(live, object, target)
  return accepted(answerUpdate(live.object, object, target, { fieldValidation }), object)
}

/** What is stored, with its managed fields: they are worked out when somebody asks for them, which few do. */
function managedBy(request: Request, live: LiveObject | undefined, object: JsonObject, answer: Stored): Accepted {
  let known: readonly ManagedFields[] | undefined
  return { ...answer, managed: () => (known ??= settled(request, live, object, answer.stored)) }
}

function settled(
  request: Request,
  live: LiveObject | undefined,
  object: JsonObject,
  stored: JsonObject,
): readonly ManagedFields[] {
  const write = writeOf(request, live)
  if (live !== undefined && request.subresource === 'scale') {
    const isChanged = !equalJson(asObject(live.object['spec'])['replicas'], asObject(stored['spec'])['replicas'])
    return managedAfterScale(write, asString(stored['apiVersion']) ?? '', isChanged)
  }
  return managedAfterUpdate(write, withTemplateGeneration(withDroppedFields(stored, object, write.minor), object))
}

/**
 * A DaemonSet counts its templates in an annotation. The server settles who owns it before it counts, and reads a
 * request that does not name it as 0.
 */
function withTemplateGeneration(stored: JsonObject, requested: JsonObject): JsonObject {
  const given = (object: JsonObject): JsonObject => asObject(asObject(object['metadata'])['annotations'])
  if (given(stored)[templateGeneration] === undefined) return stored
  const value = given(requested)[templateGeneration] ?? '0'
  const annotations = { ...given(stored), [templateGeneration]: value }
  return { ...stored, metadata: { ...asObject(stored['metadata']), annotations } }
}

const templateGeneration = 'deprecated.daemonset.template.generation'

function writeOf({ target, manager, now }: Request, live: LiveObject | undefined): Write {
  return { live: live?.object, managed: live?.managed() ?? [], manager, minor: target.version.minor, now }
}

/**
 * A PATCH whose outcome is `object`: what does not decode is refused with the patch in the words.
 * @param shown what the server quotes in such a refusal: a strategic patch as Go prints a map, else the whole object.
 * @param decodes whether the outcome is decoded from JSON, not converted (the words for a wrong type differ).
 * @throws {ServerError} where the server refuses.
 */
export function patched(
  live: LiveObject,
  object: JsonObject,
  request: Request,
  shown: string,
  fieldValidation: FieldValidation,
  decodes = false,
): Accepted {
  const { target } = request
  checkUid(live, object)
  if (!validated(live.resource)) return managedBy(request, live, object, keptSpec(live, object, target))
  const answer = answerUpdate(live.object, object, target, { fieldValidation })
  if (answer.code !== 400 || answer.decodeFaults.length === 0)
    return managedBy(request, live, object, accepted(answer, object))
  const message = `Invalid value: ${JSON.stringify(shown)}: ${patchFault(answer, decodes)}`
  throw new ServerError('Invalid', ` "" is invalid: patch: ${message}`, { kind: '', name: '' }, [
    { field: 'patch', message },
  ])
}

/**
 * The fault of an object that came out of a patch: the converter knows only the Go kind that it could not fill
 * (runtime.FromUnstructured).
 */
function patchFault(answer: Answer, decodes: boolean): string {
  const broken = answer.decodeFaults.find(({ kind }) => kind !== 'unknown-field' && kind !== 'duplicate-field')
  if (broken === undefined)
    return `strict decoding error: ${answer.decodeFaults.map(({ message }) => message).join(', ')}`
  const match = /cannot unmarshal (\w+) into Go .* of type (\S+)$/.exec(broken.message)
  if (decodes || match?.[1] === undefined || match[2] === undefined) return broken.message
  const [, given, type] = match
  if (type.startsWith('[]')) return `cannot restore slice from ${goKind(given)}`
  if (type.startsWith('map[')) return `cannot restore map from ${goKind(given)}`
  if (/^[a-z0-9]*\.?[A-Z]/.test(type)) return `cannot restore struct from: ${goKind(given)}`
  return `unrecognized type: ${type}`
}

function goKind(given: string): string {
  return given === 'number' ? 'int64' : given === 'array' ? 'slice' : given === 'object' ? 'map' : given
}

function accepted(answer: Answer, object: JsonObject): Stored {
  if (!answer.accepted || answer.stored === undefined)
    throw refusalOf(answer, asString(object['kind']) ?? '', nameOf(object))
  return { stored: answer.stored, warnings: answer.warnings.map(({ message }) => message) }
}

/** An update of a kind whose rules are not known here, but for what of a pod's and a claim's spec may not change. */
function keptSpec(live: LiveObject, object: JsonObject, target: Target): Stored {
  const stored = plainlyStored(object, target, live.object)
  const fault = immutableSpecFault(
    live.resource.kind,
    asObject(plainlyStored(live.object, target)['spec']),
    asObject(stored['spec']),
  )
  if (fault === undefined) return { stored, warnings: [] }
  throw new ServerError(
    'Invalid',
    `${live.resource.kind} ${JSON.stringify(live.name)} is invalid: spec: ${fault}`,
    { kind: live.resource.kind, name: live.name },
    [{ field: 'spec', message: fault }],
  )
}

/** A stored object as the server of a version reads it from its store: with that version's defaults. */
export function storedAs(object: JsonObject, target: Target): JsonObject {
  return storedObject(object, target, object)
}

function plainlyStored(object: JsonObject, target: Target, old?: JsonObject): JsonObject {
  const plain = withoutNulls(object)
  return defaulted.includes(`${asString(object['apiVersion']) ?? ''} ${asString(object['kind']) ?? ''}`)
    ? storedObject(plain, target, old)
    : plain
}

/** Null counts as unset (pruneNullsFromMap; the decoder). */
export function withoutNulls(object: JsonObject): JsonObject {
  const plain: JsonObject = {}
  for (const [key, value] of Object.entries(object)) {
    if (value === null || value === undefined) continue
    const kept = isObject(value)
      ? withoutNulls(value)
      : Array.isArray(value)
        ? value.map((item) => (isObject(item) ? withoutNulls(item) : item))
        : value
    setEntry(plain, key, kept)
  }
  return plain
}

export function alreadyExists(object: JsonObject): ServerError {
  return new ServerError(
    'AlreadyExists',
    `${qualifiedPlural(resourceOfObject(object))} ${JSON.stringify(nameOf(object))} already exists`,
  )
}

/**
 * What kubectl says of a manifest whose kind is served nowhere in that version; undefined where it may be (a custom
 * kind is taken to be installed).
 */
export function notServed(object: JsonObject, source: string): string | undefined {
  const [apiVersion, kind] = [asString(object['apiVersion']) ?? '', asString(object['kind']) ?? '']
  const { version } = resourceOfObject(object)
  const isSet = kindNamed(kind)?.group === 'apps'
  const group = apiVersion.includes('/') ? apiVersion.slice(0, apiVersion.indexOf('/')) : ''
  const wrong =
    group === 'apps'
      ? !(isSet && apiVersion === 'apps/v1')
      : isSet
        ? ['', 'extensions'].includes(group)
        : group === '' && version !== apiVersion
  if (!wrong) return undefined
  const metadata = asObject(object['metadata'])
  return `resource mapping not found for name: ${JSON.stringify(nameOf(object))} namespace: ${JSON.stringify(asString(metadata['namespace']) ?? '')} from ${JSON.stringify(source)}: no matches for kind ${JSON.stringify(kind)} in version ${JSON.stringify(apiVersion)}\nensure CRDs are installed first`
}
