/** kubectl patch. */
import { asObject, equalJson, isObject, type JsonObject, type JsonValue } from '../../kubernetes/json.js'
import type { Cluster } from '../cluster.js'
import type { KubectlCommand } from './kubectl.js'
import type { LiveObject } from '../../apiserver/live-object.js'
import { storeOver } from '../server/live-objects.js'
import { goPrint } from '../../apiserver/go-print.js'
import { applyPatch, PatchError } from '../../apiserver/patch.js'
import { patched, replace } from '../../apiserver/requests.js'
import { ServerError } from '../../apiserver/server-error.js'
import { requestOf } from './request.js'
import { attempt, say, type Replies } from './replies.js'
import { printedName } from '../../apiserver/resources.js'
import { findTargets, refuseMissing } from './targets.js'

type PatchCommand = KubectlCommand & { verb: 'patch' }

export function patchObjects(
  cluster: Cluster,
  command: PatchCommand,
  objects: readonly JsonObject[],
  replies: Replies,
): void {
  const { patch } = command
  const { live, missing } = findTargets(cluster, command.targets, objects)
  refuseMissing(replies, missing)
  for (const each of live) {
    attempt(replies, each, () => {
      if (command.subresource === 'scale') {
        patchScale(cluster, command, each, patch)
        say(replies, each, 'patched', `scale.autoscaling/${each.name} patched`)
        return
      }
      const changed = patchOne(cluster, command, each, patch, replies)
      const line = `${printedName(each.resource, each.name)} patched${changed ? '' : ' (no change)'}`
      say(replies, each, changed ? 'patched' : 'unchanged', line)
    })
  }
}

/** @returns whether anything changed. */
function patchOne(
  cluster: Cluster,
  command: PatchCommand,
  live: LiveObject,
  patch: JsonValue | undefined,
  replies: Replies,
): boolean {
  if (patch === undefined) throw new ServerError('BadRequest', 'invalid JSON patch')
  const object = outcome(command, live, patch)
  const shown = command.type === 'strategic' && isObject(patch) ? goPrint(patch) : JSON.stringify(object)
  const request = requestOf(cluster, command, 'kubectl-patch')
  const accepted = patched(live, object, request, shown, 'Warn', command.type !== 'strategic')
  replies.warnings.push(...accepted.warnings)
  const changed =
    asObject(object['metadata'])['managedFields'] !== undefined ||
    !equalJson(comparable(accepted.stored), comparable(live.object))
  if (changed) storeOver(cluster, live, accepted)
  return changed
}

/** The scale of a set as an object of its own, patched; a StatefulSet has one. */
function patchScale(cluster: Cluster, command: PatchCommand, live: LiveObject, patch: JsonValue | undefined): void {
  if (patch === undefined) throw new ServerError('BadRequest', 'invalid JSON patch')
  if (live.resource.kind !== 'StatefulSet')
    throw new ServerError('NotFound', 'the server could not find the requested resource')
  const spec = asObject(live.object['spec'])
  const scale: JsonObject = {
    apiVersion: 'autoscaling/v1',
    kind: 'Scale',
    metadata: { name: live.name },
    spec: { replicas: spec['replicas'] },
  }
  const { replicas } = asObject(outcome(command, { ...live, object: scale }, patch)['spec'])
  storeOver(
    cluster,
    live,
    replace(
      live,
      { ...live.object, spec: { ...spec, replicas } },
      { ...requestOf(cluster, command, 'kubectl-patch'), subresource: 'scale' },
      'Warn',
    ),
  )
}

function outcome(command: PatchCommand, live: LiveObject, patch: JsonValue): JsonObject {
  try {
    return applyPatch(command.type, live.resource.kind, live.object, patch)
  } catch (error) {
    // A JSON patch that does not fit is a 422 without details; kubectl has no more to say of it.
    if (error instanceof PatchError && command.type === 'json')
      throw new ServerError('Invalid', 'the server rejected our request due to an error in our request')
    if (error instanceof PatchError) throw new ServerError('BadRequest', error.message)
    throw error
  }
}

/** What counts as a change: neither the status nor the empty maps that only one side writes. */
function comparable({ metadata, spec, ...rest }: JsonObject): JsonObject {
  const { labels, annotations, finalizers, ownerReferences } = isObject(metadata) ? metadata : {}
  const { status: _, ...others } = rest
  return {
    ...others,
    metadata: {
      labels: filled(labels),
      annotations: filled(annotations),
      finalizers: filled(finalizers),
      ownerReferences: filled(ownerReferences),
    },
    spec: spec ?? {},
  }
}

function filled(value: JsonValue | undefined): JsonValue | undefined {
  return value === undefined || value === null || Object.keys(value).length === 0 ? undefined : value
}
