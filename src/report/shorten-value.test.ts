import { describe, expect, it } from 'vitest'
import { shortenValue } from './shorten-value.js'

const long = JSON.stringify({
  Capabilities: null,
  Privileged: true,
  Text: 'a "}" in it',
  List: [1, { a: 2 }, 'x'.repeat(40)],
})

describe('a value that the server quotes', () => {
  it('is left out where it is long, with all that stands around it kept', () => {
    expect(
      shortenValue(`StatefulSet/web: spec.x: Invalid value: ${long}: field is immutable. Leave it [as] {it} was.`),
    ).toBe('StatefulSet/web: spec.x: Invalid value: {…}: field is immutable. Leave it [as] {it} was.')
    expect(shortenValue(`spec.x: Invalid value: [${long}]: field is immutable`)).toBe(
      'spec.x: Invalid value: […]: field is immutable',
    )
  })

  it('stays where it is short, or no mapping or list, or without an end', () => {
    for (const message of [
      'spec.x: Invalid value: {"a":1}: no',
      'spec.x: Invalid value: -1: must be greater than or equal to 0',
      `spec.x: Invalid value: ${long.slice(0, -1)}`,
    ]) {
      expect(shortenValue(message)).toBe(message)
    }
  })
})
