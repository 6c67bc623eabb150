/** Every ControllerRevision that the real controllers wrote (testdata/traces), byte for byte. */
import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { parseAllDocuments } from 'yaml'
import { storedObject } from '../defaults/index.js'
import { asObject, valueAt, type JsonObject } from './json.js'
import { revisionData, revisionHash, revisionName } from './revision-data.js'
import { parseFeatureGates, resolveTarget, type Target } from './target.js'
import { parseVersion } from './versions.js'

interface Trace {
  scenario: { gates?: string; steps: { apply?: string }[] }
  results: { history?: { name: string; data: string; owners?: string[] | null }[] }[]
}

const folder = 'testdata/traces'
const versions = readdirSync(folder).filter((name) => /^1\./.test(name))

/** The revision data of each set that a scenario applies, as it stands in the manifest. */
function appliedData({ scenario }: Trace, target: Target): Set<string> {
  const objects = scenario.steps.flatMap(({ apply = '' }) =>
    parseAllDocuments(apply, { version: '1.1' }).map((document) => document.toJS() as JsonObject | null),
  )
  const sets = objects.filter(
    (object) => object?.['kind'] === 'StatefulSet' || object?.['kind'] === 'DaemonSet',
  ) as JsonObject[]
  return new Set(
    sets.map((set) => revisionData(asObject(valueAt(storedObject(set, target), ['spec', 'template'])), target)),
  )
}

describe.each(versions)('the revisions of the controllers of %s', (version) => {
  const traces = readdirSync(`${folder}/${version}`)
    .filter((name) => name.endsWith('.json'))
    .map((name) => [name, JSON.parse(readFileSync(`${folder}/${version}/${name}`, 'utf8')) as Trace] as const)

  it.each(traces.filter(([, trace]) => trace.results.some(({ history = [] }) => history.length > 0)))(
    '%s',
    (_name, trace) => {
      const target = resolveTarget(parseVersion(version), parseFeatureGates(trace.scenario.gates ?? ''))
      const applied = appliedData(trace, target)
      const history = trace.results.flatMap(({ history = [] }) => history)
      for (const { name, data, owners } of history) {
        // a template that a kubectl command made stands in no manifest: it has to come out of its own decoding the same
        const template = asObject(valueAt(JSON.parse(data) as JsonObject, ['spec', 'template']))
        expect(revisionData(template, target)).toBe(data)
        if (owners?.some((owner) => owner.startsWith('StatefulSet/')) === true)
          expect(name).toBe(revisionName(name.slice(0, name.lastIndexOf('-')), revisionHash(data)))
      }
      expect(history.some(({ data }) => applied.has(data))).toBe(true)
    },
  )
})
