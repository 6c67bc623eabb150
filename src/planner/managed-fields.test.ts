import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { writeManagedFields } from '../apiserver/server-side-apply/index.js'
import { kindNamed } from '../kubernetes/kinds.js'
import type { JsonObject } from '../kubernetes/json.js'
import { performAct } from './acts/perform.js'
import { newChoices } from './controllers/controller.js'
import { playRounds } from './rounds.js'
import { findLive } from './server/live-objects.js'
import { newCluster, setNode } from './store/index.js'
import { readTrace, targetOfTrace, type RecordedTrace } from './testing/recorded-trace.js'

/**
 * `metadata.managedFields` of the sets after each step of a story, as the real API server of 1.37.2 had them (without
 * times, and without those of the status).
 */
const folder = new URL('../../testdata/managed-fields/', import.meta.url)
const traces = new URL('../../testdata/traces-ssa/own-1.37.2/', import.meta.url)

describe.each(readdirSync(folder).filter((file) => file.endsWith('.json')))('%s', (file) => {
  const recorded = JSON.parse(readFileSync(new URL(file, folder), 'utf8')) as Record<string, JsonObject[]>[]
  const trace = JSON.parse(readFileSync(new URL(file, traces), 'utf8')) as RecordedTrace
  const planned = managedAfterEach(trace)
  it.each(recorded.map((sets, index) => ({ sets, index })))('step $index', ({ sets, index }) => {
    expect(sortedSets(planned[index])).toEqual(sortedSets(sets))
  })
})

it('there are recordings', () => {
  expect(existsSync(new URL('mf-writers.json', folder))).toBe(true)
})

function managedAfterEach(trace: RecordedTrace): Record<string, JsonObject[]>[] {
  const cluster = newCluster(targetOfTrace(trace))
  for (const node of trace.scenario.nodes?.length ? trace.scenario.nodes : [{ name: 'node-1' }]) setNode(cluster, node)
  return readTrace(trace).map((read) => {
    performAct(cluster, read)
    playRounds(cluster, {
      pace: 'all',
      maxRounds: read.maxRounds ?? 200,
      waitSeconds: read.waitSeconds ?? 0,
      choices: newChoices({}),
    })
    return Object.fromEntries(
      [...cluster.objects.sets.values()].map(({ kind, metadata }) => {
        const live = findLive(cluster, kindNamed(kind) as never, metadata.namespace, metadata.name)
        const entries = live?.managed().filter(({ subresource }) => subresource !== 'status') ?? []
        return [
          `${kind}/${metadata.name}`,
          writeManagedFields(entries).map(({ time: _, fieldsType: __, ...entry }) => entry),
        ]
      }),
    )
  })
}

function sortedSets(sets: Readonly<Record<string, JsonObject[]>> | undefined): Record<string, JsonObject[]> {
  return Object.fromEntries(Object.entries(sets ?? {}).map(([set, entries]) => [set, sorted(entries)]))
}

/** Entries without their times have no order. */
function sorted(entries: readonly JsonObject[]): JsonObject[] {
  const key = (entry: JsonObject): string => JSON.stringify([entry.operation, entry.manager, entry.subresource])
  return [...entries].sort((a, b) => (key(a) < key(b) ? -1 : 1))
}
