/** kubectl label and annotate. */
import { labelValueFaults } from '../../kubernetes/names.js'
import { asObject, asString, entryOf, type JsonObject } from '../../kubernetes/json.js'
import type { Cluster } from '../cluster.js'
import { KubectlError } from './command-line.js'
import type { KubectlCommand } from './kubectl.js'
import type { LiveObject } from '../../apiserver/live-object.js'
import { storeOver } from '../server/live-objects.js'
import { replace } from '../../apiserver/requests.js'
import { requestOf } from './request.js'
import { attempt, say, type Replies } from './replies.js'
import { printedName } from '../../apiserver/resources.js'
import { findTargets, forEachTarget, refuseMissing } from './targets.js'

type LabelCommand = KubectlCommand & { verb: 'label' | 'annotate' }

export function labelObjects(
  cluster: Cluster,
  command: LabelCommand,
  objects: readonly JsonObject[],
  replies: Replies,
): void {
  if (command.verb === 'label') {
    for (const [key, value] of Object.entries(command.change.set)) {
      const faults = labelValueFaults(value, cluster.target)
      if (faults.length > 0)
        throw new KubectlError(`invalid label value: ${JSON.stringify(`${key}=${value}`)}: ${faults.join(';')}`)
    }
  }
  const { live, missing } = findTargets(cluster, command.targets, objects)
  refuseMissing(replies, missing)
  forEachTarget(cluster, live, (each) => {
    attempt(replies, each, () => {
      labelOne(cluster, command, each, replies)
    })
  })
}

function labelOne(cluster: Cluster, command: LabelCommand, live: LiveObject, replies: Replies): void {
  const { set, remove } = command.change
  const field = command.verb === 'label' ? 'labels' : 'annotations'
  const metadata = asObject(live.object['metadata'])
  const before = asObject(metadata[field])
  const taken = Object.entries(set).filter(
    ([key, value]) => entryOf(before, key) !== undefined && entryOf(before, key) !== value,
  )
  if (!command.overwrite && taken.length > 0) {
    const texts = taken.map(([key]) => `'${key}' already has a value (${asString(entryOf(before, key)) ?? ''})`)
    throw new KubectlError(
      command.verb === 'label'
        ? texts.map((text) => `${text}, and --overwrite is false`).join('\n')
        : `--overwrite is false but found the following declared annotation(s): ${texts.join('; ')}`,
    )
  }
  const added = Object.entries(set).filter(([key, value]) => entryOf(before, key) !== value)
  const removed = remove.filter((key) => entryOf(before, key) !== undefined)
  const notThere =
    command.verb === 'label'
      ? remove
          .filter((key) => entryOf(before, key) === undefined)
          .map((key) => `label ${JSON.stringify(key)} not found.`)
      : []
  const changes = added.length > 0 || removed.length > 0
  if (changes) {
    const after: JsonObject = { ...before, ...set }
    for (const key of removed) Reflect.deleteProperty(after, key)
    const object = { ...live.object, metadata: { ...metadata, [field]: after } }
    storeOver(cluster, live, replace(live, object, requestOf(cluster, command, `kubectl-${command.verb}`), 'Warn'))
  }
  const done = command.verb === 'annotate' ? 'annotated' : labelWord(before, added.length, removed, command)
  say(
    replies,
    live,
    !changes ? 'unchanged' : command.verb === 'label' ? 'labeled' : 'annotated',
    ...notThere,
    `${printedName(live.resource, live.name)} ${done}`,
  )
}

/** updateDataChangeMsg of kubectl 1.32: an object that got shorter has lost a label. */
function labelWord(
  before: JsonObject,
  added: number,
  removed: readonly string[],
  { change, overwrite }: LabelCommand,
): string {
  if (added === 0 && removed.length === 0) return 'not labeled'
  const after = { ...before, ...change.set }
  for (const key of removed) Reflect.deleteProperty(after, key)
  return !overwrite && JSON.stringify(after).length < JSON.stringify(before).length ? 'unlabeled' : 'labeled'
}
