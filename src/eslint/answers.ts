/** The API server's answers for the objects of a file, asked once for all rules. */
import type { FieldPath } from '../kubernetes/field-path.js'
import { asObject, asString, type JsonObject } from '../kubernetes/json.js'
import type { Target } from '../kubernetes/target.js'
import type { Manifest } from '../manifest/types.js'
import { podStartFaults } from '../validation/apps/pod-start.js'
import { answerCreate, answerUpdate, type Answer, type Cause } from '../validation/index.js'
import { strategyOf } from '../validation/strategies.js'
import type { RollcastSettings } from './settings.js'

interface Known {
  readonly answer: Answer
  podStart?: readonly Cause[]
}

const known = new WeakMap<Manifest, WeakMap<Target, Known>>()

const accepted: Answer = { accepted: true, code: 201, message: '', causes: [], decodeFaults: [], warnings: [] }

/** Kinds that a manifest may name under a version which no server serves any more: the answer says so. */
const servedKinds: Readonly<Record<string, RegExp>> = {
  StatefulSet: /^[^.]*$/,
  DaemonSet: /^[^.]*$/,
  PodDisruptionBudget: /^policy\//,
  HorizontalPodAutoscaler: /^autoscaling\//,
}

/**
 * What the API server answers to a manifest: to an update of the object in `settings.before` with its identity, or to a
 * create.
 */
export function answerFor(manifest: Manifest, target: Target, settings: RollcastSettings): Answer {
  return knownOf(manifest, target, settings).answer
}

/** Why no pod of a set will ever start although the server takes the set; empty where it refuses it. */
export function podStartFor(manifest: Manifest, target: Target, settings: RollcastSettings): readonly Cause[] {
  const found = knownOf(manifest, target, settings)
  found.podStart ??= found.answer.accepted ? podStartFaults(manifest.object, target) : []
  return found.podStart
}

/** The object of `settings.before` with a manifest's identity. */
export function objectBefore(manifest: Manifest, { before = [] }: RollcastSettings): JsonObject | undefined {
  if (before.length === 0) return undefined
  const identity = identityOf(manifest.object)
  return before.find((object) => identityOf(object) === identity)
}

/** Kind, namespace and name; an object without a namespace is taken to be in `default`, as kubectl's own default is. */
function identityOf(object: JsonObject): string {
  const metadata = asObject(object.metadata)
  const group = (asString(object.apiVersion) ?? '').split('/').slice(0, -1).join('/')
  return [
    group,
    asString(object.kind) ?? '',
    asString(metadata.namespace) || 'default',
    asString(metadata.name) ?? '',
  ].join(' ')
}

function knownOf(manifest: Manifest, target: Target, settings: RollcastSettings): Known {
  let ofManifest = known.get(manifest)
  if (ofManifest === undefined) known.set(manifest, (ofManifest = new WeakMap()))
  let found = ofManifest.get(target)
  if (found === undefined) ofManifest.set(target, (found = { answer: ask(manifest, target, settings) }))
  return found
}

function ask(manifest: Manifest, target: Target, settings: RollcastSettings): Answer {
  const { object, apiVersion, kind } = manifest
  if (strategyOf(object) === undefined && servedKinds[kind]?.test(apiVersion) !== true) return accepted
  const options = { duplicateKeys: duplicateKeysOf(manifest) }
  const old = objectBefore(manifest, settings)
  return old === undefined ? answerCreate(object, target, options) : answerUpdate(old, object, target, options)
}

function duplicateKeysOf({ document, base }: Manifest): { path: FieldPath; line: number }[] {
  return document.duplicateKeys
    .filter(({ path }) => base.every((key, index) => path[index] === key))
    .map(({ path, line }) => ({ path: path.slice(base.length), line }))
}
