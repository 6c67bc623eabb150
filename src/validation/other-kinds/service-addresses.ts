import { parseIp } from '../../kubernetes/ip.js'
import type { JsonObject } from '../../kubernetes/json.js'
import type { Target } from '../../kubernetes/target.js'
import type { Cause } from '../answer.js'
import { child, duplicate, invalid, notSupported, required, type Field } from '../field.js'
import { goValue } from '../go-value.js'
import { isSet, stringsAt, text } from '../pod-template/read.js'

/** The words for what is no address (IsValidIPForLegacyField). */
export const notAnAddress = 'must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)'

/** ValidateServiceClusterIPsRelatedFields, and the addresses from outside. */
export function validateClusterIPs(service: JsonObject, spec: Field, target: Target): Cause[] {
  const faults: Cause[] = []
  const at = child(spec, 'clusterIPs')
  const [address, addresses] = [text(service, 'clusterIP'), stringsAt(service, 'clusterIPs')]
  const quoted = goValue('[]string', addresses, target)
  if (address !== '' && addresses.length === 0) faults.push(required(at, ''))
  else if (address !== '' && addresses[0] !== address) faults.push(invalid(at, quoted, 'first value must match `clusterIP`'))
  else if (address === '' && addresses.length > 0) faults.push(invalid(at, quoted, 'must be empty when `clusterIP` is not specified'))

  faults.push(...validateFamilies(service, spec))
  addresses.forEach((own, index) => {
    if (index === 0 && own === 'None') {
      if (addresses.length > 1) faults.push(invalid(at, quoted, "'None' must be the first and only value"))
    } else if (parseIp(own) === undefined) faults.push(invalid(child(at, index), own, notAnAddress))
  })
  if (addresses.length > 2) faults.push(invalid(at, quoted, 'may only hold up to 2 values'))
  stringsAt(service, 'externalIPs').forEach((own, index) => {
    if (parseIp(own) === undefined) faults.push(invalid(child(spec, 'externalIPs', index), own, notAnAddress))
  })
  return faults
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
  if (isSet(service, 'ipFamilyPolicy') && !policies.includes(policy)) faults.push(notSupported(child(spec, 'ipFamilyPolicy'), policy, policies))
  return faults
}
