/** What a report says of one step. */
import type { Finding, FinalState, Plan, PlannedStep } from '../planner/plan.js'
import { knownSets, setOfClaim, setOfPod } from './known-objects.js'
import { movesOf, type Move } from './moves.js'
import { setReport, type Counts, nothingCounted, type SetReport } from './set-report.js'

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
  /** Findings of no set that is shown. */
  readonly findings: readonly Finding[]
  readonly counts: Counts
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
  const known = knownSets(before, step)
  const touched = touchedSets(before, step)
  const sets = known.filter((set) => touched.has(set.key)).map((set) => setReport(known, set, before, step))
  const all: Counts = sets.reduce<Counts>((sum, { counts }) => add(sum, counts), nothingCounted)
  const others = movesOf(known, undefined, before, step)
  const names = new Set(sets.map(({ set }) => set.key))
  return {
    step,
    title: titleOf(step),
    sets,
    others,
    otherLines: otherLinesOf(step),
    findings: step.findings.filter(({ object }) => object === undefined || !names.has(object)),
    counts: all,
  }
}

/** What kubectl says of objects that no controller here acts upon, where manifests are applied. */
function otherLinesOf({ step, output = '' }: PlannedStep): string[] {
  const applies = step.apply !== undefined || step.applyFile !== undefined || ['apply', 'create', 'replace'].includes(step.kubectl?.[0] ?? '')
  return applies ? output.split('\n').filter((line) => line !== '' && !/^(statefulset\.apps|daemonset\.apps|pod|persistentvolumeclaim|node)\b/.test(line)) : []
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

/** Sets with events, with findings, that come or go, or that kubectl names. */
function touchedSets(before: FinalState | undefined, step: PlannedStep): Set<string> {
  const known = knownSets(before, step)
  const touched = new Set<string>(step.findings.flatMap(({ object }) => object ?? []))
  for (const { key } of known) {
    const [old, now] = [before?.sets[key], step.final.sets[key]]
    if ((old === undefined) !== (now === undefined) || old?.generation !== now?.generation) touched.add(key)
  }
  for (const round of step.rounds) {
    for (const event of [...round.controllers, ...round.nodes]) {
      const set = event.kind === 'Pod' ? setOfPod(known, event) : event.kind === 'PersistentVolumeClaim' ? setOfClaim(known, event) : undefined
      if (set !== undefined) touched.add(set.key)
    }
  }
  const said = `${step.output ?? ''}\n${step.error ?? ''}`
  for (const { key, kind, name } of known) {
    if (said.includes(`${kind.toLowerCase()}.apps/${name} `) || said.includes(`${kind} "${name}"`)) touched.add(key)
  }
  return touched
}

function titleOf({ step }: PlannedStep): string {
  if (step.kubectl !== undefined) return `kubectl ${step.kubectl.map(quoted).join(' ')}`
  if (step.apply !== undefined || step.applyFile !== undefined) return step.applyFile === undefined ? 'kubectl apply' : `kubectl apply -f ${step.applyFile}`
  if (step.addNode !== undefined) return `node ${step.addNode.name} is added`
  if (step.setNode !== undefined) return `node ${step.setNode.name} changes`
  if (step.removeNode !== undefined) return `node ${step.removeNode} is removed`
  if (step.failPod !== undefined) return `assumed: pod ${step.failPod} fails`
  if (step.unreadyPod !== undefined) return `assumed: pod ${step.unreadyPod} is not ready any more`
  if (step.readyPod !== undefined) return `pod ${step.readyPod} may get ready again`
  if (step.assumeBroken === true) return 'assumed: from here on no pod of a new revision gets ready'
  return step.waitSeconds === undefined ? 'nothing is done' : `${step.waitSeconds} seconds pass`
}

function quoted(word: string): string {
  return /^[\w./=:@%+,-]+$/.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`
}
