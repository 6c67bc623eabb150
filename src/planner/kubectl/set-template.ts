/** kubectl set image, env and resources: changes of the containers of a pod template. */
import { asList, asObject, asString, entryOf, equalJson, type JsonObject } from '../../kubernetes/json.js'
import { parseQuantity, QuantityError } from '../../kubernetes/quantity.js'
import type { Cluster } from '../cluster.js'
import { KubectlError } from './command-line.js'
import type { KubectlCommand, PairChange } from './kubectl.js'
import type { LiveObject } from '../../apiserver/live-object.js'
import { storeOver } from '../server/live-objects.js'
import { replace } from '../../apiserver/requests.js'
import { ServerError } from '../../apiserver/server-error.js'
import { requestOf } from './request.js'
import { attempt, say, type Replies } from './replies.js'
import { printedName } from '../../apiserver/resources.js'
import { findTargets, refuseMissing } from './targets.js'

type SetCommand = KubectlCommand & { verb: 'set image' | 'set env' | 'set resources' }
type EditContainer = (container: JsonObject) => JsonObject

const done = {
  'set image': 'image updated',
  'set env': 'env updated',
  'set resources': 'resource requirements updated',
} as const
const failed = {
  'set image': 'failed to patch image update to pod template: ',
  'set env': 'failed to patch env update to pod template: ',
  'set resources': 'failed to patch resources update to pod template ',
} as const

export function setTemplate(
  cluster: Cluster,
  command: SetCommand,
  objects: readonly JsonObject[],
  replies: Replies,
): void {
  const { live, missing } = findTargets(cluster, command.targets, objects)
  // These commands look everything up before they change anything.
  if (missing.length > 0) {
    refuseMissing(replies, missing)
    return
  }
  if (command.verb === 'set image' && Object.keys(command.images).length === 0)
    throw new KubectlError('at least one image update is required')
  if (command.verb === 'set env' && Object.keys(command.env.set).length + command.env.remove.length === 0) return
  for (const each of live) {
    attempt(replies, each, () => {
      const object = editContainers(each, (names) => editFor(command, each, names, replies))
      if (equalJson(object, each.object)) {
        say(replies, each, 'unchanged')
        return
      }
      try {
        storeOver(cluster, each, replace(each, object, requestOf(cluster, command, 'kubectl-set'), 'Warn'))
      } catch (error) {
        throw error instanceof ServerError ? new KubectlError(`${failed[command.verb]}${error.message}`) : error
      }
      say(replies, each, 'updated', `${printedName(each.resource, each.name)} ${done[command.verb]}`)
    })
  }
}

/** The edit of each container, once it is known which ones there are. */
function editFor(command: SetCommand, live: LiveObject, names: readonly string[], replies: Replies): EditContainer {
  if (command.verb === 'set image') {
    for (const name of Object.keys(command.images)) {
      if (name !== '*' && !names.includes(name))
        replies.errors.push(new KubectlError(`error: unable to find container named ${JSON.stringify(name)}`))
    }
    return (container) => {
      const image = entryOf(command.images, asString(container['name']) ?? '') ?? command.images['*']
      return image === undefined ? container : { ...container, image }
    }
  }
  const chosen = (container: JsonObject): boolean =>
    wildcard(command.containers).test(asString(container['name']) ?? '')
  if (command.verb === 'set env') {
    if (!names.some((name) => wildcard(command.containers).test(name))) {
      replies.warnings.push(
        `${live.resource.kind}/${live.name} does not have any containers matching ${JSON.stringify(command.containers)}`,
      )
    }
    return (container) =>
      chosen(container)
        ? editEnv(container, command.env, command.overwrite, `error: ${live.resource.plural}/${live.name}`)
        : container
  }
  if (!names.some((name) => wildcard(command.containers).test(name))) {
    replies.errors.push(new KubectlError(`error: unable to find container named ${command.containers}`))
  }
  const [limits, requests] = [quantities(command.limits), quantities(command.requests)]
  return (container) => {
    if (!chosen(container)) return container
    const resources = asObject(container['resources'])
    return {
      ...container,
      resources: {
        ...resources,
        ...(limits === undefined ? {} : { limits: { ...asObject(resources['limits']), ...limits } }),
        ...(requests === undefined ? {} : { requests: { ...asObject(resources['requests']), ...requests } }),
      },
    }
  }
}

function wildcard(pattern: string): RegExp {
  return new RegExp(
    `^${pattern
      .split('*')
      .map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
      .join('.*')}$`,
  )
}

/** updateEnv: what is set stands where the variable of that name stood, what is new goes to the end. */
function editEnv(container: JsonObject, { set, remove }: PairChange, overwrite: boolean, subject: string): JsonObject {
  const before = asList(container['env']).map(asObject)
  const named = (variable: JsonObject): string => asString(variable['name']) ?? ''
  const taken = before.find((variable) => !overwrite && entryOf(set, named(variable)) !== undefined)
  if (taken !== undefined)
    throw new KubectlError(
      `${subject} '${named(taken)}' already has a value (${asString(taken['value']) ?? ''}), and --overwrite is false`,
    )
  const covered = new Set(remove)
  const env: JsonObject[] = []
  for (const variable of before) {
    const name = named(variable)
    if (covered.has(name)) continue
    const value = entryOf(set, name)
    if (value === undefined) env.push(variable)
    else {
      covered.add(name)
      env.push({ name, value })
    }
  }
  for (const [name, value] of Object.entries(set)) if (!covered.has(name)) env.push({ name, value })
  const { env: _, ...rest } = container
  return env.length === 0 ? rest : { ...rest, env }
}

function quantities(text: string | undefined): JsonObject | undefined {
  if (text === undefined || text === '') return undefined
  return Object.fromEntries(
    text.split(',').map((part) => {
      const [name = '', value, ...more] = part.split('=')
      if (value === undefined || more.length > 0)
        throw new KubectlError(`Invalid argument syntax ${part}, expected <resource>=<value>`)
      checkQuantity(value)
      return [name, value]
    }),
  )
}

function checkQuantity(value: string): void {
  try {
    parseQuantity(value)
  } catch (error) {
    throw error instanceof QuantityError ? new KubectlError(error.message) : error
  }
}

function editContainers(
  { resource, object }: LiveObject,
  editFor: (names: readonly string[]) => EditContainer,
): JsonObject {
  const inTemplate = resource.kind !== 'Pod'
  const spec = asObject(object['spec'])
  const template = asObject(spec['template'])
  if (inTemplate && spec['template'] === undefined)
    throw new KubectlError(
      `error: ${resource.plural}/${nameIn(object)} the object is not a pod or does not have a pod template: *v1.${resource.kind}`,
    )
  const pod = inTemplate ? asObject(template['spec']) : spec
  const lists = ['initContainers', 'containers'] as const
  const edit = editFor(
    lists.flatMap((list) => asList(pod[list]).map((container) => asString(asObject(container)['name']) ?? '')),
  )
  const edited: JsonObject = { ...pod }
  for (const list of lists)
    if (pod[list] !== undefined) edited[list] = asList(pod[list]).map((container) => edit(asObject(container)))
  return { ...object, spec: inTemplate ? { ...spec, template: { ...template, spec: edited } } : edited }
}

function nameIn(object: JsonObject): string {
  return asString(asObject(object['metadata'])['name']) ?? ''
}
