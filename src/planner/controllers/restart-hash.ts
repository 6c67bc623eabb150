import type { Cluster, WorkloadSet } from '../cluster.js'
import { memoryOf, remember } from '../objects/index.js'

/** By mark, the templates that carry it, in the order in which they came: each with the collision count of its hash. */
const seen = memoryOf<WorkloadSet, Map<string, string[]>>('templates of a restart')

/**
 * The hash of a template that `kubectl rollout restart` has written to depends on the second at which that was run:
 * `<restart1>` stands for it. A later template that still carries the mark is another one: `<restart1.1>`.
 * @param mark `restart1`
 */
export function restartHash(
  cluster: Cluster,
  set: WorkloadSet,
  mark: string,
  data: string,
  collisionCount: number,
): string {
  const templates = remember(cluster, seen, set, () => new Map<string, string[]>())
  const known = templates.get(mark) ?? []
  templates.set(mark, known)
  const key = `${collisionCount} ${data}`
  if (!known.includes(key)) known.push(key)
  const place = known.indexOf(key)
  return place === 0 ? `<${mark}>` : `<${mark}.${place}>`
}
