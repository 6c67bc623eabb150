/** The rules for how a pod resolves names (validatePodDNSConfig, ValidateHostAliases). */
import type { JsonObject } from '../../kubernetes/json.js'
import { parseIp } from '../../kubernetes/ip.js'
import { byteLength, dnsSubdomainFaults, dnsSubdomainWithUnderscoreFaults } from '../../kubernetes/names.js'
import type { Target } from '../../kubernetes/target.js'
import { atLeast } from '../../kubernetes/versions.js'
import type { Cause } from '../answer.js'
import { child, invalid, required, type Field } from '../field.js'
import { goValue } from '../go-value.js'
import type { PodContext } from './context.js'
import { invalidEach, validateDnsSubdomain, writtenAs } from './fields.js'
import { objectAt, objectsAt, stringsAt, text } from './read.js'

export function validateDnsConfig(spec: JsonObject, at: Field, context: PodContext): Cause[] {
  const { target } = context
  const config = objectAt(spec, 'dnsConfig')
  const nameservers = config === undefined ? [] : stringsAt(config, 'nameservers')
  if (spec.dnsPolicy === 'None' && nameservers.length === 0) {
    if (config === undefined) return [required(at, 'must provide `dnsConfig` when `dnsPolicy` is None')]
    return [required(child(at, 'nameservers'), 'must provide at least one DNS nameserver when `dnsPolicy` is None')]
  }
  if (config === undefined) return []
  const causes: Cause[] = []
  if (nameservers.length > 3)
    causes.push(
      invalid(
        child(at, 'nameservers'),
        goValue('[]string', nameservers, target),
        'must not have more than 3 nameservers',
      ),
    )
  for (const [index, address] of nameservers.entries())
    causes.push(...validateIp(address, child(at, 'nameservers', index), target))
  causes.push(...validateSearches(stringsAt(config, 'searches'), child(at, 'searches'), context))
  for (const [index, option] of objectsAt(config, 'options').entries()) {
    if (text(option, 'name') === '') causes.push(required(child(at, 'options', index), 'must not be empty'))
  }
  return causes
}

function validateSearches(searches: readonly string[], at: Field, { target, options }: PodContext): Cause[] {
  const quoted = goValue('[]string', [...searches], target)
  const causes: Cause[] = []
  if (searches.length > 32) causes.push(invalid(at, quoted, 'must not have more than 32 search paths'))
  if (byteLength(searches.join(' ')) > 2048)
    causes.push(invalid(at, quoted, 'must not have more than 2048 characters (including spaces) in the search list'))
  for (const [index, search] of searches.entries()) {
    const relaxed = options.allowRelaxedDNSSearchValidation
    if (relaxed && search === '.') continue
    const name = search.endsWith('.') ? search.slice(0, -1) : search
    causes.push(
      ...invalidEach(
        child(at, index),
        name,
        relaxed ? dnsSubdomainWithUnderscoreFaults(name, target) : dnsSubdomainFaults(name),
      ),
    )
  }
  return causes
}

/** Names that the pod's own hosts file knows. */
export function validateHostAliases(aliases: readonly JsonObject[], at: Field, target: Target): Cause[] {
  return aliases.flatMap((alias, index) => {
    const place = child(at, index)
    // up to 1.29 the server names neither the entry nor the place in it
    const part = (key: string, ...rest: number[]): Field =>
      atLeast(target.version, 30) ? child(place, key, ...rest) : writtenAs(child(place, key, ...rest), child(at, key))
    return [
      ...validateIp(text(alias, 'ip'), part('ip'), target),
      ...stringsAt(alias, 'hostnames').flatMap((name, hostIndex) =>
        validateDnsSubdomain(name, part('hostnames', hostIndex)),
      ),
    ]
  })
}

/** An IP address; from 1.36 on read strictly, gate StrictIPCIDRValidation (IsValidIPForLegacyField). */
export function validateIp(value: string, at: Field, target: Target): Cause[] {
  const address = parseIp(value)
  if (address === undefined) {
    return [
      invalid(
        at,
        value,
        atLeast(target.version, 30)
          ? 'must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)'
          : 'must be valid IP address',
      ),
    ]
  }
  if (target.gates.StrictIPCIDRValidation !== true) return []
  const causes: Cause[] = []
  if (!address.strict) causes.push(invalid(at, value, 'must not have leading 0s'))
  else if (address.mapped) causes.push(invalid(at, value, 'must not be an IPv4-mapped IPv6 address'))
  return causes
}
