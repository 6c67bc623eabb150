/** kubectl apply without further flags: a three-way merge on kubectl's side. */
import { goPrint } from '../../apiserver/go-print.js'
import { nameOf, resourceOfObject, type LiveObject } from '../../apiserver/live-object.js'
import { mergeRulesOf } from '../../apiserver/merge-rules.js'
import { create, patched, withoutNulls } from '../../apiserver/requests.js'
import { printedName } from '../../apiserver/resources.js'
import { lastAppliedAnnotation } from '../../apiserver/server-side-apply/index.js'
import { threeWayPatch } from '../../apiserver/strategic-diff.js'
import { applyStrategicPatch } from '../../apiserver/strategic-merge.js'
import { asObject, asString, isObject, type JsonObject } from '../../kubernetes/json.js'
import type { Cluster } from '../cluster.js'
import { findLive, storeNew, storeOver } from '../server/live-objects.js'
import type { ApplyCommand } from './kubectl.js'
import { described, nameless, warnIfDeleting } from './manifests.js'
import { namespaceOf } from './namespaces.js'
import { say, whileDoing, type Replies, type Subject } from './replies.js'
import { requestOf } from './request.js'

/** Applies one object. */
export function applyClientSide(
  cluster: Cluster,
  command: ApplyCommand,
  object: JsonObject,
  source: string,
  replies: Replies,
): void {
  const resource = resourceOfObject(object)
  const [name, namespace] = [nameOf(object), namespaceOf(object, undefined)]
  const subject: Subject = { resource, namespace, name }
  const quoted = JSON.stringify(source)
  if (name === '') throw nameless(object, namespace, quoted)
  const live = findLive(cluster, resource, namespace, name)
  const request = requestOf(cluster, command, 'kubectl-client-side-apply')
  if (live === undefined) {
    try {
      const accepted = create(withoutNulls(withLastApplied(object)), request)
      replies.warnings.push(...accepted.warnings)
      storeNew(cluster, resource, namespace, accepted)
    } catch (error) {
      throw whileDoing(error, `error when creating ${quoted}`)
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
    const accepted = patched(
      live,
      applyStrategicPatch(live.object, patch, mergeRulesOf(resource.kind)),
      request,
      goPrint(patch),
      'Strict',
    )
    replies.warnings.push(...accepted.warnings)
    storeOver(cluster, live, accepted)
  } catch (error) {
    throw whileDoing(
      error,
      `error when applying patch:\n${sortedJson(patch)}\nto:\n${described(live)}\nfor: ${quoted}: error when patching ${quoted}`,
    )
  }
  warnIfDeleting(cluster, live, replies)
  say(replies, subject, 'configured', `${printedName(resource, name)} configured`)
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

function missingAnnotation({ resource, name }: LiveObject): string {
  return `resource ${resource.plural}/${name} is missing the ${lastAppliedAnnotation} annotation which is required by kubectl apply. kubectl apply should only be used on resources created declaratively by either kubectl create --save-config or kubectl apply. The missing annotation will be patched automatically.`
}
