/** What `rollcast show` does: a plan that was written as JSON, printed again in any format. */
import { readPlanned } from '../sources/planned.js'
import { readSource } from '../sources/files.js'
import { complaintOf } from './complaint.js'
import type { ShowOptions } from './options.js'
import { emit } from './output.js'
import { printed, type Planned } from './plan-output.js'
import type { CommandWorld } from './world.js'

/** Runs the command; the exit status: 0 printed, 2 the file is no plan or cannot be read. */
export async function runShow(file: string, options: ShowOptions, world: CommandWorld): Promise<0 | 2> {
  try {
    const text = await readSource(file, { cwd: world.cwd, stdin: world.stdin })
    const planned = readPlanned(text, file) as Planned
    await emit(await printed(planned, options, world), options.outputFile, world)
    return 0
  } catch (error) {
    world.complain(`rollcast show: ${complaintOf(error)}\n`)
    return 2
  }
}
