import { union } from './field-set.js'
import { identifier, type ManagedFields, type Managers, type Writer } from './managers.js'

/** So many managers that update are kept apart. */
const most = 10

/** capManagersManager: beyond ten, those that wrote longest ago become one, `ancient-changes`. */
export function capUpdateManagers(managers: Managers): Map<string, ManagedFields> {
  const result = new Map(managers)
  const updaters = [...managers]
    .filter(([, { operation }]) => operation === 'Update')
    .sort(
      ([a, one], [b, other]) => Math.floor(one.time ?? 0) - Math.floor(other.time ?? 0) || (a < b ? -1 : a > b ? 1 : 0),
    )
  let count = updaters.length
  const first = new Map<string, string>()
  for (const [key, entry] of updaters) {
    if (count <= most) break
    const { apiVersion } = entry
    const oldest = first.get(apiVersion)
    if (oldest === undefined) {
      first.set(apiVersion, key)
      continue
    }
    const bucket: Writer = { manager: 'ancient-changes', operation: 'Update', apiVersion }
    const bucketKey = identifier(bucket)
    let into = result.get(bucketKey)
    if (into === undefined) {
      into = { ...(result.get(oldest) ?? entry), ...bucket }
      result.delete(oldest)
    }
    result.delete(key)
    result.set(bucketKey, {
      ...bucket,
      ...(entry.time === undefined ? {} : { time: entry.time }),
      fields: union(entry.fields, into.fields),
    })
    count--
  }
  return result
}
