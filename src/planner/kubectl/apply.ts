/** kubectl apply (client side), create and replace. */
import { asObject, asString, isObject, type JsonObject } from '../../kubernetes/json.js'
import type { Cluster } from '../cluster.js'
import { KubectlError } from './command-line.js'
import { goPrint } from '../../apiserver/go-print.js'
import { nameOf, resourceOfObject, type LiveObject } from '../../apiserver/live-object.js'
import { findLive, isBeingDeleted, deleteLive, storeNew, storeOver } from '../server/live-objects.js'
import { mergeRulesOf } from '../../apiserver/merge-rules.js'
import { namespaceOf } from './namespaces.js'
import { alreadyExists, create, notServed, patched, replace, withoutNulls } from '../../apiserver/requests.js'
import { attempt, refuse, say, whileDoing, type Replies, type Subject } from './replies.js'
import { printedKind, printedName } from '../../apiserver/resources.js'
import { threeWayPatch } from '../../apiserver/strategic-diff.js'
import { applyStrategicPatch } from '../../apiserver/strategic-merge.js'
import { notFound } from './targets.js'

/** Where kubectl keeps the manifest that it applied last (S-110). */
const lastAppliedAnnotation = 'kubectl.kubernetes.io/last-applied-configuration'

/** Manifests of one command, and what kubectl calls the file that they are from. */
export interface Manifests {
  readonly objects: readonly JsonObject[]
  readonly source: string
  /** `-n` */
  readonly namespace?: string
}

/** `kubectl apply -f`: each object in turn; one that is refused does not keep the next from being applied. */
export function applyManifests(cluster: Cluster, manifests: Manifests, replies: Replies): void {
  for (const object of served(manifests, replies)) {
    attempt(replies, subjectOf(object, manifests.namespace), () => {
      applyOne(cluster, placed(object, manifests.namespace), manifests.source, replies)
    })
  }
}

function served({ objects, source, namespace: asked }: Manifests, replies: Replies): JsonObject[] {
  if (objects.length === 0) throw new KubectlError('no objects passed to apply')
  return objects.filter((object) => {
    const fault = notServed(object, source)
    if (fault !== undefined) refuse(replies, subjectOf(object, asked), new KubectlError(fault))
    return fault === undefined
  })
}

function subjectOf(object: JsonObject, asked: string | undefined): Subject {
  const own = asString(asObject(object['metadata'])['namespace']) ?? ''
  return {
    resource: resourceOfObject(object),
    namespace: own === '' ? (asked ?? 'default') : own,
    name: nameOf(object),
  }
}

/** The object with the namespace that it goes into, as kubectl sends it. */
function placed(object: JsonObject, asked: string | undefined): JsonObject {
  const { namespaced } = resourceOfObject(object)
  return namespaced
    ? { ...object, metadata: { ...asObject(object['metadata']), namespace: namespaceOf(object, asked) } }
    : object
}

function applyOne(cluster: Cluster, object: JsonObject, source: string, replies: Replies): void {
  const resource = resourceOfObject(object)
  const [name, namespace] = [nameOf(object), namespaceOf(object, undefined)]
  const subject: Subject = { resource, namespace, name }
  const quoted = JSON.stringify(source)
  if (name === '') throw nameless(object, namespace, quoted)
  const live = findLive(cluster, resource, namespace, name)
  if (live === undefined) {
    try {
      const { stored, warnings } = create(withoutNulls(withLastApplied(object)), cluster.target)
      replies.warnings.push(...warnings)
      storeNew(cluster, resource, namespace, stored)
    } catch (error) {
      throw whileDoing(error as Error, `error when creating ${quoted}`)
    }
    say(replies, subject, 'created', `${printedName(resource, name)} created`)
    return
  }
  const annotations = asObject(asObject(live.object['metadata'])['annotations'])
  if (annotations[lastAppliedAnnotation] === undefined) replies.warnings.push(missingAnnotation(live))
  const patch = applyPatchFor(live.object, object)
  if (Object.keys(patch).length === 0) {
    warnIfDeleting(cluster, live, replies)
    say(replies, subject, 'unchanged', `${printedName(resource, name)} unchanged`)
    return
  }
  try {
    const { stored, warnings } = patched(
      live,
      applyStrategicPatch(live.object, patch, mergeRulesOf(resource.kind)),
      cluster.target,
      goPrint(patch),
      'Strict',
    )
    replies.warnings.push(...warnings)
    storeOver(cluster, live, stored)
  } catch (error) {
    throw whileDoing(
      error as Error,
      `error when applying patch:\n${sortedJson(patch)}\nto:\n${described(live)}\nfor: ${quoted}: error when patching ${quoted}`,
    )
  }
  warnIfDeleting(cluster, live, replies)
  say(replies, subject, 'configured', `${printedName(resource, name)} configured`)
}

function warnIfDeleting(cluster: Cluster, live: LiveObject, replies: Replies): void {
  if (isBeingDeleted(cluster, live))
    replies.warnings.push(`Detected changes to resource ${live.name} which is currently being deleted.`)
}

/** The patch that kubectl apply sends for a manifest over what is there. */
function applyPatchFor(live: JsonObject, manifest: JsonObject): JsonObject {
  const original = lastApplied(live) ?? {}
  return threeWayPatch(original, withLastApplied(manifest), live, mergeRulesOf(asString(live['kind']) ?? ''))
}

/** The manifest that was applied last; undefined where the object does not say. */
function lastApplied(object: JsonObject): JsonObject | undefined {
  const text = asString(asObject(asObject(object['metadata'])['annotations'])[lastAppliedAnnotation])
  if (text === undefined) return undefined
  try {
    const value: unknown = JSON.parse(text)
    return isObject(value) ? value : undefined
  } catch {
    return undefined
  }
}

/** The object with itself in its annotation (util.GetModifiedConfiguration): keys sorted, a line's end behind. */
function withLastApplied(object: JsonObject): JsonObject {
  const metadata = asObject(object['metadata'])
  const annotations = { ...asObject(metadata['annotations']) }
  Reflect.deleteProperty(annotations, lastAppliedAnnotation)
  const bare = { ...object, metadata: { ...metadata, annotations } }
  return {
    ...object,
    metadata: { ...metadata, annotations: { ...annotations, [lastAppliedAnnotation]: `${sortedJson(bare)}\n` } },
  }
}

/** JSON as Go writes it: keys sorted, and what HTML could read as markup escaped. */
function sortedJson(value: unknown): string {
  const text = JSON.stringify(value, (_, item: unknown) =>
    isObject(item) ? Object.fromEntries(Object.entries(item).sort(([a], [b]) => (a < b ? -1 : 1))) : item,
  )
  return text.replace(
    /[<>&\u2028\u2029]/g,
    (character) => `\\u${(character.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}`,
  )
}

function described({ resource, name, namespace }: LiveObject): string {
  const version = resource.group === '' ? resource.version : `${resource.group}/${resource.version}`
  return `Resource: "${version}, Resource=${resource.plural}", GroupVersionKind: "${version}, Kind=${resource.kind}"\nName: ${JSON.stringify(name)}, Namespace: ${JSON.stringify(namespace)}`
}

function nameless(object: JsonObject, namespace: string, quoted: string): KubectlError {
  const generated = asString(asObject(object['metadata'])['generateName'])
  if (generated !== undefined) return new KubectlError(`from ${generated}: cannot use generate name with apply`)
  const place = described({ resource: resourceOfObject(object), name: '', namespace, object })
  return new KubectlError(
    `error when retrieving current configuration of:\n${place}\nfrom server for: ${quoted}: resource name may not be empty`,
  )
}

function missingAnnotation({ resource, name }: LiveObject): string {
  return `resource ${resource.plural}/${name} is missing the ${lastAppliedAnnotation} annotation which is required by kubectl apply. kubectl apply should only be used on resources created declaratively by either kubectl create --save-config or kubectl apply. The missing annotation will be patched automatically.`
}

/** `kubectl create -f` */
export function createManifests(cluster: Cluster, manifests: Manifests, replies: Replies): void {
  for (const bare of served(manifests, replies)) {
    const subject = subjectOf(bare, manifests.namespace)
    attempt(replies, subject, () => {
      const object = placed(bare, manifests.namespace)
      const resource = resourceOfObject(object)
      const [name, namespace] = [nameOf(object), namespaceOf(object, undefined)]
      try {
        if (findLive(cluster, resource, namespace, name) !== undefined) throw alreadyExists(object)
        const { stored, warnings } = create(object, cluster.target)
        replies.warnings.push(...warnings)
        storeNew(cluster, resource, namespace, stored)
      } catch (error) {
        throw whileDoing(error as Error, `error when creating ${JSON.stringify(manifests.source)}`)
      }
      say(replies, subject, 'created', `${printedName(resource, name)} created`)
    })
  }
}

/**
 * `kubectl replace -f`: what the manifest leaves out gets its default again (S-111); with `--force` it is deleted and
 * made anew.
 */
export function replaceManifests(cluster: Cluster, manifests: Manifests, force: boolean, replies: Replies): void {
  for (const bare of served(manifests, replies)) {
    const subject = subjectOf(bare, manifests.namespace)
    attempt(replies, subject, () => {
      const object = placed(bare, manifests.namespace)
      const resource = resourceOfObject(object)
      const [name, namespace] = [nameOf(object), namespaceOf(object, undefined)]
      const live = findLive(cluster, resource, namespace, name)
      try {
        if (force) {
          if (live !== undefined) {
            deleteLive(cluster, live, 'Background', 0)
            say(replies, subject, 'deleted', `${printedKind(resource)} ${JSON.stringify(name)} deleted`)
          }
          const { stored, warnings } = create(object, cluster.target)
          replies.warnings.push(...warnings)
          storeNew(cluster, resource, namespace, stored)
        } else {
          if (live === undefined) throw notFound(resource, name)
          const { stored, warnings } = replace(live, object, cluster.target)
          replies.warnings.push(...warnings)
          storeOver(cluster, live, stored)
        }
      } catch (error) {
        throw whileDoing(error as Error, `error when replacing ${JSON.stringify(manifests.source)}`)
      }
      say(replies, subject, 'replaced', `${printedName(resource, name)} replaced`)
    })
  }
}
