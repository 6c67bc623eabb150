/** What the API server refuses of the pods and claims that a StatefulSet's controller makes, though it took the set. */
import type { JsonObject } from '../../../kubernetes/json.js'
import { dnsLabelFaults, dnsSubdomainFaults, labelValueFaults } from '../../../kubernetes/names.js'
import type { Target } from '../../../kubernetes/target.js'
import { validateClaimSpec } from '../../../validation/claim-template.js'
import { child, rootField } from '../../../validation/field.js'
import { validateAnnotations, validateLabels } from '../../../validation/labels.js'
import type { Cluster } from '../../cluster.js'
import type { ClaimTemplate } from './spec.js'
import { memoryOf, remember } from '../index.js'

/** The part of what is sent to the server that may be refused. */
interface Sent {
  readonly name: string
  readonly labels?: Readonly<Record<string, string>>
  readonly annotations?: Readonly<Record<string, string>>
}

/** Stands for a hash that no plan can know; a hash has ten characters as a rule. */
const unknownHash = /<[\w.]+>$/
const usualHash = '7b66f59d4c'

/**
 * S-95: a name, and the label values that are made of names, hold at most 63 characters; the service's name becomes the
 * subdomain.
 */
export function isAcceptedPod(pod: Sent, serviceName: string, target: Target): boolean {
  if (dnsLabelFaults(pod.name).length > 0) return false
  if (serviceName !== '' && dnsLabelFaults(serviceName).length > 0) return false
  return Object.values(pod.labels ?? {}).every(
    (value) => labelValueFaults(value.replace(unknownHash, usualHash), target).length === 0,
  )
}

const answers = memoryOf<ClaimTemplate, { readonly accepted: boolean }>('whether claims of a template are accepted')

/**
 * Up to 1.33 claim templates are not validated with the set (V-30): whether a claim can be made of one shows only then.
 */
export function isAcceptedClaim(
  cluster: Cluster,
  template: ClaimTemplate,
  claim: Sent & { readonly spec: JsonObject },
): boolean {
  if (dnsSubdomainFaults(claim.name).length > 0) return false
  const { target } = cluster
  return remember(cluster, answers, template, () => {
    const metadata = rootField('metadata')
    const faults = [
      ...validateClaimSpec(claim.spec, rootField('spec'), target),
      ...validateLabels({ ...claim.labels }, child(metadata, 'labels'), target),
      ...validateAnnotations({ ...claim.annotations }, child(metadata, 'annotations'), target),
    ]
    return { accepted: faults.length === 0 }
  }).accepted
}
