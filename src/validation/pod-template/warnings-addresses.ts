/** Warnings about IP addresses that are not in their canonical form (GetWarningsForIP): from 1.33 on. */
import { asObject, type JsonObject } from '../../kubernetes/json.js'
import { formatIp, parseIp } from '../../kubernetes/ip.js'
import type { Target } from '../../kubernetes/target.js'
import { atLeast } from '../../kubernetes/versions.js'
import type { ServerWarning } from '../answer.js'
import { child, quoteText, type Field } from '../field.js'
import { objectsAt, stringsAt, text } from './read.js'

export function addressWarnings(spec: JsonObject, at: Field, target: Target): ServerWarning[] {
  return [
    ...stringsAt(asObject(spec.dnsConfig), 'nameservers').flatMap((value, index) =>
      addressWarning(value, child(at, 'dnsConfig', 'nameservers', index), target),
    ),
    ...objectsAt(spec, 'hostAliases').flatMap((alias, index) =>
      addressWarning(text(alias, 'ip'), child(at, 'hostAliases', index, 'ip'), target),
    ),
  ]
}

function addressWarning(value: string, at: Field, target: Target): ServerWarning[] {
  const address = parseIp(value)
  if (address === undefined) return []
  const canonical = formatIp(address)
  if (!address.strict || address.mapped) {
    const fate = atLeast(target.version, 36)
      ? 'is invalid'
      : 'will be considered invalid in a future Kubernetes release'
    return [
      {
        message: `${at.field}: non-standard IP address ${quoteText(value)} ${fate}: use ${quoteText(canonical)}`,
        path: at.path,
      },
    ]
  }
  if (address.bytes.length === 4 || canonical === value) return []
  return [
    {
      message: `${at.field}: IPv6 address ${quoteText(value)} should be in RFC 5952 canonical format (${quoteText(canonical)})`,
      path: at.path,
    },
  ]
}
