import fc from 'fast-check'
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { canonicalQuantity, compareQuantities, formatQuantity, parseQuantity, roundUpQuantity } from './quantity.js'

interface Row {
  text: string
  error?: string
  stored?: string
  roundedToThousandths?: string
  comparedToOne?: number
}

/** What k8s.io/apimachinery v0.37.2 itself says of these texts. */
const table = JSON.parse(readFileSync('testdata/quantities.json', 'utf8')) as Row[]

describe('a quantity', () => {
  it.each(table.filter((row) => row.error !== undefined))(
    'refuses "$text" in the words of the server',
    ({ text, error }) => {
      expect(() => parseQuantity(text)).toThrow(error)
    },
  )

  it.each(table.filter((row) => row.error === undefined))('stores "$text" as the server does', (row) => {
    const quantity = parseQuantity(row.text)
    expect(formatQuantity(quantity)).toBe(row.stored)
    expect(formatQuantity(roundUpQuantity(quantity, -3))).toBe(row.roundedToThousandths)
    expect(compareQuantities(quantity, '1')).toBe(row.comparedToOne)
  })

  it('takes a number of JSON, and blanks around a text', () => {
    expect(canonicalQuantity(0.5)).toBe('500m')
    expect(canonicalQuantity(' 1024Ki ')).toBe('1Mi')
  })

  const texts = fc
    .tuple(
      fc.constantFrom('', '-', '+'),
      fc.nat(),
      fc.constantFrom('', '.5', '.000', '.125'),
      fc.constantFrom('', 'n', 'm', 'k', 'G', 'Ki', 'Mi', 'Ei', 'e3', 'e-7'),
    )
    .map((parts) => parts.join(''))

  it('stays what it is once the server has written it', () => {
    fc.assert(
      fc.property(texts, (text) => {
        const stored = canonicalQuantity(text)
        expect(compareQuantities(stored, text)).toBe(0)
        expect(canonicalQuantity(stored)).toBe(stored)
      }),
    )
  })

  it('compares the same both ways round', () => {
    fc.assert(
      fc.property(texts, texts, (a, b) => {
        expect(compareQuantities(a, b) + compareQuantities(b, a)).toBe(0)
        expect(compareQuantities(a, a)).toBe(0)
      }),
    )
  })
})
