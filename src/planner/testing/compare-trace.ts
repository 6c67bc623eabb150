/** Holds a plan against a recorded trace: the only place that says what "exact" means. */
import type { Plan, PlanEvent, PlannedStep, Round } from '../plan.js'
import type { RecordedStep, RecordedTrace } from './recorded-trace.js'

/**
 * The first difference, told so that a person sees what to look at; undefined where the plan is exactly what was
 * recorded.
 */
export function firstDifference(trace: RecordedTrace, plan: Plan): string | undefined {
  const names = revisionNames(trace, plan)
  if (trace.results.length !== plan.steps.length)
    return `${plan.steps.length} steps are planned, ${trace.results.length} were recorded`
  for (const [index, recorded] of trace.results.entries()) {
    const planned = plan.steps[index] as PlannedStep
    const difference = stepDifference(renamed(recorded, names), planned)
    if (difference !== undefined) return `step ${index + 1}, ${shownStep(recorded)}: ${difference}`
  }
  return undefined
}

function shownStep({ step }: RecordedStep): string {
  if (step.apply !== undefined) return 'apply'
  const text = step.kubectl === undefined ? JSON.stringify(step) : `kubectl ${step.kubectl.join(' ')}`
  return text.length > 100 ? `${text.slice(0, 99)}…` : text
}

/**
 * A revision of a template that `kubectl rollout restart` has written to has a name that depends on the second at which
 * that was run: the plan calls it `<set>-<restart1>`. Recorded names are replaced by the plan's, in order of
 * appearance.
 */
function revisionNames(trace: RecordedTrace, plan: Plan): ReadonlyMap<string, string> {
  const names = new Map<string, string>()
  for (const [index, recorded] of trace.results.entries()) {
    const made = (rounds: readonly Round[] | undefined) =>
      (rounds ?? [])
        .flatMap((round) => round.controllers)
        .filter((event) => event.kind === 'ControllerRevision' && event.op === 'create')
    const planned = made(plan.steps[index]?.rounds)
    for (const [place, event] of made(recorded.rounds).entries()) {
      const name = planned[place]?.name
      if (name?.includes('<restart') !== true) continue
      names.set(event.name, name)
      const owner = (event.owners?.[0] ?? '').split('/')
      // a DaemonSet's pods carry the bare hash
      if (owner[0] === 'DaemonSet')
        names.set(event.name.slice((owner[1] ?? '').length + 1), name.slice((owner[1] ?? '').length + 1))
    }
  }
  return names
}

function renamed(recorded: RecordedStep, names: ReadonlyMap<string, string>): RecordedStep {
  let text = JSON.stringify(recorded)
  for (const [from, to] of [...names].sort(([a], [b]) => b.length - a.length)) text = text.replaceAll(from, to)
  return JSON.parse(text) as RecordedStep
}

function stepDifference(recorded: RecordedStep, planned: PlannedStep): string | undefined {
  const error = recorded.error ?? ''
  if (error !== (planned.error ?? ''))
    return told('kubectl answers', error || '(no error)', planned.error ?? '(no error)')
  if ((error !== '') !== (planned.outcome === 'refused')) return `the outcome is planned as ${planned.outcome}`
  if (!printsAlike(recorded, planned)) return told('kubectl prints', recorded.output, planned.output)
  const warnings = (recorded.warnings ?? []).map(shownWarning).join('\n')
  const expected = planned.warnings.map(shownWarning).join('\n')
  if (warnings !== expected) return told('the warnings differ', warnings, expected)
  return roundsDifference(recorded, planned) ?? stateDifference(recorded, planned)
}

/**
 * A drain waits for its pods, which end only when nodes act: the recorder ends it before, and so its last lines are
 * missing. It evicts all pods at once, in no order.
 */
function printsAlike(recorded: RecordedStep, planned: PlannedStep): boolean {
  const [said, expected] = [shownOutput(recorded.output), shownOutput(planned.output)]
  if (recorded.step.kubectl?.[0] !== 'drain' || said.includes(' drained')) return said === expected
  const lines = expected.split('\n')
  return said.split('\n').every((line) => lines.includes(line))
}

/** Without the random part of a DaemonSet's pod names: `agent-7gdst`, which a plan calls `agent@node-2`. */
function shownOutput(output = ''): string {
  return output.replace(/(?<=pod[/ ]"?)([a-z0-9.-]+?)(-[bcdfghjklmnpqrstvwxz2456789]{5}|@[a-z0-9.-]+)(?=[" ])/g, '$1-*')
}

/** A warning names pods with their namespace, which is one of the recorder's own: `lab-25/agent-7gdst`. */
function shownWarning(warning: string): string {
  return warning.replace(
    /(?<=[ ,])[a-z0-9-]+\/([a-z0-9.-]+?)(-[bcdfghjklmnpqrstvwxz2456789]{5}|@[a-z0-9.-]+)(?=,|$)/g,
    '$1-*',
  )
}

/**
 * While a set is being deleted, its ControllerRevisions are left out: the garbage collector deletes them and the
 * controller may make them again, in a race. So are rounds in which nothing happens.
 */
function roundsOf(step: RecordedStep | PlannedStep): Round[] {
  const [verb, kind] = step.step.kubectl ?? []
  const deletesSet = verb === 'delete' && (kind === 'sts' || kind === 'ds')
  return step.rounds
    .map((round) => ({
      controllers: round.controllers.filter((event) => !deletesSet || event.kind !== 'ControllerRevision'),
      nodes: round.nodes,
    }))
    .filter((round) => round.controllers.length > 0 || round.nodes.length > 0)
}

function roundsDifference(recorded: RecordedStep, planned: PlannedStep): string | undefined {
  const want = roundsOf(recorded)
  const got = roundsOf(planned)
  for (let index = 0; index < Math.max(want.length, got.length); index++) {
    for (const side of ['controllers', 'nodes'] as const) {
      const planned = got[index]?.[side] ?? []
      const difference = eventsDifference(want[index]?.[side] ?? [], side === 'nodes' ? groupedByPod(planned) : planned)
      if (difference !== undefined) return `round ${index + 1}, ${side}: ${difference}`
    }
  }
  return undefined
}

/** Of two pods of a DaemonSet on one node, the random part of the name says which comes first. */
function groupedByPod(events: readonly PlanEvent[]): PlanEvent[] {
  let group = 0
  return events.map((event, index) => {
    if (event.name !== events[index - 1]?.name) group++
    return { ...event, group }
  })
}

function eventsDifference(recorded: readonly PlanEvent[], planned: readonly PlanEvent[]): string | undefined {
  const want = recorded.map(shownEvent)
  let at = 0
  for (const group of inGroups(planned)) {
    const open = group.map(shownEvent)
    for (const event of want.slice(at, at + open.length)) {
      const found = open.indexOf(event)
      if (found < 0) return lists(want, planned)
      open.splice(found, 1)
    }
    if (open.length > 0 && at + group.length > want.length) return lists(want, planned)
    at += group.length
  }
  return at === want.length ? undefined : lists(want, planned)
}

/** Events without a group are each a group of their own. */
function inGroups(events: readonly PlanEvent[]): PlanEvent[][] {
  const groups: PlanEvent[][] = []
  let last: number | undefined
  for (const event of events) {
    const group = groups.at(-1)
    if (group !== undefined && event.group !== undefined && event.group === last) group.push(event)
    else groups.push([event])
    last = event.group
  }
  return groups
}

function lists(want: readonly string[], planned: readonly PlanEvent[]): string {
  const got = planned.map(shownEvent)
  const missing = without(want, got)
  const tooMany = without(got, want)
  const grouped = inGroups(planned).map((group) =>
    group.length === 1 ? shownEvent(group[0] as PlanEvent) : `any order {${group.map(shownEvent).join('; ')}}`,
  )
  return [
    missing.length + tooMany.length === 0 ? 'the order differs' : 'the events differ',
    ...missing.map((event) => `    not planned:  ${event}`),
    ...tooMany.map((event) => `    not recorded: ${event}`),
    `    recorded: ${want.join('; ') || '(nothing)'}`,
    `    planned:  ${grouped.join('; ') || '(nothing)'}`,
  ].join('\n')
}

function without(list: readonly string[], other: readonly string[]): string[] {
  const rest = [...other]
  return list.filter((event) => {
    const found = rest.indexOf(event)
    if (found >= 0) rest.splice(found, 1)
    return found < 0
  })
}

function shownEvent(event: PlanEvent): string {
  const parts = [event.op, event.kind === 'PersistentVolumeClaim' ? 'claim' : event.kind, event.name]
  if (event.revision !== undefined) parts.push(event.revision)
  if (event.number !== undefined && event.number !== 0) parts.push(`number ${event.number}`)
  // what a recording holds: the node that a DaemonSet's pod is made for
  if (event.op === 'create' && event.name.includes('@') && event.node !== undefined && event.node !== '')
    parts.push(`on ${event.node}`)
  if (event.image !== undefined && event.image !== '') parts.push(event.image)
  if (event.claims?.length) parts.push(`with ${[...event.claims].sort().join(', ')}`)
  if (event.owners?.length || event.op === 'own')
    parts.push(`owned by ${event.owners?.length ? event.owners.join(', ') : 'nobody'}`)
  return parts.join(' ')
}

/** What the scheduler says of preemption is not compared (testdata/traces-scheduler/README.md). */
function schedulersWords(message: string | undefined): string | undefined {
  return message?.split(' preemption:')[0]?.trim()
}

function stateDifference(recorded: RecordedStep, planned: PlannedStep): string | undefined {
  const { final } = planned
  return (
    setsDifference(recorded.sets, final.sets) ??
    listDifference('pods', recorded.pods, final.pods, (pod) => [
      pod.name,
      pod.revision,
      pod.node,
      pod.ready ? 'ready' : 'not ready',
      pod.phase,
      schedulersWords(pod.unschedulable),
      pod.terminating,
    ]) ??
    listDifference('claims', recorded.claims, final.claims, (claim) => [
      claim.name,
      claim.owners ?? [],
      claim.labels ?? {},
      claim.requests ?? {},
      claim.terminating,
    ]) ??
    listDifference('revisions', recorded.history, final.history, (revision) => [
      revision.name,
      revision.revision,
      revision.owners ?? [],
      revision.data.replace(/("kubectl.kubernetes.io\/restartedAt":")[^"]*"/, '$1"'),
    ])
  )
}

function setsDifference(want: RecordedStep['sets'], got: RecordedStep['sets']): string | undefined {
  const names = Object.keys(want).sort().join(', ')
  if (names !== Object.keys(got).sort().join(', '))
    return told('the sets left', names, Object.keys(got).sort().join(', '))
  for (const [name, recorded] of Object.entries(want)) {
    const flat = (set: RecordedStep['sets'][string] | undefined) =>
      ({ generation: set?.generation, replicas: set?.replicas, ...set?.status }) as Record<string, unknown>
    const [left, right] = [flat(recorded), flat(got[name])]
    for (const field of new Set([...Object.keys(left), ...Object.keys(right)])) {
      if ((left[field] ?? 0) !== (right[field] ?? 0)) return told(`${name}, ${field}`, left[field], right[field])
    }
  }
  return undefined
}

function listDifference<T>(
  what: string,
  want: readonly T[],
  got: readonly T[],
  shape: (item: T) => unknown[],
): string | undefined {
  const lines = (items: readonly T[]): string[] =>
    items
      .map((item) =>
        shape(item)
          .filter((part) => part !== undefined && part !== null && part !== '')
          .map(shownPart)
          .join(' '),
      )
      .sort()
  const missing = without(lines(want), lines(got))
  const tooMany = without(lines(got), lines(want))
  if (missing.length + tooMany.length === 0) return undefined
  return [
    `the ${what} left differ`,
    ...missing.map((line) => `    not planned:  ${line}`),
    ...tooMany.map((line) => `    not recorded: ${line}`),
  ].join('\n')
}

/** Text of JSON whose keys are sorted. */
function shownPart(part: unknown): string {
  if (typeof part !== 'object' || part === null) return String(part)
  return JSON.stringify(part, (_, value: unknown) =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
      : value,
  )
}

function told(what: string, want: unknown, got: unknown): string {
  return `${what}\n    recorded: ${String(want)}\n    planned:  ${String(got)}`
}
