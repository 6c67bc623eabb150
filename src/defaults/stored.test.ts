/**
 * Objects with random fields, and what the server's own code made of them (tools/store-oracle): every version, 1.29 to
 * 1.37.
 */
import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { asObject, type JsonObject } from '../kubernetes/json.js'
import { resolveTarget } from '../kubernetes/target.js'
import { parseVersion } from '../kubernetes/versions.js'
import { storedObject } from './index.js'

interface Row {
  object: JsonObject
  old?: JsonObject
  error?: string
  stored?: JsonObject
}

const folder = 'testdata/stored'

describe.each(readdirSync(folder).filter((name) => name.endsWith('.json')))(
  'what the code of the server stores: %s',
  (name) => {
    const rows = JSON.parse(readFileSync(`${folder}/${name}`, 'utf8')) as Row[]
    const target = resolveTarget(parseVersion(name.replace('.json', '')))

    it.each(
      rows
        .filter(({ stored }) => stored !== undefined)
        .map(
          (row, index) =>
            [`${String(row.object['kind'])} ${index}${row.old === undefined ? '' : ', an update'}`, row] as const,
        ),
    )('%s', (_title, { object, old, stored = {} }) => {
      expect(asAsked(storedObject(object, target, old))).toEqual(asAsked(stored))
    })
  },
)

/** The oracle asks no admission and no registry: no namespace, no finalizer and no creationTimestamp comes from it. */
function asAsked(stored: JsonObject): JsonObject {
  const { namespace: _, finalizers: __, creationTimestamp: ___, ...metadata } = asObject(stored['metadata'])
  const spec = { ...asObject(stored['spec']) }
  if (stored['kind'] === 'Service')
    for (const name of ['clusterIP', 'clusterIPs', 'ipFamilies', 'ipFamilyPolicy']) Reflect.deleteProperty(spec, name)
  return { ...stored, metadata, spec }
}
