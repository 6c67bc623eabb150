/** Which objects a kubectl line means: the resource builder of k8s.io/cli-runtime. */
import type { JsonObject } from '../../kubernetes/json.js'
import type { Cluster } from '../cluster.js'
import { KubectlError } from './command-line.js'
import type { Targets } from './kubectl.js'
import { nameOf, resourceOfObject, type LiveObject } from '../../apiserver/live-object.js'
import { findLive, listLive } from '../server/live-objects.js'
import { refuse, type Replies, type Subject } from './replies.js'
import { ServerError } from '../../apiserver/server-error.js'
import { qualifiedPlural, resourcesNamed, type Resource } from '../../apiserver/resources.js'
import { namespaceOf } from './namespaces.js'
import { fieldSelector, labelsMatch, parseLabelSelector } from './selector-text.js'
import { inGroup } from '../store/index.js'
import { objectKey } from '../objects/index.js'

/** An object that is not there, and what the server says of that. */
export interface Missing {
  readonly subject: Subject
  readonly error: ServerError
}

export interface Found {
  readonly live: readonly LiveObject[]
  /** What was named and is not there. */
  readonly missing: readonly Missing[]
}

/**
 * Finds what a line names.
 * @param objects the objects of its `-f` manifests.
 * @param everyOfType whether a type without a name means all of them (kubectl rollout).
 * @throws {KubectlError} where the words do not fit together.
 */
export function findTargets(
  cluster: Cluster,
  targets: Targets,
  objects: readonly JsonObject[],
  everyOfType = false,
): Found {
  const live: LiveObject[] = []
  const missing: Missing[] = []
  const add = (resource: Resource, namespace: string, name: string): void => {
    const found = findLive(cluster, resource, namespace, name)
    if (found === undefined) missing.push({ subject: { resource, namespace, name }, error: notFound(resource, name) })
    else live.push(found)
  }
  for (const object of objects) add(resourceOfObject(object), namespaceOf(object, targets.namespace), nameOf(object))
  const namespace = targets.namespace ?? 'default'
  const [types, names, pairs] = splitArgs(targets.args)
  const selects = targets.all || targets.selector !== undefined || targets.fieldSelector !== undefined
  if (selects && objects.length === 0) {
    if (names.length > 0) throw new KubectlError('name cannot be provided when a selector is specified')
    if (pairs.length > 0)
      throw new KubectlError('selectors and the all flag cannot be used when passing resource/name arguments')
    if (types.length === 0) throw new KubectlError('at least one resource must be specified to use a selector')
  }
  for (const [resource, name] of pairs) add(resource, namespace, name)
  if (names.length > 0) {
    const [resource] = types
    if (types.length !== 1 || resource === undefined) throw new KubectlError('you must specify only one resource')
    for (const name of names) add(resource, namespace, name)
  } else if (types.length > 0) {
    if (!selects && !everyOfType) throw new KubectlError('resource(s) were provided, but no name was specified')
    live.push(...select(cluster, types, targets, namespace))
  } else if (pairs.length === 0 && objects.length === 0) {
    throw new KubectlError(
      "You must provide one or more resources by argument or filename.\nExample resource specifications include:\n   '-f rsrc.yaml'\n   '--filename=rsrc.json'\n   '<resource> <name>'\n   '<resource>'",
    )
  }
  return { live, missing }
}

/** The nodes that a line names, with or without the word `node`. */
export function findNodes(cluster: Cluster, targets: Targets, withType: boolean): Found {
  const args = withType
    ? targets.args
    : targets.selector === undefined && !targets.all
      ? ['nodes', ...targets.args.map((name) => name.replace(/^nodes?\//, ''))]
      : ['nodes']
  return findTargets(cluster, { ...targets, args }, [])
}

/**
 * Does the same to each, in the order in which kubectl comes to them: by name. The pods of a DaemonSet have random
 * names, so with several of them the order is not defined.
 */
export function forEachTarget(cluster: Cluster, live: readonly LiveObject[], act: (each: LiveObject) => void): void {
  const random = live.filter(
    ({ resource, namespace, name }) =>
      resource.kind === 'Pod' && cluster.objects.pods.get(objectKey(namespace, name))?.targetNode !== undefined,
  )
  if (random.length > 1) inGroup(cluster, () => live.forEach(act))
  else live.forEach(act)
}

/** What is not there is refused, and the act goes on. */
export function refuseMissing(replies: Replies, missing: readonly Missing[]): void {
  for (const { subject, error } of missing) refuse(replies, subject, error)
}

export function notFound(resource: Resource, name: string): ServerError {
  return new ServerError('NotFound', `${qualifiedPlural(resource)} ${JSON.stringify(name)} not found`)
}

function select(cluster: Cluster, types: readonly Resource[], targets: Targets, namespace: string): LiveObject[] {
  const labels = targets.selector === undefined ? undefined : parseLabelSelector(targets.selector)
  const fields = targets.fieldSelector === undefined ? undefined : fieldSelector(targets.fieldSelector)
  return types
    .flatMap((resource) => listLive(cluster, resource, targets.allNamespaces ? undefined : namespace))
    .filter(
      ({ object }) => (labels === undefined || labelsMatch(labels, object)) && (fields === undefined || fields(object)),
    )
}

function splitArgs(args: readonly string[]): [Resource[], string[], [Resource, string][]] {
  const withSlash = args.filter((word) => word.includes('/'))
  if (withSlash.length === 0) {
    const [types, ...names] = args
    return [types === undefined ? [] : types.split(',').flatMap(typesNamed), names, []]
  }
  if (withSlash.length !== args.length) {
    throw new KubectlError(
      "there is no need to specify a resource type as a separate argument when passing arguments in resource/name form (e.g. 'kubectl get resource/<resource_name>' instead of 'kubectl get resource resource/<resource_name>'",
    )
  }
  return [[], [], withSlash.map(pairOf)]
}

function pairOf(word: string): [Resource, string] {
  const [type = '', name = '', ...more] = word.split('/')
  if (more.length > 0) throw new KubectlError('arguments in resource/name form may not have more than one slash')
  const [resource] = typesNamed(type)
  if (type === '' || name === '' || resource === undefined)
    throw new KubectlError('arguments in resource/name form must have a single resource and name')
  return [resource, name]
}

function typesNamed(word: string): readonly Resource[] {
  const found = resourcesNamed(word)
  if (found === undefined) throw new KubectlError(`the server doesn't have a resource type ${JSON.stringify(word)}`)
  return found
}
