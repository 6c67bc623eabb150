/**
 * IP addresses as the API server reads them: leniently, as it always did (k8s.io/utils/net ParseIPSloppy), and strictly
 * (netip.ParseAddr, the gate StrictIPCIDRValidation).
 */

/** An address: 4 bytes for IPv4, 16 for IPv6. */
export interface IpAddress {
  readonly bytes: readonly number[]
  /** Written as IPv6 with an IPv4 address in its last four bytes: `::ffff:1.2.3.4`. */
  readonly mapped: boolean
  /** No leading zeros and no group with too many digits: what netip.ParseAddr reads as well. */
  readonly strict: boolean
}

/** Reads an address leniently; undefined where the server refuses it. */
export function parseIp(text: string): IpAddress | undefined {
  const first = /[.:]/.exec(text)?.[0]
  if (first === undefined) return undefined
  return first === '.' ? parseV4(text) : parseV6(text)
}

function parseV4(text: string): IpAddress | undefined {
  const parts = text.split('.')
  if (parts.length !== 4) return undefined
  const bytes: number[] = []
  for (const part of parts) {
    // dtoi gives up at 0xFFFFFF, so any number of leading zeros is read
    if (!/^[0-9]+$/.test(part)) return undefined
    const value = Number(part)
    if (value > 255) return undefined
    bytes.push(value)
  }
  return { bytes, mapped: false, strict: parts.every((part) => part === '0' || !part.startsWith('0')) }
}

function parseV6(text: string): IpAddress | undefined {
  const halves = text.split('::')
  if (halves.length > 2) return undefined
  let strict = true
  const groupsOf = (half: string, last: boolean): number[] | undefined => {
    if (half === '') return []
    const groups: number[] = []
    const parts = half.split(':')
    for (const [index, part] of parts.entries()) {
      if (part.includes('.') && last && index === parts.length - 1) {
        const v4 = parseV4(part)
        if (v4 === undefined) return undefined
        const [a = 0, b = 0, c = 0, d = 0] = v4.bytes
        strict &&= v4.strict
        groups.push(a * 256 + b, c * 256 + d)
        continue
      }
      if (!/^[0-9A-Fa-f]+$/.test(part) || parseInt(part, 16) > 0xffff) return undefined
      if (part.length > 4) strict = false
      groups.push(parseInt(part, 16))
    }
    return groups
  }
  const front = groupsOf(halves[0] ?? '', halves.length === 1)
  const back = halves.length === 2 ? groupsOf(halves[1] ?? '', true) : []
  if (front === undefined || back === undefined) return undefined
  const missing = 8 - front.length - back.length
  if (halves.length === 2 ? missing < 1 : missing !== 0) return undefined
  const groups = [...front, ...Array.from({ length: missing }, () => 0), ...back]
  const mapped = groups.slice(0, 5).every((group) => group === 0) && groups[5] === 0xffff
  return { bytes: groups.flatMap((group) => [group >> 8, group & 255]), mapped, strict }
}

/**
 * Writes an address canonically: IPv6 by RFC 5952, a mapped one as the IPv4 address that it holds (net.IP's String).
 */
export function formatIp(address: IpAddress): string {
  if (address.bytes.length === 4) return address.bytes.join('.')
  if (address.mapped) return address.bytes.slice(12).join('.')
  const groups = Array.from(
    { length: 8 },
    (_, index) => (address.bytes[2 * index] ?? 0) * 256 + (address.bytes[2 * index + 1] ?? 0),
  )
  let start = -1
  let length = 1
  for (let index = 0; index < 8; index++) {
    let end = index
    while (end < 8 && groups[end] === 0) end++
    if (end - index > length) [start, length] = [index, end - index]
  }
  const hex = (part: number[]): string => part.map((group) => group.toString(16)).join(':')
  return start < 0 ? hex(groups) : `${hex(groups.slice(0, start))}::${hex(groups.slice(start + length))}`
}
