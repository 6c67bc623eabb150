/** Which nodes can take a pod, or the scheduler's words for none (findNodesThatFitPod, FitError). */
import type { SchedulerBehaviour } from '../../kubernetes/behaviour.js'
import type { Candidate, SchedulingView } from './plugin.js'
import { plugins } from './plugins/index.js'

/** The names of the nodes that fit, or why none does and which plugins said so. */
export type Found =
  { readonly fits: readonly string[] } | { readonly message: string; readonly refusedBy: ReadonlySet<string> }

/** Asks every node that comes into question. */
export function findNodes(candidate: Candidate, view: SchedulingView): Found {
  const total = view.nodes.size
  if (total === 0) return { message: 'no nodes available to schedule pods', refusedBy: new Set() }
  const { nodeNames } = candidate.needs
  if (nodeNames?.size === 0) return conflict(total, view.behaviour)
  const refusedBy = new Set<string>(nodeNames === undefined ? [] : ['NodeAffinity'])
  const reasons = new Map<string, number>()
  const filters = plugins.flatMap(({ name, prepare }) => {
    const filter = prepare(candidate, view)
    return filter === undefined ? [] : [{ name, filter }]
  })
  const fits: string[] = []
  let asked = 0
  let changeable = 0
  for (const name of nodeNames ?? view.nodes.keys()) {
    const info = view.nodes.get(name)
    if (info === undefined) continue
    asked++
    let fit = true
    for (const { name: plugin, filter } of filters) {
      const refused = filter(info)
      if (refused === undefined) continue
      fit = false
      refusedBy.add(plugin)
      for (const reason of refused.reasons) reasons.set(reason, (reasons.get(reason) ?? 0) + 1)
      if (!refused.final) changeable++
      break
    }
    if (fit) fits.push(name)
  }
  if (fits.length > 0) return { fits }
  if (asked < total && view.behaviour.countsNodesLeftOut)
    reasons.set("node(s) didn't satisfy plugin(s) [NodeAffinity]", total - asked)
  return { message: `${noFit(total, reasons)}${afterwards(total, changeable, view.behaviour)}`, refusedBy }
}

/** The terms of a pod's node affinity name nodes that no other of their fields allows (NodeAffinity.PreFilter). */
function conflict(total: number, behaviour: SchedulerBehaviour): Found {
  const message = `${noneOf(total)} pod affinity terms conflict.`
  const rest = behaviour.losesConflicts ? ' not found' : afterwards(total, 0, behaviour)
  return { message: `${message}${rest}`, refusedBy: new Set(['NodeAffinity']) }
}

const noneOf = (total: number): string => `0/${total} nodes are available:`

function noFit(total: number, reasons: ReadonlyMap<string, number>): string {
  const counted = [...reasons].map(([reason, number]) => `${number} ${reason}`).sort(byBytes)
  return `${noneOf(total)}${counted.length === 0 ? '' : ` ${counted.join(', ')}.`}`
}

/** sort.Strings compares bytes; reasons are ASCII but for what a taint's value may hold. */
function byBytes(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

/** What the plugins add that are asked after no node was found: where no pod has a lower priority, none can be pushed out. */
function afterwards(total: number, changeable: number, { saysNoNewClaims }: SchedulerBehaviour): string {
  const reasons = new Map<string, number>()
  if (changeable > 0) reasons.set('No preemption victims found for incoming pod', changeable)
  if (changeable < total) reasons.set('Preemption is not helpful for scheduling', total - changeable)
  return ` ${saysNoNewClaims ? 'no new claims to deallocate, ' : ''}preemption: ${noFit(total, reasons)}`
}
