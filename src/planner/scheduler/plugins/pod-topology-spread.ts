import { matchesSelector } from '../../../kubernetes/label-selector.js'
import { untoleratedTaint } from '../../../kubernetes/taints.js'
import type { Node } from '../../cluster.js'
import { inDomain, type Counting } from '../domain-counts.js'
import { finalRefusal, refusal, type Candidate, type Plugin, type SchedulingView } from '../plugin.js'
import { isEmptySelector, type SpreadConstraint } from '../pod-terms.js'

const words = "node(s) didn't match pod topology spread constraints"
const mismatch = refusal(words)
const noDomain = finalRefusal(`${words} (missing required label)`)

/** Whether a node carries the labels of all constraints: else it is no domain of any of them. */
function hasEveryKey(node: Node, constraints: readonly SpreadConstraint[]): boolean {
  return constraints.every(({ topologyKey }) => Object.hasOwn(node.labels, topologyKey))
}

/** matchNodeInclusionPolicies */
function includes(constraint: SpreadConstraint, node: Node, { needs }: Candidate, view: SchedulingView): boolean {
  if (constraint.honorsAffinity && needs.selectsNode !== undefined && !needs.selectsNode(node)) return false
  if (!constraint.honorsTaints) return true
  const { comparesTaintValues } = view.behaviour
  return (
    untoleratedTaint(node.taints, needs.tolerations, ['NoSchedule', 'NoExecute'], comparesTaintValues) === undefined
  )
}

/** The pods that a constraint counts: those of the namespace that it selects and that do not end. */
function counting(constraint: SpreadConstraint, candidate: Candidate, view: SchedulingView): Counting {
  const { selector } = constraint
  const counted = !isEmptySelector(selector)
  return {
    keys: [constraint.topologyKey],
    counts: (placed) =>
      counted &&
      !placed.terminating &&
      placed.namespace === candidate.namespace &&
      matchesSelector(selector, placed.labels),
    includes: ({ node }) =>
      node !== undefined && hasEveryKey(node, candidate.needs.spread) && includes(constraint, node, candidate, view),
  }
}

/** topologySpreadConstraints that say DoNotSchedule. */
export const podTopologySpread: Plugin = {
  name: 'PodTopologySpread',
  prepare(candidate, view) {
    const constraints = candidate.needs.spread
    if (constraints.length === 0) return undefined
    const tests = constraints.map((constraint) => {
      const counts = view.domains(constraint, () => counting(constraint, candidate, view))
      const byValue = counts.byKey.get(constraint.topologyKey) ?? new Map<string, number>()
      let least = Infinity
      for (const number of byValue.values()) least = Math.min(least, number)
      if (byValue.size < constraint.minDomains) least = 0
      const self = matchesSelector(constraint.selector, candidate.labels) ? 1 : 0
      return { constraint, counts, most: constraint.maxSkew + least - self }
    })
    return (info) => {
      for (const { constraint, counts, most } of tests) {
        const number = inDomain(counts, constraint.topologyKey, info)
        if (number === undefined) return noDomain
        if (number > most) return mismatch
      }
      return undefined
    }
  },
  listens: (happening) =>
    happening.kind === 'pod' ||
    happening.before === undefined ||
    happening.after === undefined ||
    happening.changed.labels ||
    happening.changed.taints,
  mayHelp(happening, candidate) {
    const constraints = candidate.needs.spread
    if (happening.kind === 'pod') {
      const { placed, before } = happening
      if (placed.namespace !== candidate.namespace) return false
      const selects = (labels: Readonly<Record<string, string>>) => (constraint: SpreadConstraint) =>
        matchesSelector(constraint.selector, labels)
      if (before === undefined) return constraints.some(selects(placed.labels))
      return constraints.some((constraint) => selects(before)(constraint) !== selects(placed.labels)(constraint))
    }
    const { before, after } = happening
    const isDomain = (node: Node | undefined): boolean => node !== undefined && hasEveryKey(node, constraints)
    if (before === undefined || after === undefined) return isDomain(before) || isDomain(after)
    if (isDomain(before) !== isDomain(after)) return true
    if (!isDomain(after)) return false
    const moved = constraints.some(({ topologyKey }) => before.labels[topologyKey] !== after.labels[topologyKey])
    return moved || JSON.stringify(before.taints) !== JSON.stringify(after.taints)
  },
}
