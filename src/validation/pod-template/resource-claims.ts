/** The rules for claims on devices (validatePodResourceClaims). */
import { asObject, type JsonObject } from '../../kubernetes/json.js'
import { dnsSubdomainFaults } from '../../kubernetes/names.js'
import type { Target } from '../../kubernetes/target.js'
import { atLeast } from '../../kubernetes/versions.js'
import type { Cause } from '../answer.js'
import { child, duplicate, invalid, required, type Field } from '../field.js'
import { goValue } from '../go-value.js'
import { invalidEach, validateDnsLabel } from './fields.js'
import { isSet, text } from './read.js'

export function validatePodResourceClaims(claims: readonly JsonObject[], at: Field, target: Target): Cause[] {
  const names = new Set<string>()
  return claims.flatMap((claim, index) => {
    const place = child(at, index)
    const name = text(claim, 'name')
    const causes: Cause[] = []
    if (name === '') causes.push(required(child(place, 'name'), ''))
    else if (names.has(name)) causes.push(duplicate(child(place, 'name'), name))
    else causes.push(...validateDnsLabel(name, child(place, 'name')))
    if (name !== '') names.add(name)
    return [...causes, ...validateSource(claim, place, target)]
  })
}

/** Where the claim comes from: up to 1.30 that stood in a field of its own. */
function validateSource(claim: JsonObject, at: Field, target: Target): Cause[] {
  const flat = atLeast(target.version, 31)
  const [source, place] = flat ? [claim, at] : [asObject(claim.source), child(at, 'source')]
  const quoted = goValue(flat ? 'core.PodResourceClaim' : 'core.ClaimSource', source, target)
  const [named, templated] = [isSet(source, 'resourceClaimName'), isSet(source, 'resourceClaimTemplateName')]
  const causes: Cause[] = []
  if (named && templated)
    causes.push(
      invalid(place, quoted, 'at most one of `resourceClaimName` or `resourceClaimTemplateName` may be specified'),
    )
  if (!named && !templated)
    causes.push(invalid(place, quoted, 'must specify one of: `resourceClaimName`, `resourceClaimTemplateName`'))
  for (const key of ['resourceClaimName', 'resourceClaimTemplateName']) {
    if (isSet(source, key))
      causes.push(...invalidEach(child(place, key), text(source, key), dnsSubdomainFaults(text(source, key))))
  }
  return causes
}
