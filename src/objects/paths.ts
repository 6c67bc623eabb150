/** Paths with forward slashes, as texts: what is near what in a tree of files. */

/** The folder of a file; empty for one that lies where the paths count from. */
export function folderOf(file: string): string {
  const slash = file.lastIndexOf('/')
  return slash === -1 ? '' : file.slice(0, slash)
}

/** A path that counts from a folder, written as the folder is. */
export function joinPath(folder: string, path: string): string {
  const steps = folder === '' ? [] : folder.split('/')
  for (const step of path.split('/')) {
    if (step === '' || step === '.') continue
    if (step === '..' && steps.length > 0 && steps.at(-1) !== '..') steps.pop()
    else steps.push(step)
  }
  return steps.join('/')
}

/** Whether a file or folder lies in a folder, however deep; a folder lies in itself. */
export function isWithin(path: string, folder: string): boolean {
  return folder === '' ? !path.startsWith('../') && !path.startsWith('/') : `${path}/`.startsWith(`${folder}/`)
}

/**
 * Whether two folders are near each other: the same, one at most two steps below the other, or both in one folder
 * (`services/` beside `workloads/`).
 */
export function areNear(one: string, other: string): boolean {
  const { up, down } = way(one, other)
  return up === 0 || down === 0 ? up + down <= 2 : up === 1 && down === 1
}

/**
 * Tells of folders whether they go with a folder: they are near it, or lie with it in one of those of which a user says
 * that all in them belongs together.
 */
export function neighbours(folder: string, together: readonly string[]): (other: string) => boolean {
  const known = new Map<string, boolean>()
  return (other) => {
    let isNear = known.get(other)
    if (isNear === undefined) {
      isNear = areNear(folder, other) || together.some((root) => isWithin(folder, root) && isWithin(other, root))
      known.set(other, isNear)
    }
    return isNear
  }
}

/** How far apart two files lie: 0 for one and the same, 1 in one folder, and one more for each step between folders. */
export function distance(one: string, other: string): number {
  if (one === other) return 0
  const { up, down } = way(folderOf(one), folderOf(other))
  return 1 + up + down
}

/** The path to a file as it counts from another file's folder: `../services/web.yaml`. */
export function relativePath(from: string, file: string): string {
  const { up } = way(folderOf(from), folderOf(file))
  const shared = stepsOf(folderOf(from)).length - up
  return [...Array.from({ length: up }, () => '..'), ...file.split('/').slice(shared)].join('/')
}

/** The steps from one folder up to what both have in common, and from there down to the other. */
function way(one: string, other: string): { up: number; down: number } {
  const [steps, others] = [stepsOf(one), stepsOf(other)]
  let common = 0
  while (common < steps.length && common < others.length && steps[common] === others[common]) common++
  return { up: steps.length - common, down: others.length - common }
}

function stepsOf(folder: string): string[] {
  return folder === '' ? [] : folder.split('/')
}
