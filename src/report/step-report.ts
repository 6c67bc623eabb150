/** What a report says of one step. */
import type { Finding, FinalState, Plan, PlannedStep } from '../planner/plan.js'
import type { ScenarioStep } from '../planner/scenario.js'
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

/** Lines that look at something and change nothing: kubectl's answer is all there is to say. */
function asksOnly(step: ScenarioStep): boolean {
  return step.kubectl?.[0] === 'rollout' && (step.kubectl[1] === 'status' || step.kubectl[1] === 'history')
}

/** Nothing happens, nothing is refused and nothing is said: a report says so, but for what is only assumed. */
export function isQuiet({ step, others, otherLines }: StepReport): boolean {
  return (
    step.outcome === 'nothing' && others.length === 0 && otherLines.length === 0 && step.step.assumeBroken === undefined
  )
}

/** What kubectl says of objects that no controller here acts upon, where manifests are applied. */
function otherLinesOf({ step, output = '' }: PlannedStep): string[] {
  if (asksOnly(step)) return output.split('\n')
  const applies =
    step.apply !== undefined ||
    step.applyFile !== undefined ||
    ['apply', 'create', 'replace'].includes(step.kubectl?.[0] ?? '')
  return applies
    ? output
        .split('\n')
        .filter(
          (line) => line !== '' && !/^(statefulset\.apps|daemonset\.apps|pod|persistentvolumeclaim|node)\b/.test(line),
        )
    : []
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
      const set =
        event.kind === 'Pod'
          ? setOfPod(known, event)
          : event.kind === 'PersistentVolumeClaim'
            ? setOfClaim(known, event)
            : undefined
      if (set !== undefined) touched.add(set.key)
    }
  }
  if (asksOnly(step.step)) return touched
  const said = `${step.output ?? ''}\n${step.error ?? ''}`
  const asked = namespaceAsked(step.step)
  for (const { key, kind, name, namespace } of known) {
    if (asked !== undefined && asked !== (namespace ?? 'default')) continue
    if (said.includes(`${kind.toLowerCase()}.apps/${name} `) || said.includes(`${kind} "${name}"`)) touched.add(key)
  }
  return touched
}

/** The namespace that a kubectl line means; undefined where manifests name their own. */
function namespaceAsked({ kubectl }: ScenarioStep): string | undefined {
  if (kubectl === undefined || kubectl.some((word) => word === '-f' || word.startsWith('--filename'))) return undefined
  const at = kubectl.findIndex((word) => word === '-n' || word === '--namespace')
  const inline = kubectl.find((word) => word.startsWith('--namespace='))
  return inline?.slice('--namespace='.length) ?? (at < 0 ? 'default' : kubectl[at + 1])
}

function titleOf({ step }: PlannedStep): string {
  if (step.kubectl !== undefined) return `kubectl ${step.kubectl.map(quoted).join(' ')}`
  if (step.apply !== undefined || step.applyFile !== undefined)
    return step.applyFile === undefined ? 'kubectl apply' : `kubectl apply -f ${step.applyFile}`
  if (step.addNode !== undefined) return `node ${step.addNode.name} is added`
  if (step.setNode !== undefined) return `node ${step.setNode.name} changes`
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
