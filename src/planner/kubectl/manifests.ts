/** The manifests that a kubectl line applies, creates or replaces. */
import { nameOf, resourceOfObject, type LiveObject } from '../../apiserver/live-object.js'
import { notServed } from '../../apiserver/requests.js'
import { asObject, asString, type JsonObject } from '../../kubernetes/json.js'
import type { Target } from '../../kubernetes/target.js'
import { decodeFaults } from '../../validation/decode.js'
import type { Cluster } from '../cluster.js'
import { isBeingDeleted } from '../server/live-objects.js'
import { KubectlError } from './command-line.js'
import { namespaceOf } from './namespaces.js'
import { refuse, type Replies, type Subject } from './replies.js'

/** Manifests of one command, and what kubectl calls the file that they are from. */
export interface Manifests {
  readonly objects: readonly JsonObject[]
  readonly source: string
  /** `-n` */
  readonly namespace?: string
}

/** The objects that the server knows; kubectl refuses the others one by one. */
export function served(
  cluster: Cluster,
  { objects, source, namespace: asked }: Manifests,
  replies: Replies,
): JsonObject[] {
  if (objects.length === 0) throw new KubectlError('no objects passed to apply')
  return objects.filter((object) => {
    const fault = notServed(object, source) ?? metadataFault(object, source, cluster.target)
    if (fault !== undefined) refuse(replies, subjectOf(object, asked), new KubectlError(fault))
    return fault === undefined
  })
}

/** kubectl reads the metadata of every object itself: what does not decode never gets to the server. */
function metadataFault({ metadata }: JsonObject, source: string, target: Target): string | undefined {
  const [fault] = decodeFaults({ apiVersion: 'apps/v1', kind: 'StatefulSet', metadata }, [], target).filter(
    ({ kind }) => kind !== 'unknown-field',
  )
  return fault === undefined ? undefined : `unable to decode ${JSON.stringify(source)}: ${fault.message}`
}

/** The object that a manifest speaks of. */
export function subjectOf(object: JsonObject, asked: string | undefined): Subject {
  const own = asString(asObject(object['metadata'])['namespace']) ?? ''
  return {
    resource: resourceOfObject(object),
    namespace: own === '' ? (asked ?? 'default') : own,
    name: nameOf(object),
  }
}

/** The object with the namespace that it goes into, as kubectl sends it. */
export function placed(object: JsonObject, asked: string | undefined): JsonObject {
  const { namespaced } = resourceOfObject(object)
  return namespaced
    ? { ...object, metadata: { ...asObject(object['metadata']), namespace: namespaceOf(object, asked) } }
    : object
}

/** What kubectl warns of when it has written to an object. */
export function warnIfDeleting(cluster: Cluster, live: LiveObject, replies: Replies): void {
  if (isBeingDeleted(cluster, live))
    replies.warnings.push(`Detected changes to resource ${live.name} which is currently being deleted.`)
}

/** An object as kubectl describes it in its errors. */
export function described({ resource, name, namespace }: Subject): string {
  const version = resource.group === '' ? resource.version : `${resource.group}/${resource.version}`
  return `Resource: "${version}, Resource=${resource.plural}", GroupVersionKind: "${version}, Kind=${resource.kind}"\nName: ${JSON.stringify(name)}, Namespace: ${JSON.stringify(namespace)}`
}

/** What kubectl says of a manifest without a name. */
export function nameless(object: JsonObject, namespace: string, quoted: string): KubectlError {
  const generated = asString(asObject(object['metadata'])['generateName'])
  if (generated !== undefined) return new KubectlError(`from ${generated}: cannot use generate name with apply`)
  const place = described({ resource: resourceOfObject(object), name: '', namespace })
  return new KubectlError(
    `error when retrieving current configuration of:\n${place}\nfrom server for: ${quoted}: resource name may not be empty`,
  )
}
