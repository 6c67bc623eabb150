/** What a report says of one step. */
import type { Finding, FinalState, Plan, PlannedStep } from '../planner/plan.js'
import { setKeyOf, setsOf, type SetName } from '../planner/plan-sets.js'
import { looseMoves, type Move } from './moves.js'
import { setReport, sortedStep, type Counts, nothingCounted, type SetReport } from './set-report.js'

export interface StepReport {
  readonly step: PlannedStep
  /** `apply web.yaml`, `kubectl scale sts web --replicas=5`, `node-2 is removed`. */
  readonly title: string
  /** Sets that the step does something to, or could have. */
  readonly sets: readonly SetReport[]
  /** Pods and claims of no set. */
  readonly others: readonly Move[]
  /** What kubectl says about other objects. */
  readonly otherLines: readonly string[]
  /** What the server or kubectl answers where it refuses. */
  readonly refusal?: string
  /** Findings of no set that is shown. */
  readonly findings: readonly Finding[]
  readonly counts: Counts
}

/** kubectl drain says at its end once more which nodes it has not drained, and why. */
function saidOnce(error: string): string {
  const again = error.indexOf('\nThere are pending nodes to be drained:\n')
  return again < 0 ? error : error.slice(0, again)
}

/** All steps of a plan, each with the state that it begins in. */
export function stepReports(plan: Plan): StepReport[] {
  let before = plan.before
  return plan.steps.map((step) => {
    const report = stepReport(before, step)
    before = step.final
    return report
  })
}

function stepReport(before: FinalState | undefined, step: PlannedStep): StepReport {
  const known = setsOf(before, step)
  const touched = touchedSets(known, before, step)
  const shown = [...known].filter(([key]) => touched.has(key))
  const sorted = sortedStep(before, step)
  const sets = shown.map(([key, set]) => setReport(key, set, sorted))
  const keys = new Set(shown.map(([key]) => key))
  const others = looseMoves(sorted.events.loose, step.final.pods)
  return {
    step,
    title: titleOf(step),
    sets,
    others,
    otherLines: otherLinesOf(step),
    ...(step.outcome === 'refused' ? { refusal: saidOnce(step.error ?? '') } : {}),
    findings: step.findings.filter(({ object }) => object === undefined || !keys.has(object)),
    counts: sets.reduce<Counts>((sum, { counts }) => add(sum, counts), looseCounts(others)),
  }
}

/** Nothing happens, nothing is refused and nothing is said: a report says so, but for what is only assumed. */
export function isQuiet({ step, others, otherLines }: StepReport): boolean {
  return (
    step.outcome === 'nothing' && others.length === 0 && otherLines.length === 0 && step.step.assumeBroken === undefined
  )
}

/** What a plan tells of itself: kubectl's own words about it say nothing more. */
const told = [
  { group: 'apps', kinds: ['StatefulSet', 'DaemonSet'] },
  { group: '', kinds: ['Pod', 'PersistentVolumeClaim', 'Node'] },
]

/** What kubectl says of objects that no controller here acts upon, and where it only shows something. */
function otherLinesOf({ touched = [] }: PlannedStep): string[] {
  return touched
    .filter(
      ({ verb, group, kind }) =>
        verb === 'shown' || !told.some((each) => each.group === group && each.kinds.includes(kind)),
    )
    .flatMap(({ output }) => output?.split('\n') ?? [])
}

/** Pods and claims of no set count too. */
function looseCounts(moves: readonly Move[]): Counts {
  const count = (what: Move['what'], sign: Move['sign']): number =>
    moves
      .filter((move) => move.what === what && move.sign === sign)
      .reduce((sum, { objects }) => sum + objects.length, 0)
  return {
    ...nothingCounted,
    replaced: count('pods', '~'),
    added: count('pods', '+'),
    removed: count('pods', '-'),
    claimsMade: count('claims', '+'),
    claimsLost: count('claims', '-'),
  }
}

function add(one: Counts, other: Counts): Counts {
  return {
    replaced: one.replaced + other.replaced,
    added: one.added + other.added,
    removed: one.removed + other.removed,
    claimsMade: one.claimsMade + other.claimsMade,
    claimsKept: one.claimsKept + other.claimsKept,
    claimsLost: one.claimsLost + other.claimsLost,
  }
}

/** Sets with events, with findings, that come or go, or that kubectl has something to say of. */
function touchedSets(
  known: ReadonlyMap<string, SetName>,
  before: FinalState | undefined,
  step: PlannedStep,
): ReadonlySet<string> {
  const touched = new Set<string>(step.findings.flatMap(({ object }) => object ?? []))
  for (const key of known.keys()) {
    const [old, now] = [before?.sets[key], step.final.sets[key]]
    if (old?.generation !== now?.generation) touched.add(key)
  }
  for (const round of step.rounds) {
    for (const event of [...round.controllers, ...round.nodes]) {
      const key = event.kind === 'ControllerRevision' ? undefined : setKeyOf(event)
      if (key !== undefined) touched.add(key)
    }
  }
  for (const { kind, name, verb, output, error, ...place } of step.touched ?? [])
    if (place.group === 'apps' && verb !== 'shown' && (output ?? error) !== undefined)
      touched.add(setKeyOf({ ...place, set: `${kind}/${name}` }) ?? '')
  return touched
}

function titleOf({ step }: PlannedStep): string {
  if (step.kubectl !== undefined) return `kubectl ${step.kubectl.map(quoted).join(' ')}`
  if (step.apply !== undefined || step.applyFile !== undefined)
    return step.applyFile === undefined ? 'kubectl apply' : `kubectl apply -f ${step.applyFile}`
  if (step.addNode !== undefined) return `node ${step.addNode.name} is added`
  if (step.setNode !== undefined) return `node ${step.setNode.name} changes`
  if (step.upgrade !== undefined) return `the control plane becomes ${step.upgrade}`
  if (step.removeNode !== undefined) return `node ${step.removeNode} is removed`
  if (step.failPod !== undefined) return `assumed: pod ${step.failPod} fails`
  if (step.unreadyPod !== undefined) return `assumed: pod ${step.unreadyPod} is not ready any more`
  if (step.readyPod !== undefined) return `pod ${step.readyPod} may get ready again`
  if (typeof step.assumeBroken === 'string') return `assumed: no pod of ${step.assumeBroken} gets ready`
  if (step.assumeBroken === true) return 'assumed: from here on no pod of a new revision gets ready'
  return step.waitSeconds === undefined ? 'nothing is done' : `${step.waitSeconds} seconds pass`
}

function quoted(word: string): string {
  return /^[\w./=:@%+,-]+$/.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`
}
