/**
 * Taints and tolerations as Kubernetes matches them (D-4 to D-8): which taint keeps a pod away from a node, and which
 * tolerations the DaemonSet controller adds to the pods that it makes.
 */
import { asList, asNumber, asObject, asString, type JsonObject } from './json.js'

export interface Toleration {
  readonly key: string
  readonly operator: string
  readonly value: string
  readonly effect: string
  readonly tolerationSeconds?: number
}

/** A taint of a node; the effects are NoSchedule, PreferNoSchedule and NoExecute. */
export interface NodeTaint {
  readonly key: string
  readonly value?: string
  readonly effect: string
}

/** Reads `spec.tolerations` of a pod template; a field left out counts as the empty string, as in Go. */
export function readTolerations(podSpec: JsonObject): Toleration[] {
  return asList(podSpec['tolerations']).map((item) => {
    const toleration = asObject(item)
    const seconds = asNumber(toleration['tolerationSeconds'])
    return {
      key: asString(toleration['key']) ?? '',
      operator: asString(toleration['operator']) ?? '',
      value: asString(toleration['value']) ?? '',
      effect: asString(toleration['effect']) ?? '',
      ...(seconds === undefined ? {} : { tolerationSeconds: seconds }),
    }
  })
}

const automatic: readonly (readonly [key: string, effect: string])[] = [
  ['node.kubernetes.io/not-ready', 'NoExecute'],
  ['node.kubernetes.io/unreachable', 'NoExecute'],
  ['node.kubernetes.io/disk-pressure', 'NoSchedule'],
  ['node.kubernetes.io/memory-pressure', 'NoSchedule'],
  ['node.kubernetes.io/pid-pressure', 'NoSchedule'],
  ['node.kubernetes.io/unschedulable', 'NoSchedule'],
]

/**
 * The tolerations of a DaemonSet's pods: the template's, then the automatic ones; one that says the same is replaced in
 * its place (D-6).
 */
export function daemonPodTolerations(podSpec: JsonObject): Toleration[] {
  const added =
    podSpec['hostNetwork'] === true
      ? [...automatic, ['node.kubernetes.io/network-unavailable', 'NoSchedule'] as const]
      : automatic
  let tolerations = readTolerations(podSpec)
  for (const [key, effect] of added) {
    const own: Toleration = { key, operator: 'Exists', value: '', effect }
    const same = (other: Toleration) =>
      other.key === key && other.operator === 'Exists' && other.value === '' && other.effect === effect
    tolerations = tolerations.some(same)
      ? tolerations.map((other) => (same(other) ? own : other))
      : [...tolerations, own]
  }
  return tolerations
}

/**
 * A decimal integer in its one canonical form, which the comparison operators ask for: no plus sign, no leading zeros.
 */
function decimalInteger(text: string): bigint | undefined {
  if (!/^(?:0|-?[1-9][0-9]*)$/.test(text)) return undefined
  const value = BigInt(text)
  return BigInt.asIntN(64, value) === value ? value : undefined
}

/**
 * Whether a toleration covers a taint; `Lt` and `Gt` only where the gate TaintTolerationComparisonOperators is on
 * (D-8).
 */
export function toleratesTaint(toleration: Toleration, taint: NodeTaint, comparison: boolean): boolean {
  if (toleration.effect !== '' && toleration.effect !== taint.effect) return false
  if (toleration.key !== '' && toleration.key !== taint.key) return false
  const value = taint.value ?? ''
  switch (toleration.operator) {
    case '':
    case 'Equal':
      return toleration.value === value
    case 'Exists':
      return true
    case 'Lt':
    case 'Gt': {
      if (!comparison) return false
      const limit = decimalInteger(toleration.value)
      const actual = decimalInteger(value)
      if (limit === undefined || actual === undefined) return false
      return toleration.operator === 'Lt' ? actual < limit : actual > limit
    }
    default:
      return false
  }
}

/** The first taint with one of the effects that no toleration covers. */
export function untoleratedTaint<T extends NodeTaint>(
  taints: readonly T[],
  tolerations: readonly Toleration[],
  effects: readonly string[],
  comparison: boolean,
): T | undefined {
  return taints.find(
    (taint) =>
      effects.includes(taint.effect) &&
      !tolerations.some((toleration) => toleratesTaint(toleration, taint, comparison)),
  )
}

/** A taint as kubectl writes it: `key=value:Effect`. */
export function formatTaint(taint: NodeTaint): string {
  return `${taint.key}${taint.value === undefined || taint.value === '' ? '' : `=${taint.value}`}:${taint.effect}`
}
