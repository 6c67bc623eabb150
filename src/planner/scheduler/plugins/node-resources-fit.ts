import { allocatableAmounts, type Amounts } from '../amounts.js'
import type { Plugin, Refusal } from '../plugin.js'

/** What a node lacks: each resource, and room for one more pod. Where it could never have enough, that is final. */
function shortage(
  requests: Amounts,
  allocatable: Amounts,
  pods: number,
  requested: ReadonlyMap<string, number>,
): Refusal | undefined {
  const reasons: string[] = []
  let final = false
  if (pods + 1 > (allocatable.get('pods') ?? 0)) reasons.push('Too many pods')
  for (const [name, amount] of requests) {
    const whole = allocatable.get(name) ?? 0
    if (amount <= 0 || amount <= whole - (requested.get(name) ?? 0)) continue
    reasons.push(`Insufficient ${name}`)
    final ||= amount > whole
  }
  return reasons.length === 0 ? undefined : { reasons, final }
}

const nothing: ReadonlyMap<string, number> = new Map()

/** Requests against what the node has to give, and the number of its pods. */
export const nodeResourcesFit: Plugin = {
  name: 'NodeResourcesFit',
  prepare({ needs: { requests } }) {
    return ({ allocatable, pods, requested }) =>
      allocatable === undefined ? undefined : shortage(requests, allocatable, pods.size, requested)
  },
  listens: (happening) =>
    happening.kind === 'pod'
      ? happening.op === 'delete'
      : happening.after !== undefined && (happening.before === undefined || happening.changed.allocatable),
  mayHelp(happening, { needs: { requests } }) {
    if (happening.kind === 'pod') return true
    const now = happening.after?.allocatable
    if (now === undefined) return happening.after !== undefined
    const after = allocatableAmounts(now)
    // an empty node of that size has to be large enough (isFit)
    if (shortage(requests, after, 0, nothing) !== undefined) return false
    if (happening.before === undefined) return true
    if (happening.before.allocatable === undefined) return false
    const before = allocatableAmounts(happening.before.allocatable)
    const grown = (name: string): boolean => (after.get(name) ?? 0) > (before.get(name) ?? 0)
    return grown('pods') || [...requests].some(([name, amount]) => amount > 0 && grown(name))
  },
}
