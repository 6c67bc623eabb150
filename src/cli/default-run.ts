/** What `rollcast default` does: manifests as the API server would store them. */
import type { JsonObject } from '../kubernetes/json.js'
import { meantKindOf } from '../kubernetes/kinds.js'
import type { Target } from '../kubernetes/target.js'
import { storedObject } from '../defaults/index.js'
import { writeYaml } from '../manifest/write.js'
import { readSource } from '../sources/files.js'
import { manifestsIn, shownFile } from '../sources/manifests.js'
import { answerCreate } from '../validation/index.js'
import { complaintOf } from './complaint.js'
import type { DefaultOptions } from './options.js'
import { targetAsked } from './target-asked.js'
import type { CommandWorld } from './world.js'

/**
 * Runs the command; the exit status: 0 printed, 1 the server would refuse one, 2 something could not be read or run.
 */
export async function runDefault(
  files: readonly string[],
  options: DefaultOptions,
  world: CommandWorld,
): Promise<0 | 1 | 2> {
  try {
    const target = await targetAsked(options, { cwd: world.cwd })
    const stored: JsonObject[] = []
    let refused = 0
    for (const file of files) {
      for (const object of manifestsIn(await readSource(file, { cwd: world.cwd, stdin: world.stdin }), file)) {
        const answer = storedForm(object, target)
        if ('message' in answer) {
          refused++
          world.complain(`${shownFile(file)}: ${String(answer.message)}\n`)
        } else stored.push(answer.stored)
      }
    }
    if (stored.length > 0)
      world.print(
        options.format === 'json'
          ? `${JSON.stringify(stored.length === 1 ? stored[0] : listOf(stored), null, 2)}\n`
          : stored.map(writeYaml).join('---\n'),
      )
    return refused > 0 ? 1 : 0
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
