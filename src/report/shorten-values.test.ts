import { describe, expect, it } from 'vitest'
import { shortenValues } from './shorten-values.js'

const long = JSON.stringify({
  Capabilities: null,
  Privileged: true,
  Text: 'a "}" in it',
  List: [1, { a: 2 }, 'x'.repeat(40)],
})

describe('a value that the server quotes', () => {
  it('is left out where it is long, with all that stands around it kept', () => {
    expect(
      shortenValues(`StatefulSet/web: spec.x: Invalid value: ${long}: field is immutable. Leave it [as] {it} was.`),
    ).toBe('StatefulSet/web: spec.x: Invalid value: {…}: field is immutable. Leave it [as] {it} was.')
    expect(shortenValues(`spec.x: Invalid value: [${long}]: field is immutable`)).toBe(
      'spec.x: Invalid value: […]: field is immutable',
    )
  })

  it('is left out each time', () => {
    expect(shortenValues(`* a: Invalid value: ${long}: no\n* b: Invalid value: [${long}]: no\n${long}\nto:`)).toBe(
      '* a: Invalid value: {…}: no\n* b: Invalid value: […]: no\n{…}\nto:',
    )
  })

  it('is cut where it is a long text', () => {
    expect(shortenValues(`patch: Invalid value: "map[${'x'.repeat(300)}]": strict decoding error`)).toBe(
      `patch: Invalid value: "map[${'x'.repeat(55)}…": strict decoding error`,
    )
  })

  it('stays where it is short, or no mapping or list, or without an end', () => {
    for (const message of [
      'spec.x: Invalid value: {"a":1}: no',
      'spec.x: Invalid value: -1: must be greater than or equal to 0',
      `spec.x: Invalid value: ${long.slice(0, -1)}`,
      'spec.x: Invalid value: "',
    ]) {
      expect(shortenValues(message)).toBe(message)
    }
  })

  it('takes time that grows with its length alone', () => {
    const text = ' value: {'.repeat(20_000)
    expect(shortenValues(text)).toBe(text)
  })
})
