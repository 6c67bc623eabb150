/** kubectl apply --server-side: what kubectl sends, and how it moves on from client-side apply. */
import { asObject, asString, equalJson, type JsonObject } from '../../kubernetes/json.js'
import { nameOf, resourceOfObject, type LiveObject } from '../../apiserver/live-object.js'
import { apply, type Accepted, type Request } from '../../apiserver/requests.js'
import { ServerError } from '../../apiserver/server-error.js'
import { printedName } from '../../apiserver/resources.js'
import {
  annotationOwners,
  ApplyConflictError,
  kubectlManager,
  lastAppliedAnnotation,
  upgradedEntries,
} from '../../apiserver/server-side-apply/index.js'
import type { Cluster } from '../cluster.js'
import { findLive, storeNew, storeOver } from '../server/live-objects.js'
import { KubectlError } from './command-line.js'
import type { ApplyCommand } from './kubectl.js'
import { nameless, warnIfDeleting } from './manifests.js'
import { namespaceOf } from './namespaces.js'
import { say, type Replies } from './replies.js'
import { requestOf } from './request.js'

/** The manager under which kubectl keeps the annotation of client-side apply. */
const lastAppliedManager = 'kubectl-last-applied'

const advice = `Please review the fields above--they currently have other managers. Here
are the ways you can resolve this warning:
* If you intend to manage all of these fields, please re-run the apply
  command with the \`--force-conflicts\` flag.
* If you do not intend to manage all of the fields, please edit your
  manifest to remove references to the fields that should keep their
  current managers.
* You may co-own fields by updating your manifest to match the existing
  value; in this case, you'll become the manager if the other manager(s)
  stop managing the field (remove it from their configuration).
See https://kubernetes.io/docs/reference/using-api/server-side-apply/#conflicts`

/** Applies one object. */
export function applyServerSide(
  cluster: Cluster,
  command: ApplyCommand,
  object: JsonObject,
  source: string,
  replies: Replies,
): void {
  const resource = resourceOfObject(object)
  const [name, namespace] = [nameOf(object), namespaceOf(object, undefined)]
  if (name === '') throw nameless(object, namespace, JSON.stringify(source))
  const request = requestOf(cluster, command, kubectlManager)
  const find = (): LiveObject | undefined => findLive(cluster, resource, namespace, name)
  const send = (configuration: JsonObject, as: Request): void => {
    const live = find()
    const accepted = sent(live, configuration, as, command.forceConflicts)
    for (const warning of accepted.warnings) if (!replies.warnings.includes(warning)) replies.warnings.push(warning)
    if (live === undefined) storeNew(cluster, resource, namespace, accepted)
    else storeOver(cluster, live, accepted)
  }
  const before = find()
  send(object, request)
  const applied = find()
  if (applied !== undefined) {
    keepAnnotation(applied, request, send)
    if (moveOn(cluster, applied.resource, find, request)) send(object, request)
    warnIfDeleting(cluster, applied, replies)
  }
  const verb = before === undefined ? 'created' : equalJson(before.object, find()?.object) ? 'unchanged' : 'configured'
  say(replies, { resource, namespace, name }, verb, `${printedName(resource, name)} serverside-applied`)
}

function sent(live: LiveObject | undefined, configuration: JsonObject, request: Request, isForced: boolean): Accepted {
  try {
    return apply(live, configuration, request, isForced)
  } catch (error) {
    // kubectl takes every conflict for one over fields, and so one over the resourceVersion too
    const isConflict =
      error instanceof ApplyConflictError || (error instanceof ServerError && error.reason === 'Conflict')
    throw isConflict ? new KubectlError(`${error.message}\n${advice}`) : error
  }
}

/**
 * saveLastApplyAnnotationIfNecessary: the annotation gets a manager of its own, so that it does not go when the
 * manifest, which does not hold it, is applied.
 */
function keepAnnotation(
  { object, managed }: LiveObject,
  request: Request,
  send: (configuration: JsonObject, as: Request) => void,
): void {
  if (request.manager !== kubectlManager) return
  const metadata = asObject(object['metadata'])
  const annotation = asString(asObject(metadata['annotations'])[lastAppliedAnnotation])
  if (annotation === undefined || annotationOwners(managed(), 'Apply').length > 0) return
  const { apiVersion, kind } = object
  const { name, namespace } = metadata
  send(
    { apiVersion, kind, metadata: { name, namespace, annotations: { [lastAppliedAnnotation]: annotation } } },
    { ...request, manager: lastAppliedManager },
  )
}

/**
 * migrateToSSAIfNecessary: what kubectl's client-side apply owns becomes the applier's.
 * @returns whether anything was moved: the manifest is then applied again.
 */
function moveOn(
  cluster: Cluster,
  resource: LiveObject['resource'],
  find: () => LiveObject | undefined,
  request: Request,
): boolean {
  const live = find()
  if (live === undefined) return false
  const entries = live.managed()
  const clientSide = new Set(annotationOwners(entries, 'Update').map(({ manager }) => manager))
  const moved = upgradedEntries(entries, clientSide, request.manager)
  if (moved === entries) return false
  storeOver(cluster, { ...live, resource }, { stored: live.object, managed: () => moved, warnings: [] })
  return true
}
