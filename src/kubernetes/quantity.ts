/**
 * Amounts such as `500m`, `1Gi` and `1e3`, read and written exactly as k8s.io/apimachinery/pkg/api/resource does it.
 * The server keeps an amount's own spelling where it counts as canonical (`1Gi`, also `1.500`) and rewrites it where
 * not (`1024Mi` → `1Gi`).
 */

export type QuantityFormat = 'DecimalSI' | 'BinarySI' | 'DecimalExponent'

/** resource.Quantity, with the fields that Go's own has. The amount is `value` × 10^`scale`. */
export interface Quantity {
  readonly value: bigint
  readonly scale: number
  /** Go keeps amounts that do not fit its fast path as a decimal of any length (`d`) instead of an int64 (`i`). */
  readonly isDecimal: boolean
  readonly format: QuantityFormat
  /** The spelling that is kept; empty where the canonical form is written instead. */
  readonly spelling: string
}

/** The server's words for text that is no quantity. */
export class QuantityError extends Error {
  override readonly name = 'QuantityError'
}

const formatWrong = "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'"
const numericWrong = 'unable to parse numeric part of quantity'
const suffixWrong = "unable to parse quantity's suffix"
/** Not the server's words: it writes all the digits out, and has run out of memory or time before it answers. */
const tooManyDigits = 'the API server would have to write out millions of digits'
const largestExponent = 1_000_000

const nano = -9
const maxInt64 = 2n ** 63n - 1n
const decimalSuffixes: Readonly<Record<string, number>> = {
  n: -9,
  u: -6,
  m: -3,
  '': 0,
  k: 3,
  M: 6,
  G: 9,
  T: 12,
  P: 15,
  E: 18,
}
const binarySuffixes: Readonly<Record<string, number>> = { Ki: 10, Mi: 20, Gi: 30, Ti: 40, Pi: 50, Ei: 60 }
const decimalSuffixOf = new Map(Object.entries(decimalSuffixes).map(([suffix, exponent]) => [exponent, suffix]))
const binarySuffixOf = new Map(Object.entries(binarySuffixes).map(([suffix, exponent]) => [exponent, suffix]))

/** The zero value of a Go Quantity: what an unset, non-pointer quantity is. */
export const zeroQuantity: Quantity = { value: 0n, scale: 0, isDecimal: false, format: 'DecimalExponent', spelling: '' }

/**
 * Reads an amount as the server decodes it from JSON: a string or a number, blanks around it allowed.
 * @throws {QuantityError} with the server's words.
 */
export function parseQuantity(source: string | number): Quantity {
  const text = typeof source === 'number' ? numberText(source) : source.trim()
  if (text === '') throw new QuantityError(formatWrong)
  if (text === '0') return { value: 0n, scale: 0, isDecimal: false, format: 'DecimalSI', spelling: text }
  const { negative, whole, fraction, suffix, hasDigits } = scan(text)
  const { exponent, format } = readSuffix(suffix)

  const precision =
    format !== 'BinarySI'
      ? 18 - whole.length - fraction.length
      : fraction === ''
        ? 15 - whole.length - Math.trunc((exponent * 3) / 10) - 1
        : -1
  const scale = (format === 'BinarySI' ? 0 : exponent) - fraction.length
  if (precision >= 0 && scale >= nano) {
    const digits = whole + fraction
    const unscaled = BigInt(digits)
    const amount = format === 'BinarySI' ? unscaled << BigInt(exponent) : unscaled
    if (amount <= maxInt64) {
      const canonical =
        format === 'BinarySI'
          ? (unscaled & 7n) !== 0n
          : scale % 3 === 0 && !digits.endsWith('000') && !digits.startsWith('0')
      return { value: negative ? -amount : amount, scale, isDecimal: false, format, spelling: canonical ? text : '' }
    }
  }
  if (!hasDigits) throw new QuantityError(numericWrong)
  return parseLong(negative, whole + fraction, fraction.length, exponent, format)
}

/** Amounts beyond the int64 fast path: rounded up to a nano, and binary ones capped at the largest int64. */
function parseLong(
  negative: boolean,
  digits: string,
  places: number,
  exponent: number,
  format: QuantityFormat,
): Quantity {
  if (exponent > largestExponent) throw new QuantityError(tooManyDigits)
  const binary = format === 'BinarySI'
  let value = BigInt(digits) * (binary ? 1n << BigInt(exponent) : 1n)
  let scale = binary ? -places : exponent - places
  if (value !== 0n) ({ value, scale } = rescale(value, scale, nano))
  let shown = format
  if (binary && compareAmounts({ value, scale }, { value: maxInt64, scale: 0 }) > 0)
    ({ value, scale } = { value: maxInt64, scale: 0 })
  if (binary && value > 0n && compareAmounts({ value, scale }, { value: 1n, scale: 0 }) < 0) shown = 'DecimalSI'
  return { value: negative ? -value : value, scale, isDecimal: true, format: shown, spelling: '' }
}

/**
 * A JSON number as it stands in the request's body. Go and JavaScript write a float64 alike, but for the negative zero.
 */
function numberText(source: number): string {
  return Object.is(source, -0) ? '-0' : String(source)
}

function scan(text: string): {
  negative: boolean
  whole: string
  fraction: string
  suffix: string
  hasDigits: boolean
} {
  const [number = '', sign, digits = '', fraction = ''] = /^([+-]?)([0-9]*)(?:\.([0-9]*))?/.exec(text) ?? []
  const suffix = text.slice(number.length)
  if (!/^[eEinumkKMGTP]*[-+]?[0-9]*$/.test(suffix)) throw new QuantityError(formatWrong)
  return {
    negative: sign === '-',
    whole: digits.replace(/^0+(?=[0-9])/, '') || '0',
    fraction,
    suffix,
    hasDigits: digits + fraction !== '',
  }
}

function readSuffix(suffix: string): { exponent: number; format: QuantityFormat } {
  const decimal = Object.hasOwn(decimalSuffixes, suffix) ? decimalSuffixes[suffix] : undefined
  if (decimal !== undefined) return { exponent: decimal, format: 'DecimalSI' }
  const binary = Object.hasOwn(binarySuffixes, suffix) ? binarySuffixes[suffix] : undefined
  if (binary !== undefined) return { exponent: binary, format: 'BinarySI' }
  const digits = /^[eE]\+?(-?[0-9]+)$/.exec(suffix)?.[1]
  if (digits === undefined || BigInt(digits) > maxInt64 || BigInt(digits) < -maxInt64 - 1n)
    throw new QuantityError(suffixWrong)
  return { exponent: Number(BigInt.asIntN(32, BigInt(digits))), format: 'DecimalExponent' }
}

/** How the server writes a quantity: its own spelling where that is kept, the canonical form where not. */
export function formatQuantity(quantity: Quantity): string {
  if (quantity.spelling !== '') return quantity.spelling
  if (quantity.value === 0n) return '0'
  if (quantity.format === 'BinarySI') {
    const whole = rescale(quantity.value, quantity.scale, 0)
    const small =
      compareAmounts(quantity, { value: -1024n, scale: 0 }) > 0 &&
      compareAmounts(quantity, { value: 1024n, scale: 0 }) < 0
    if (!small && compareAmounts(whole, quantity) === 0) {
      const { amount, times } = withoutFactors(whole.value, 2, 10)
      return `${amount}${binarySuffixOf.get(times * 10) ?? ''}`
    }
  }
  let { amount, times } = withoutFactors(quantity.value, 10, 1)
  times += quantity.scale
  while (times % 3 !== 0) {
    amount *= 10n
    times--
  }
  if (quantity.format === 'DecimalExponent') return times === 0 ? `${amount}` : `${amount}e${times}`
  return `${amount}${decimalSuffixOf.get(times) ?? ''}`
}

/**
 * The form in which the server stores an amount: `1024Mi` → `1Gi`, `0.5` → `500m`.
 * @throws {QuantityError} with the server's words.
 */
export function canonicalQuantity(source: string | number): string {
  return formatQuantity(parseQuantity(source))
}

/**
 * Quantity.RoundUp: the amount with no digits below 10^`scale`, away from zero. A resource list keeps thousandths
 * (`scale` -3).
 */
export function roundUpQuantity(quantity: Quantity, scale: number): Quantity {
  if (!quantity.isDecimal && quantity.scale >= scale) return quantity
  return { ...quantity, ...rescale(quantity.value, quantity.scale, scale), spelling: '' }
}

/** Tells which of two amounts is the greater one: -1, 0 or 1. */
export function compareQuantities(a: Quantity | string | number, b: Quantity | string | number): -1 | 0 | 1 {
  return compareAmounts(typeof a === 'object' ? a : parseQuantity(a), typeof b === 'object' ? b : parseQuantity(b))
}

interface Amount {
  readonly value: bigint
  readonly scale: number
}

function compareAmounts(a: Amount, b: Amount): -1 | 0 | 1 {
  const [signA, signB] = [sign(a.value), sign(b.value)]
  if (signA !== signB) return signA < signB ? -1 : 1
  if (signA !== 0 && Math.abs(a.scale - b.scale) > farApart) return a.scale > b.scale === signA > 0 ? 1 : -1
  const scale = Math.min(a.scale, b.scale)
  const left = a.value * 10n ** BigInt(a.scale - scale)
  const right = b.value * 10n ** BigInt(b.scale - scale)
  return left < right ? -1 : left > right ? 1 : 0
}

/**
 * Beyond this difference in scale the number of digits in `value` decides nothing any more (absurd exponents:
 * `1e2000000`).
 */
const farApart = 10_000

function sign(value: bigint): -1 | 0 | 1 {
  return value === 0n ? 0 : value < 0n ? -1 : 1
}

/**
 * The amount with another scale, rounded away from zero where digits are lost. A scale far above the one that is wanted
 * stays: no digit is lost, and so many zeros fit into no memory.
 */
function rescale(value: bigint, scale: number, wanted: number): { value: bigint; scale: number } {
  if (wanted - scale > farApart) return { value: value > 0n ? 1n : -1n, scale: wanted }
  if (scale - wanted > farApart) return { value, scale }
  if (scale >= wanted) return { value: value * 10n ** BigInt(scale - wanted), scale: wanted }
  const divisor = 10n ** BigInt(wanted - scale)
  const whole = value / divisor
  return { value: value % divisor === 0n ? whole : value > 0n ? whole + 1n : whole - 1n, scale: wanted }
}

/**
 * Divides a value by `base` ** `power` as often as it goes; a zero stays. The digits say how often: dividing time and
 * again would take minutes for a number of some hundred thousand digits.
 */
function withoutFactors(value: bigint, base: 2 | 10, power: number): { amount: bigint; times: number } {
  if (value === 0n) return { amount: value, times: 0 }
  const zeros = /(?<!0)0*$/.exec(value.toString(base))?.[0].length ?? 0
  const times = Math.trunc(zeros / power)
  return { amount: value / BigInt(base) ** BigInt(times * power), times }
}
