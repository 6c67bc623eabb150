import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import type { PlanEvent, PlannedStep, Round } from '../../plan.js'
import { plan } from '../../simulate.js'
import { readTrace, requestOf, type RecordedTrace } from '../../testing/recorded-trace.js'
import { recordedVersions } from '../../testing/recordings.js'

const folder = new URL('../../../../testdata/traces/', import.meta.url)

/** The nodes that a round's choices leave open, and how many of them are taken. */
function choicesOf(
  events: readonly PlanEvent[],
): { op: string; set: string | undefined; pick: number; of: readonly string[] }[] {
  const seen = new Set<PlanEvent['choice']>()
  return events.flatMap(({ op, name, choice }) => {
    if (choice === undefined || seen.has(choice)) return []
    seen.add(choice)
    return [{ op, set: name.split('@')[0], pick: choice.pick, of: choice.of }]
  })
}

function nodes(events: readonly PlanEvent[], op: string, set: string | undefined): string[] {
  return events
    .filter((event) => event.op === op && event.name.includes('@') && event.name.split('@')[0] === set)
    .map((event) => event.name.split('@')[1] ?? '')
}

/** The first round of a step in which a choice is made: up to there nothing depends on the tie-breaker. */
function firstChoice(rounds: readonly Round[]): number {
  return rounds.findIndex((round) => choicesOf(round.controllers).length > 0)
}

/** What happens in each round, whatever the order of what is done together. */
function happenings({ rounds }: PlannedStep): readonly string[][] {
  return rounds.map(({ controllers }) => controllers.map(({ op, kind, name }) => `${op} ${kind} ${name}`).sort())
}

const traces = recordedVersions(folder).flatMap((version) =>
  readdirSync(new URL(`${version}/`, folder))
    .filter((file) => file.startsWith('ds-') && file.endsWith('.json'))
    .map((file) => `${version}/${file}`),
)

describe('what the real controller chose is among what the plan leaves open', () => {
  it.each(traces.sort())('%s', (file) => {
    const trace = JSON.parse(readFileSync(new URL(file, folder), 'utf8')) as RecordedTrace
    const steps = readTrace(trace, () => [])
    const planned = plan(requestOf(trace, steps))
    const step = planned.steps.findIndex((each) => firstChoice(each.rounds) >= 0)
    if (step < 0) {
      // where nothing is open, it is of no use to prefer other nodes
      const names = (trace.scenario.nodes ?? []).map(({ name }) => name).sort()
      const others = plan(
        requestOf(
          trace,
          readTrace(trace, () => names.toReversed()),
        ),
      )
      expect(others.steps.map(happenings)).toEqual(planned.steps.map(happenings))
      return
    }
    const round = firstChoice(planned.steps[step]?.rounds ?? [])
    const recorded = trace.results[step]?.rounds[round]?.controllers ?? []
    for (const { op, set, pick, of } of choicesOf(planned.steps[step]?.rounds[round]?.controllers ?? [])) {
      const taken = nodes(recorded, op, set).filter((node) => of.includes(node))
      expect(taken.length, `${op} of ${of.join(', ')}`).toBe(pick)
    }
  })
})
