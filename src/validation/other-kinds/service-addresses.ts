import { parseIp } from '../../kubernetes/ip.js'
import type { JsonObject } from '../../kubernetes/json.js'
import type { Target } from '../../kubernetes/target.js'
import type { Cause } from '../answer.js'
import { child, duplicate, invalid, notSupported, required, type Field } from '../field.js'
import { goValue } from '../go-value.js'
import { validateIp } from '../pod-template/dns.js'
import { isSet, stringsAt, text } from '../pod-template/read.js'

/** ValidateServiceClusterIPsRelatedFields, and the addresses from outside. */
export function validateClusterIPs(service: JsonObject, spec: Field, target: Target): Cause[] {
  const faults: Cause[] = []
  const at = child(spec, 'clusterIPs')
  const [address, addresses] = [text(service, 'clusterIP'), stringsAt(service, 'clusterIPs')]
  const quoted = goValue('[]string', addresses, target)
  if (address !== '' && addresses.length === 0) faults.push(required(at, ''))
  else if (address !== '' && addresses[0] !== address)
    faults.push(invalid(at, quoted, 'first value must match `clusterIP`'))
  else if (address === '' && addresses.length > 0)
    faults.push(invalid(at, quoted, 'must be empty when `clusterIP` is not specified'))

  faults.push(...validateFamilies(service, spec))
  addresses.forEach((own, index) => {
    if (index === 0 && own === 'None') {
      if (addresses.length > 1) faults.push(invalid(at, quoted, "'None' must be the first and only value"))
    } else faults.push(...validateIp(own, child(at, index), target))
  })
  if (addresses.length > 2) faults.push(invalid(at, quoted, 'may only hold up to 2 values'))
  stringsAt(service, 'externalIPs').forEach((own, index) => {
    const place = child(spec, 'externalIPs', index)
    const unreadable = validateIp(own, place, target)
    faults.push(...(unreadable.length > 0 ? unreadable : specialAddress(own, place)))
  })
  return faults
}

/** Addresses that lead nowhere from outside (ValidateEndpointIP). */
function specialAddress(address: string, at: Field): Cause[] {
  const bytes = parseIp(address)?.bytes ?? []
  const [first = 0, second = 0, third = 0] = bytes
  const isV4 = bytes.length === 4
  const isLast = (value: number): boolean => bytes.slice(0, -1).every((byte) => byte === 0) && bytes.at(-1) === value
  const faults: Cause[] = []
  if (bytes.every((byte) => byte === 0)) faults.push(invalid(at, address, `may not be unspecified (${address})`))
  if (isV4 ? first === 127 : isLast(1))
    faults.push(invalid(at, address, 'may not be in the loopback range (127.0.0.0/8, ::1/128)'))
  if (isV4 ? first === 169 && second === 254 : first === 0xfe && (second & 0xc0) === 0x80) {
    faults.push(invalid(at, address, 'may not be in the link-local range (169.254.0.0/16, fe80::/10)'))
  }
  if (isV4 ? first === 224 && second === 0 && third === 0 : first === 0xff && (second & 0x0f) === 0x02) {
    faults.push(invalid(at, address, 'may not be in the link-local multicast range (224.0.0.0/24, ff02::/10)'))
  }
  return faults
}

/** A range of addresses: `10.0.0.0/8` (IsValidCIDRForLegacyField, by the lenient rule). */
export function validateRange(range: string, at: Field): Cause[] {
  const [address = '', length = '', ...rest] = range.split('/')
  const parsed = parseIp(address)
  const bits = /^[0-9]{1,3}$/.test(length) ? Number(length) : NaN
  if (parsed !== undefined && rest.length === 0 && bits <= parsed.bytes.length * 8) return []
  return [invalid(at, range, 'must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)')]
}

function validateFamilies(service: JsonObject, spec: Field): Cause[] {
  const faults: Cause[] = []
  const families = stringsAt(service, 'ipFamilies')
  families.forEach((family, index) => {
    const at = child(spec, 'ipFamilies', index)
    if (family !== 'IPv4' && family !== 'IPv6') faults.push(notSupported(at, family, ['IPv4', 'IPv6']))
    if (families.indexOf(family) < index) faults.push(duplicate(at, family))
  })
  const policies = ['PreferDualStack', 'RequireDualStack', 'SingleStack']
  const policy = text(service, 'ipFamilyPolicy')
  if (isSet(service, 'ipFamilyPolicy') && !policies.includes(policy))
    faults.push(notSupported(child(spec, 'ipFamilyPolicy'), policy, policies))
  return faults
}
