/**
 * A resource.Quantity's insides, as they are after it has been read from its text (resource.ParseQuantity): a small
 * number and a scale, or an arbitrary decimal, and the text itself only where Go keeps it.
 */
import { entryOf } from './json.js'

interface Suffix {
  readonly base: 2 | 10
  readonly exponent: number
  readonly format: 'DecimalSI' | 'BinarySI' | 'DecimalExponent'
}

const decimal: Readonly<Record<string, number>> = { n: -9, u: -6, m: -3, '': 0, k: 3, M: 6, G: 9, T: 12, P: 15, E: 18 }
const binary: Readonly<Record<string, number>> = { Ki: 10, Mi: 20, Gi: 30, Ti: 40, Pi: 50, Ei: 60 }

function readSuffix(text: string): Suffix | undefined {
  const ten = entryOf(decimal, text)
  if (ten !== undefined) return { base: 10, exponent: ten, format: 'DecimalSI' }
  const two = entryOf(binary, text)
  if (two !== undefined) return { base: 2, exponent: two, format: 'BinarySI' }
  return /^[eE][+-]?[0-9]+$/.test(text)
    ? { base: 10, exponent: Number(text.slice(1)), format: 'DecimalExponent' }
    : undefined
}

const int64 = (value: bigint) => BigInt.asIntN(64, value) === value

/** The largest number of decimal digits for which Go tries the small form (maxInt64Factors). */
const mostDigits = 18

/** Writes the quantity of a text, without its type; the zero value where there is no text. */
export function dumpQuantity(text: string | undefined): string {
  if (text === undefined) return write({ format: '' })
  if (text === '0') return write({ format: 'DecimalSI', kept: text })
  const [number = '', sign, whole = '', fraction = ''] = /^([+-]?)([0-9]*)(?:\.([0-9]*))?/.exec(text) ?? []
  const suffix = readSuffix(text.slice(number.length))
  if (suffix === undefined) throw new Error(`"${text}" is no quantity`)
  const digits = whole.replace(/^0+(?=[0-9])/, '') || '0'
  const negative = sign === '-'
  return writeSmall(text, negative, digits, fraction, suffix) ?? writeLarge(negative, digits, fraction, suffix)
}

function writeSmall(
  text: string,
  negative: boolean,
  digits: string,
  fraction: string,
  suffix: Suffix,
): string | undefined {
  const isBinary = suffix.format === 'BinarySI'
  const precision = isBinary
    ? fraction === ''
      ? 15 - digits.length - Math.trunc((suffix.exponent * 3) / 10) - 1
      : -1
    : mostDigits - digits.length - fraction.length
  const scale = (isBinary ? 0 : suffix.exponent) - fraction.length
  if (precision < 0 || scale < -9) return undefined
  const shifted = digits + fraction
  const value = BigInt(shifted)
  const product = isBinary ? value << BigInt(suffix.exponent) : value
  if (!int64(product)) return undefined
  const canonical = isBinary
    ? suffix.exponent % 10 === 0 && (value & 7n) !== 0n
    : scale % 3 === 0 && !shifted.endsWith('000') && !shifted.startsWith('0')
  return write({
    format: suffix.format,
    value: negative ? -product : product,
    scale,
    ...(canonical ? { kept: text } : {}),
  })
}

function writeLarge(negative: boolean, digits: string, fraction: string, suffix: Suffix): string {
  // Kept with nine digits after the point, rounded away from zero.
  let unscaled = BigInt(digits + fraction)
  let scale = fraction.length
  if (suffix.base === 10) scale -= suffix.exponent
  else unscaled <<= BigInt(suffix.exponent)
  if (unscaled !== 0n) {
    if (scale <= 9) unscaled *= 10n ** BigInt(9 - scale)
    else if (scale - 9 > digits.length + fraction.length) unscaled = 1n
    else {
      const divisor = 10n ** BigInt(scale - 9)
      unscaled = (unscaled + divisor - 1n) / divisor
    }
    scale = 9
  }
  const one = 10n ** BigInt(Math.max(scale, 0))
  const largest = (1n << 63n) - 1n
  if (suffix.format === 'BinarySI' && unscaled > largest * one) [unscaled, scale] = [largest, 0]
  const format =
    suffix.format === 'BinarySI' && unscaled > 0n && unscaled < 10n ** BigInt(Math.max(scale, 0))
      ? 'DecimalSI'
      : suffix.format
  return write({ format, large: { negative: negative && unscaled !== 0n, unscaled, scale } })
}

function words(value: bigint): string {
  if (value === 0n) return '[]'
  const hexadecimal = value.toString(16)
  const list: bigint[] = []
  for (let end = hexadecimal.length; end > 0; end -= 16)
    list.push(BigInt(`0x${hexadecimal.slice(Math.max(end - 16, 0), end)}`))
  return `[${list.join(' ')}]`
}

function write(quantity: {
  readonly format: string
  readonly value?: bigint
  readonly scale?: number
  readonly kept?: string
  readonly large?: { readonly negative: boolean; readonly unscaled: bigint; readonly scale: number }
}): string {
  const { format, value = 0n, scale = 0, kept = '', large } = quantity
  const dec =
    large === undefined
      ? '<nil>'
      : `{unscaled:(big.Int){neg:(bool)${large.negative} abs:(big.nat)${words(large.unscaled)}} scale:(inf.Scale)${large.scale}}`
  return `{i:(resource.int64Amount){value:(int64)${value} scale:(resource.Scale)${scale}} d:(resource.infDecAmount){Dec:(*inf.Dec)${dec}} s:(string)${kept} Format:(resource.Format)${format}}`
}
