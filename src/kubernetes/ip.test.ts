import { describe, expect, it } from 'vitest'
import { formatIp, parseIp } from './ip.js'

function canonical(text: string): string | undefined {
  const address = parseIp(text)
  return address === undefined ? undefined : formatIp(address)
}

describe('IP addresses', () => {
  it('reads what the API server reads', () => {
    expect(canonical('10.9.8.7')).toBe('10.9.8.7')
    expect(canonical('2001:DB8::0:FFFF')).toBe('2001:db8::ffff')
    expect(canonical('0:0:0:0:0:0:0:0')).toBe('::')
    expect(canonical('1:0:0:2:0:0:0:3')).toBe('1:0:0:2::3')
    expect(canonical('::')).toBe('::')
    expect(canonical('1::')).toBe('1::')
    expect(canonical('64:ff9b::1.2.3.4')).toBe('64:ff9b::102:304')
  })

  it('refuses everything else', () => {
    for (const text of [
      '',
      'x',
      '1.2.3',
      '1.2.3.256',
      '1.2.3.4.5',
      ':::',
      '1:2',
      '1::2::3',
      'fe80::1%eth0',
      '12345::',
      '1:2:3:4:5:6:7:8:9',
      '::1.2.3',
      '1.2.3.4:5',
    ]) {
      expect(canonical(text), text).toBeUndefined()
    }
  })

  it('takes leading zeros and mapped addresses, and tells them', () => {
    expect(parseIp('010.1.1.1')).toEqual({ bytes: [10, 1, 1, 1], mapped: false, strict: false })
    expect(parseIp('::ffff:1.2.3.4')).toMatchObject({ mapped: true, strict: true })
    expect(canonical('::ffff:1.2.3.4')).toBe('1.2.3.4')
    expect(parseIp('00001::2')?.strict).toBe(false)
  })
})
