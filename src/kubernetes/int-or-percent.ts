/** Numbers that may be written as a share of something: `2` or `10%` (k8s.io/apimachinery/pkg/util/intstr). */
import type { JsonValue } from './json.js'

/**
 * What an int-or-percent field holds; `text` is a string that is no percentage, which only validation refuses (V-3).
 */
export type IntOrPercent =
  | { readonly form: 'number'; readonly value: number }
  | { readonly form: 'percent'; readonly value: number }
  | { readonly form: 'text'; readonly text: string }

/** Takes an int-or-percent value apart; undefined where the field is not set. */
export function parseIntOrPercent(value: JsonValue | undefined): IntOrPercent | undefined {
  if (typeof value === 'number') return { form: 'number', value }
  if (typeof value !== 'string') return undefined
  const digits = /^([0-9]+)%$/.exec(value)?.[1]
  return digits === undefined ? { form: 'text', text: value } : { form: 'percent', value: Number(digits) }
}

/**
 * GetScaledValueFromIntOrPercent: a number as it is, a percentage of `total`; undefined for text that is neither, and
 * for a field that is not set.
 */
export function scaleIntOrPercent(
  value: JsonValue | undefined,
  total: number,
  round: 'up' | 'down',
): number | undefined {
  const parsed = parseIntOrPercent(value)
  if (parsed === undefined || parsed.form === 'text') return undefined
  if (parsed.form === 'number') return parsed.value
  const share = (parsed.value * total) / 100
  return round === 'up' ? Math.ceil(share) : Math.floor(share)
}
