/** What `rollcast default` does: manifests as the API server would store them. */
import type { JsonObject } from '../kubernetes/json.js'
import { meantKindOf } from '../kubernetes/kinds.js'
import type { Target } from '../kubernetes/target.js'
import { storedObject } from '../defaults/index.js'
import { writeYaml } from '../manifest/write.js'
import { manifestsIn, objectsIfAny, shownFile } from '../sources/manifests.js'
import { answerCreate } from '../validation/index.js'
import { CannotRun } from './cannot-run.js'
import { complaintOf } from './complaint.js'
import { manifestTexts } from './manifest-texts.js'
import { inNamespace } from './namespace.js'
import type { DefaultOptions } from './options.js'
import { emit } from './output.js'
import { targetAsked, warnOf } from './target-asked.js'
import type { CommandWorld } from './world.js'

/**
 * Runs the command; the exit status: 0 printed, 1 the server would refuse one, 2 something could not be read or run.
 */
export async function runDefault(
  manifests: readonly string[],
  options: DefaultOptions,
  world: CommandWorld,
): Promise<0 | 1 | 2> {
  try {
    const target = await targetAsked(options, { cwd: world.cwd, warn: warnOf(world) })
    const { names, read, isFound } = await manifestTexts(manifests, options, world)
    if (names.length === 0) throw new CannotRun('which manifest? Name a file, a folder, or - for standard input.')
    const stored: JsonObject[] = []
    let refused = 0
    let unread = 0
    for (const file of names) {
      // What is wrong with one file hides nothing of the next.
      try {
        const objects = (isFound(file) ? objectsIfAny : manifestsIn)(await read(file), file, options)
        for (const object of inNamespace(objects, options.namespace)) {
          const answer = storedForm(object, target)
          if ('message' in answer) {
            refused++
            world.complain(`${shownFile(file)}: ${String(answer.message)}\n`)
          } else stored.push(answer.stored)
        }
      } catch (error) {
        unread++
        world.complain(`rollcast default: ${complaintOf(error)}\n`)
      }
    }
    if (stored.length > 0)
      await emit(
        options.format === 'json'
          ? `${JSON.stringify(stored.length === 1 ? stored[0] : listOf(stored), null, 2)}\n`
          : stored.map(writeYaml).join('---\n'),
        options.outputFile,
        world,
      )
    return unread > 0 ? 2 : refused > 0 ? 1 : 0
  } catch (error) {
    world.complain(`rollcast default: ${complaintOf(error)}\n`)
    return 2
  }
}

function listOf(items: JsonObject[]): JsonObject {
  return { apiVersion: 'v1', kind: 'List', items }
}

function storedForm(object: JsonObject, target: Target): { stored: JsonObject } | { message: string } {
  const kind = meantKindOf(object)
  if (kind !== 'StatefulSet' && kind !== 'DaemonSet') return { stored: storedObject(object, target) }
  const answer = answerCreate(object, target)
  return answer.stored === undefined ? { message: answer.message } : { stored: answer.stored }
}
