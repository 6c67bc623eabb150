import { describe, expect, it } from 'vitest'
import { parseIntOrPercent, scaleIntOrPercent } from './int-or-percent.js'

describe('an int-or-percent value', () => {
  it.each([
    [3, { form: 'number', value: 3 }],
    ['10%', { form: 'percent', value: 10 }],
    ['5', { form: 'text', text: '5' }],
    ['0.5%', { form: 'text', text: '0.5%' }],
    ['-5%', { form: 'text', text: '-5%' }],
    [undefined, undefined],
  ])('reads %j', (value, parsed) => {
    expect(parseIntOrPercent(value)).toEqual(parsed)
  })

  it('takes a percentage of a total, rounded up or down', () => {
    expect(scaleIntOrPercent('10%', 42, 'up')).toBe(5)
    expect(scaleIntOrPercent('10%', 42, 'down')).toBe(4)
    expect(scaleIntOrPercent(7, 3, 'down')).toBe(7)
    expect(scaleIntOrPercent('many', 3, 'up')).toBeUndefined()
  })
})
