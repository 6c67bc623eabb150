/** Everything that the real API servers stored (testdata/verdicts), we store too. */
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import type { JsonObject } from '../kubernetes/json.js'
import { resolveTarget } from '../kubernetes/target.js'
import { parseVersion } from '../kubernetes/versions.js'
import { storedObject } from './index.js'

interface Verdict {
  case: string
  accepted: boolean
  code: number
  defaulted?: JsonObject
}

const folder = 'testdata/verdicts'
/** Verdict manifests hold no YAML 1.1 surprises that an accepted object depends on. */
const read = (path: string): JsonObject =>
  parse(readFileSync(`${folder}/${path}`, 'utf8'), { version: '1.1', merge: true }) as JsonObject

describe.each(['1.33.13', '1.34.4', '1.35.4', '1.36.3', '1.37.2'])('what the API server of %s stores', (version) => {
  const target = resolveTarget(parseVersion(version))
  const verdicts = (JSON.parse(readFileSync(`${folder}/${version}.json`, 'utf8')) as Verdict[]).filter(
    (verdict) => verdict.accepted,
  )

  it('has verdicts to be held against', () => {
    expect(verdicts.length).toBeGreaterThan(90)
  })

  it.each(verdicts.filter(({ code }) => code === 201).map((verdict) => [verdict.case, verdict] as const))(
    'create %s',
    (name, { defaulted = {} }) => {
      const stored = storedObject(read(`manifests/${name}`), target)
      expect(stored).toEqual(withoutGeneratedName(defaulted))
    },
  )

  it.each(verdicts.filter(({ code }) => code === 200).map((verdict) => [verdict.case, verdict] as const))(
    'update %s',
    (name, { defaulted }) => {
      const before = storedObject(read(`pairs/${name}/before.yaml`), target)
      expect(storedObject(read(`pairs/${name}/after.yaml`), target, before)).toEqual(defaulted)
    },
  )
})

/** Nobody can foresee a name that the server makes up. */
function withoutGeneratedName(object: JsonObject): JsonObject {
  const metadata = object['metadata'] as JsonObject
  if (metadata['generateName'] === undefined) return object
  const { name: _, ...others } = metadata
  return { ...object, metadata: others }
}
